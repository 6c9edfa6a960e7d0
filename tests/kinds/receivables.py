"""Receivables: what is to be paid and was; finance confirms, gives back and writes off."""

from tests.kinds.kind import Kind

WRITES = ("create", "update", "delete", "export", "import")
FINANCE = dict.fromkeys(WRITES, "all")

KINDS = (
    Kind("payment-terms", like="reference"),
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
)  # fmt: skip
