"""One module per word of the command line: `add_arguments(parser)` and `run(options) -> int`."""


class CommandRefused(Exception):
    """What was asked for cannot be done; the text is one sentence for the person who asked."""
