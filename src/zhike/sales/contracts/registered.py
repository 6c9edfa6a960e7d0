"""Everything that contracts and orders add, to be made known when apps are ready."""

from zhike.sales.actions import make_contract, make_order, renew  # noqa: F401 — their verbs
from zhike.sales.contracts import (
    following,  # noqa: F401
    numbers,  # noqa: F401
    panels,  # noqa: F401
    public,  # noqa: F401
    questions,  # noqa: F401
    reminding,  # noqa: F401
)
