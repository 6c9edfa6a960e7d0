"""The company directory: its batches, who may take how many out of it, its pages."""

from tests.contracts.rows import Row
from tests.kinds.kind import Kind

KINDS = (
    Kind("directory-batch", like="reference"),
    Kind("extraction-quota", like="reference", values={"role": lambda n: None}),
)
API = "api/v1/"
BATCH = "directory-batches"
ROUTES = {
    "directory/": {"GET": Row("kind:read", name="leads")},
    "directory/extract/": {"POST": Row("kind:create", (302,), name="leads")},
    "directory-batches/<uuid:id_>/load/": {
        "POST": Row("kind:administer", (302,), name=BATCH),
    },
    "directory-batches/<uuid:id_>/take-back/": {
        "POST": Row("kind:administer", (302,), name=BATCH),
    },
    "directory-batches/<uuid:id_>/refused/": {
        "GET": Row("kind:administer", (404,), name=BATCH),
    },
    API + "directory": {"GET": Row("kind:read", name="leads")},
    API + "directory/extract": {
        "POST": Row("kind:create", (400,), {"nonsense": 1}, name="leads"),
    },
    API + "directory-batches/<id:id_>/list": {
        "POST": Row("kind:administer", (400,), {"nonsense": 1}, name=BATCH),
        "DELETE": Row("kind:administer", (409,), name=BATCH),
    },
}
