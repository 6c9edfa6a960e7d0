"""Benefit models are the administrators'; editions of reports come by themselves."""

from tests.contracts.rows import CHANGE, READ, Row
from tests.kinds.kind import Kind

KINDS = (
    Kind("benefit-model", like="reference",
         values={"cash_flow": lambda n: "", "horizon": lambda n: "", "outcome": lambda n: ""}),
    Kind("benefit-input", part_of="benefit-model", values={"default": lambda n: str(n)}),
    Kind("benefit-formula", part_of="benefit-model", values={"formula": lambda n: f"{n} + 1"}),
    Kind("benefit-report", like="work", values={"values": lambda n: {}}),
    Kind("benefit-edition", part_of="benefit-report"),
)  # fmt: skip
ROUTES = {
    "benefit-reports/<uuid:id_>/calculate/": {
        "GET": Row(CHANGE, name="benefit-reports"),
        "POST": Row(CHANGE, (302,), name="benefit-reports", writes=True),
    },
    "benefit-reports/<uuid:id_>/print/": {"GET": Row(READ, name="benefit-reports")},
    "benefit-reports/<uuid:id_>/pdf/": {},  # A PDF is made in a second: test_benefit asks.
    "benefit-reports/<uuid:id_>/figures/": {"GET": Row(READ, name="benefit-reports")},
    "benefit-reports/<uuid:id_>/editions/<int:number>/": {
        "GET": Row(READ, (200,), name="benefit-reports"),
    },
}
