"""What leads cost: written by marketing and finance, read by whoever judges sources."""

from tests.contracts.rows import Row
from tests.kinds.kind import Kind

READS = {"read": "all"}
KEEPS = dict.fromkeys(("read", "create", "update", "delete", "import", "export"), "all")

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
        values={"source": lambda n: "fair"},
    ),
)
ROUTES = {
    "leads/quality/": {"GET": Row("kind:read", name="leads")},
    "nearby/": {"GET": Row("kind:read", name="parties")},
    "nearby/few/": {"GET": Row("kind:read", (404,), name="parties")},
    "nearby/plan/": {"POST": Row("kind:create", (302,), name="plan-lines")},
}
