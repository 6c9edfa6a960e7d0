"""Whose files are: the field by which a file hangs on its holder, and who may add one."""

from __future__ import annotations

from zhike.access.rights import Access
from zhike.engagement.models import File, InternalRequest
from zhike.ledger.models import Record


def field_of(holder: Record) -> str:
    """The field of a file that names its customer, lead or request."""
    return "request" if isinstance(holder, InternalRequest) else holder.record_type


def may_add(access: Access, holder: Record) -> bool:
    """Whether the user adds files here: whoever asks or answers a request needs no role for it."""
    if isinstance(holder, InternalRequest):
        return access.reaches(holder, "reply") or access.reaches(holder, "remind")
    return access.can(File, "create")
