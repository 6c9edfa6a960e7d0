"""Exit and arrival: an installation with everything in it as an archive of open formats.

`packing` writes one, `checking` judges one before anything changes, `arriving` takes it into an
empty installation. `docs/archive.md` describes it for programs that are not ours.
"""
