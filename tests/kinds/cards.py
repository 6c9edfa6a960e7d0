"""Batches of business cards: whoever sells or does marketing works on them."""

from tests.contracts.rows import CHANGE, READ, Row
from tests.kinds.kind import Kind

_WORK = Row(CHANGE, (302,), name="card-batches")
_WRITES = Row(CHANGE, (302,), name="card-batches", writes=True)
KINDS = (
    Kind(
        "card-batch", like="work",
        rights={"marketing": dict.fromkeys(("create", "update", "delete"), "all")},
    ),
)  # fmt: skip
ROUTES = {
    "capture/card/": {"GET": Row("kind:create", name="card-batches"),
                      "POST": Row("kind:create", (422,), name="card-batches")},
    "card-batches/latest/": {"GET": Row("kind:read", (302,), name="card-batches")},
    "card-batches/latest/contacts/": {"GET": Row("kind:read", (302,), name="card-batches")},
    "card-batches/<uuid:id_>/state/": {"GET": Row(READ, name="card-batches")},
    "card-batches/<uuid:id_>/upload/": {"POST": _WORK},
    "card-batches/<uuid:id_>/read/": {"POST": _WRITES},
    "card-batches/<uuid:id_>/accept/": {"POST": _WRITES},
    "card-batches/<uuid:id_>/refused/": {"GET": Row(CHANGE, name="card-batches")},
    "card-batches/<uuid:id_>/contacts/": {
        "GET": Row(READ, name="card-batches"), "POST": _WRITES,
    },
    "card-batches/<uuid:id_>/next/": {"GET": Row(CHANGE, (302,), name="card-batches")},
    "card-batches/<uuid:id_>/cards/<uuid:card_id>/": {},
    "card-batches/<uuid:id_>/cards/<uuid:card_id>/picture/": {},
}  # fmt: skip
