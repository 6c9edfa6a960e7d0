"""Merge two parties that are one, and take it back."""

from zhike.records.merging import merge, unmerge

__all__ = ["merge", "unmerge"]
