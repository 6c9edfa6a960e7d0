"""What a promotion is for besides."""

from tests.kinds.kind import Kind

KINDS = (Kind("promotion-item", part_of="promotion"),)
