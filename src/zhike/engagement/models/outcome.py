"""What follows when an approval is decided: registered by the package that asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from zhike.access.rights import Access

if TYPE_CHECKING:
    from zhike.engagement.models.approval import Approval

Conclude = Callable[[Access, "Approval"], None]
_known: dict[str, Conclude] = {}


def register_outcome(purpose: str, conclude: Conclude) -> None:
    """Let this follow, in the change set of the last decision, for approvals of a purpose."""
    _known[purpose] = conclude


def conclude(access: Access, approval: Approval) -> None:
    """Do what the approval's purpose asks for; one asked for by hand has none."""
    follow = _known.get(approval.purpose)
    if follow is not None:
        follow(access, approval)
