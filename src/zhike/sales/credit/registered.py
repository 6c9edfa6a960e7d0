"""Everything that credit adds, to be made known when apps are ready."""

from zhike.sales.actions import credit  # noqa: F401 — its checks and its verb
from zhike.sales.credit import (
    attention,  # noqa: F401
    panels,  # noqa: F401
    places,  # noqa: F401
    questions,  # noqa: F401
    resources,  # noqa: F401
    scoring,  # noqa: F401
    tiers,  # noqa: F401
)
