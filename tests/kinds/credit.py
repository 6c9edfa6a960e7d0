"""Credit: grades and policy are the administrators', files those of who may know of credit."""

from tests.kinds.kind import Kind

OWN_VERBS = ("create", "update", "delete")
NOBODY = dict.fromkeys(("read",))

KINDS = (
    Kind("credit-grade", like="reference",
         values={"prepay": lambda n: 10, "from_score": lambda n: 1 + n % 49}),
    Kind("credit-policy", like="reference", values={"consent_role": lambda n: None}),
    Kind("tier-policy", like="reference"),
    Kind(
        "credit-file", is_scoped=True,
        rights={
            "sales representative": {"read": "team"},
            "sales director": dict.fromkeys(("read", *OWN_VERBS), "team_below"),
            "general manager": dict.fromkeys(("read", *OWN_VERBS, "set_grade"), "all"),
            "accountant": dict.fromkeys(("read", *OWN_VERBS), "all"),
            "marketing": NOBODY, "service": NOBODY,
        },
    ),
    Kind("credit-entry", part_of="credit-file"),
)  # fmt: skip
