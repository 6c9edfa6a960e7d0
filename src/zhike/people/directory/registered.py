"""Everything that the directory adds, to be made known when apps are ready."""

from zhike.people.directory import (
    api,  # noqa: F401
    jobs,  # noqa: F401
    pages,  # noqa: F401
    panels,  # noqa: F401
    places,  # noqa: F401
    questions,  # noqa: F401
    resources,  # noqa: F401
)
