"""What receivables add to pages, known once all apps are there."""

from zhike.sales.receivables import (
    placing,  # noqa: F401
    resources,  # noqa: F401
)
