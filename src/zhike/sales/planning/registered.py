"""Everything that plans add to pages, to be made known when apps are ready."""

from zhike.sales.planning import (
    account,  # noqa: F401
    questions,  # noqa: F401
    resources,  # noqa: F401
)
