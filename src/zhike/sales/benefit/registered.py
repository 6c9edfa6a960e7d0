"""Everything that benefit reports add, to be made known when apps are ready."""

from zhike.sales.benefit import (
    panels,  # noqa: F401
    places,  # noqa: F401
    questions,  # noqa: F401
    resources,  # noqa: F401
)
