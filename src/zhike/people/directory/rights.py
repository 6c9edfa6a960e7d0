"""Two rights over the directory: to look at it, and to take companies out of it."""

from __future__ import annotations

from zhike.access.models import User
from zhike.access.rights import Access, Denied
from zhike.people.models import Lead

LOOK, EXTRACT = "read", "create"
"""Verbs on leads: whoever reads them may look, whoever enters them may extract."""


def may_look(access: Access) -> bool:
    """Whether somebody may search the directory."""
    return access.user is not None and access.can(Lead, LOOK)


def may_extract(access: Access) -> bool:
    """Whether somebody may take companies out of it."""
    return access.user is not None and access.can(Lead, EXTRACT)


def must_look(access: Access) -> None:
    """Raise Denied for whom it is closed to."""
    if not may_look(access):
        raise Denied(Lead.record_type, LOOK)


def must_extract(access: Access) -> User:
    """The user who takes companies out; raises Denied for who may only look, or not even that."""
    if access.user is None or not may_extract(access):
        raise Denied(Lead.record_type, EXTRACT)
    return access.user
