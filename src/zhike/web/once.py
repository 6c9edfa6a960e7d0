"""A form that is sent twice makes one record: it carries the id that the record will have."""

from __future__ import annotations

from uuid import UUID

from django.core.signing import BadSignature, TimestampSigner

from zhike.base.ids import uuid7
from zhike.ledger.models import Change
from zhike.records.resource import Resource
from zhike.web.requests import PageRequest

HALF_A_DAY = 12 * 3600


def promise(request: PageRequest) -> str:
    """An id for the hidden field `once`, which only this user can send back."""
    return _signer(request).sign(str(uuid7()))


def promised(request: PageRequest, resource: Resource) -> UUID | None:
    """The id that the form was given.

    None where there is none to keep, or where what was saved under it has been deleted since.
    """
    try:
        text = _signer(request).unsign(request.POST.get("once", ""), max_age=HALF_A_DAY)
    except BadSignature:
        return None
    id_ = UUID(text)
    is_gone = Change.objects.filter(kind=resource.model.record_type, record=id_).exists()
    is_gone = is_gone and not resource.model.objects.filter(pk=id_).exists()
    return None if is_gone else id_


def _signer(request: PageRequest) -> TimestampSigner:
    return TimestampSigner(salt=f"once:{request.user.pk}")
