"""What receivables add to pages, known once all apps are there."""

from zhike.sales.receivables import (
    chain,  # noqa: F401
    dunning,  # noqa: F401
    invoices,  # noqa: F401
    lapsing,  # noqa: F401
    page,  # noqa: F401
    panels,  # noqa: F401
    places,  # noqa: F401
    placing,  # noqa: F401
    questions,  # noqa: F401
    record,  # noqa: F401
    resources,  # noqa: F401
    rolling,  # noqa: F401
)
