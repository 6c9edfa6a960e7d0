"""What receivables add to pages, known once all apps are there."""

from zhike.sales.receivables import (
    chain,  # noqa: F401
    invoices,  # noqa: F401
    lapsing,  # noqa: F401
    placing,  # noqa: F401
    resources,  # noqa: F401
)
