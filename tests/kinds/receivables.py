"""Receivables: what is to be paid and was; finance confirms, gives back and writes off."""

from tests.contracts.rows import Row
from tests.kinds.kind import Kind

WRITES = ("create", "update", "delete", "export", "import")
FINANCE = dict.fromkeys(WRITES, "all")

KINDS = (
    Kind("payment-terms", like="reference"),
    Kind("dunning-step", like="reference", values={"days": lambda n: 1 + n % 90}),
    Kind("terms-line", part_of="payment-terms", values={"percent": lambda n: "10"}),
    Kind(
        "payment-plan", like="work",
        rights={
            "sales representative": {"void": "own"},
            "sales director": {"void": "team_below", "export": "team_below"},
            "general manager": {"export": "all", "write_off": "all"},
            "accountant": FINANCE | {"void": "all", "write_off": "all"},
        },
        values={"percent": lambda n: None},
    ),
    Kind(
        "payment", like="work",
        rights={
            "sales director": {"export": "team_below"},
            "general manager": {"export": "all"},
            "accountant": FINANCE | dict.fromkeys(("confirm", "reverse", "give_back"), "all"),
        },
        values={"received_on": lambda n: "2021-01-01", "currency": lambda n: "CNY"},
    ),
    Kind(
        "payment-share", part_of="payment",
        values={"amount": lambda n: "10.00", "plan": lambda n: None},
    ),
    Kind(
        "invoice-title", like="work", is_scoped=True, masked={"auditor": ("phone",)},
        rights={"accountant": dict.fromkeys(("create", "update", "delete", "export"), "all")},
        values={"tax_number": lambda n: "91510100MA6000001R"},
    ),
    Kind(
        "invoice-request", like="work",
        rights={
            "sales representative": {"void": "own"},
            "sales director": {"void": "team_below"},
            "accountant": dict.fromkeys(
                ("create", "update", "void", "approve", "issue", "export"), "all"
            ),
        },
        values={"currency": lambda n: "CNY"},
    ),
    Kind("invoice-line", part_of="invoice-request"),
)  # fmt: skip
ROUTES = {"receivables/": {"GET": Row("kind:read", name="payment-plans")}}
