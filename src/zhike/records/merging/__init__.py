"""Two records that are one: merge them, lead from one to the other, take it back."""

from zhike.records.merging.merge import merge
from zhike.records.merging.unmerge import unmerge

__all__ = ["merge", "unmerge"]
