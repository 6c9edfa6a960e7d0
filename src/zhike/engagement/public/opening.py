"""From the text of a link to the record that it shows, and to the access by which it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from zhike.access.freshness import rights_number
from zhike.access.models.role import Level, Scope
from zhike.engagement.models import PublicLink
from zhike.engagement.public.rights import Holder, LinkAccess
from zhike.engagement.public.shown import PublicPage, public_page_of
from zhike.ledger.bulk import model_of
from zhike.ledger.models import Part
from zhike.ledger.models.change_set import Door


@dataclass(frozen=True)
class Opened:
    """A link that is valid, with what it shows."""

    link: PublicLink
    page: PublicPage
    record: Any
    access: LinkAccess


def opened(text: str) -> Opened | None:
    """What this text opens; None for one that is wrong, over, revoked, or whose record is gone."""
    link = PublicLink.of(text)
    if link is None:
        return None
    kind, _colon, id_ = link.about.partition(":")
    page = public_page_of(model_of(kind)) if id_ else None
    record = page.model.objects.filter(pk=id_).first() if page else None
    if page is None or record is None:
        return None
    return Opened(link, page, record, access_by(page, record, Holder(link.pk, link.recipient)))


def access_by(page: PublicPage, record: Any, holder: Holder | None = None) -> LinkAccess:
    """What a page lets be seen of this record, and be written where somebody holds the link."""
    with_it = [related for name in page.with_it if (related := getattr(record, name))]
    shared = {record.record_type: {record.pk: holder is not None}}
    shared |= {related.record_type: {related.pk: False} for related in with_it}
    scopes = {(kind, "read"): str(Scope.OWN) for kind in shared}
    if holder is not None and (page.written or page.deeds):
        scopes[record.record_type, "update"] = str(Scope.OWN)
    return LinkAccess(
        None, Door.LINK, scopes=scopes, levels=dict(_levels(page)), owners={Scope.OWN: []},
        shared=shared, number=rights_number(), holder=holder, among=page.among,
    )  # fmt: skip


def _levels(page: PublicPage) -> Iterator[tuple[tuple[str, str], str]]:
    for model, names in page.shown.items():
        yield from (((model.record_type, name), str(Level.READ)) for name in names)
    for model, names in page.written.items():
        back = (model.part_of,) if issubclass(model, Part) else ()
        yield from (((model.record_type, name), str(Level.WRITE)) for name in (*names, *back))
