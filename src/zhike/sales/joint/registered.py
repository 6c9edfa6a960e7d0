"""Everything that joint plans add to pages, to be made known when apps are ready."""

from zhike.sales.joint import (
    attention,  # noqa: F401
    keeping,  # noqa: F401
    panels,  # noqa: F401
    questions,  # noqa: F401
    resources,  # noqa: F401
    shared,  # noqa: F401
    watching,  # noqa: F401
)
