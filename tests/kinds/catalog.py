"""What a promotion is for besides."""

from tests.kinds.kind import Kind

KINDS = (
    Kind("promotion-item", part_of="promotion",
         values={"series": lambda n: f"series {n}", "product": lambda n: None}),
)  # fmt: skip
