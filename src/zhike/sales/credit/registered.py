"""Everything that credit adds, to be made known when apps are ready."""

from zhike.sales.credit import (
    places,  # noqa: F401
    resources,  # noqa: F401
)
