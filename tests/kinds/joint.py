"""Joint plans with customers: milestones stand in the plan's form, comments do not."""

from tests.contracts.rows import CHANGE, Row
from tests.kinds.kind import Kind

KINDS = (
    Kind("joint-plan", like="work", is_scoped=True),
    Kind("joint-milestone", part_of="joint-plan"),
    Kind("joint-comment", part_of="joint-plan"),
)
ROUTES = {
    "joint-plans/<uuid:id_>/comments/": {"POST": Row(CHANGE, (302,), name="joint-plans")},
}
