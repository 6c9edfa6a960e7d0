"""What administrators set up about quotes, and the page of a quote's lines."""

from tests.contracts.rows import READ, Row
from tests.kinds.kind import Kind

KINDS = (
    Kind("margin-floor", like="reference", values={"series": lambda n: ""}),
    Kind("quote-policy", like="reference",
         values={"valid_days": lambda n: 40 + n % 30, "remind_days": lambda n: 1 + n % 30}),
    Kind("approval-rule", like="reference", values={"amount_from": lambda n: "999999999"}),
    Kind("approval-rule-step", part_of="approval-rule", values={"user": lambda n: None}),
)  # fmt: skip
ROUTES = {
    "quotes/<uuid:id_>/lines/": {
        "GET": Row(READ, (302,), name="quotes"),
        "POST": Row("record:update", (422,), {"do": "paste", "text": "nonsense"}, name="quotes"),
    },
}
