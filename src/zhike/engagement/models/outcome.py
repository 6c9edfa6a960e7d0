"""What follows when an approval is decided or a request answered: registered by who asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from zhike.access.rights import Access

if TYPE_CHECKING:
    from zhike.engagement.models.approval import Approval
    from zhike.engagement.models.request import InternalRequest

Conclude = Callable[[Access, "Approval"], None]
Answer = Callable[[Access, "InternalRequest"], None]
_known: dict[str, Conclude] = {}
_answers: list[Answer] = []


def register_outcome(purpose: str, conclude: Conclude) -> None:
    """Let this follow, in the change set of the last decision, for approvals of a purpose."""
    _known[purpose] = conclude


def conclude(access: Access, approval: Approval) -> None:
    """Do what the approval's purpose asks for; one asked for by hand has none."""
    follow = _known.get(approval.purpose)
    if follow is not None:
        follow(access, approval)


def register_answer(follow: Answer) -> None:
    """Let this follow, in the same change set, when any request is answered or declined."""
    _answers.append(follow)


def answered(access: Access, request: InternalRequest) -> None:
    """Do what waited for the answer."""
    for follow in _answers:
        follow(access, request)
