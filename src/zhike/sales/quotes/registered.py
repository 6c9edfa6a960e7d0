"""Everything that quotes add, to be made known when apps are ready."""

from zhike.sales.quotes import (
    grid,  # noqa: F401
    limits,  # noqa: F401
    making,  # noqa: F401
    one_price,  # noqa: F401
    resources,  # noqa: F401
    routing,  # noqa: F401
)
