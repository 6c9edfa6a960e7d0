"""Everything that quotes add, to be made known when apps are ready."""

from zhike.sales.quotes import (
    advising,  # noqa: F401
    approvers,  # noqa: F401
    attention,  # noqa: F401
    differing,  # noqa: F401
    expiring,  # noqa: F401
    fresh,  # noqa: F401
    grid,  # noqa: F401
    limits,  # noqa: F401
    making,  # noqa: F401
    one_price,  # noqa: F401
    questions,  # noqa: F401
    resources,  # noqa: F401
    routing,  # noqa: F401
)
