"""Number rules: one of each kind of document, from the first start on."""

from tests.kinds.kind import Kind

KINDS = (
    Kind(
        "number-rule", like="reference",
        values={"pattern": lambda n: f"KN{n}-{{year}}{{month}}{{day}}-{{serial:4}}"},
    ),
)  # fmt: skip
