"""What leads cost: written by marketing and finance, read by whoever judges sources."""

from typing import Any

from tests.contracts.rows import Row
from tests.kinds.kind import Kind
from zhike.engagement.models import SourceCost

READS = {"read": "all"}
KEEPS = dict.fromkeys(("read", "create", "update", "delete", "import", "export"), "all")


def _made(_cast: object) -> None:
    amount: Any = 100
    SourceCost(name="展位", source="fair", amount=amount).save()


KINDS = (
    Kind(
        "source-cost",
        rights={
            "sales representative": READS,
            "sales director": READS,
            "general manager": READS,
            "auditor": READS,
            "service": {"read": None},
            "marketing": KEEPS,
            "accountant": KEEPS,
        },
        make=_made,
    ),
)
ROUTES = {
    "leads/quality/": {"GET": Row("kind:read", name="leads")},
    "nearby/": {"GET": Row("kind:read", name="parties")},
    "nearby/few/": {"GET": Row("kind:read", (404,), name="parties")},
    "nearby/plan/": {"POST": Row("kind:create", (302,), name="plan-lines")},
}
