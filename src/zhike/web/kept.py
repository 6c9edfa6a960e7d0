"""Where one was lately, and what one marked with a star."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhike.access.rights import Access
from zhike.ledger.models import Record
from zhike.records.resource import Resource, resource_of_kind
from zhike.records.titles import named
from zhike.web.home import Tile, register_tile
from zhike.web.links import record_url
from zhike.web.models import Favourite, Kept, Visit
from zhike.web.requests import PageRequest, record_or_404, resource_or_404

VISITS = 20
FAVOURITES = 50
ON_TILE = 8


@dataclass(frozen=True)
class Known:
    """A record that its reader may see now."""

    resource: Resource
    id: UUID
    name: str

    @property
    def link(self) -> dict[str, Any]:
        """What a page needs to lead there."""
        return {
            "label": self.name, "url": record_url(self.resource, self.id),
            "icon": self.resource.icon, "note": self.resource.label,
        }  # fmt: skip


def visits(access: Access, limit: int = VISITS) -> list[Known]:
    """The records at which this user looked last, as far as they may still be seen."""
    return _known(access, Visit, VISITS)[:limit]


def favourites(access: Access, limit: int = FAVOURITES) -> list[Known]:
    """What this user marked with a star, the latest first, as far as it may still be seen."""
    return _known(access, Favourite, FAVOURITES)[:limit]


def _known(access: Access, model: type[Kept], limit: int) -> list[Known]:
    if access.user is None:
        return []
    kept = list(model.objects.filter(user=access.user.pk).order_by("-at", "-pk")[:limit])  # type: ignore[attr-defined]
    names = _names(access, kept)
    return [
        Known(resource_of_kind(row.kind), row.record, names[row.record])
        for row in kept
        if row.record in names
    ]


def _names(access: Access, kept: Sequence[Kept]) -> dict[UUID, str]:
    """The names of those that exist and are in sight, by one query a kind."""
    found: dict[UUID, str] = {}
    for kind in dict.fromkeys(row.kind for row in kept):
        try:
            model = resource_of_kind(kind).model
        except KeyError:  # Its package is gone.
            continue
        found |= named(access, model, [row.record for row in kept if row.kind == kind])
    return found


@require_POST
def seen(request: PageRequest, name: str, id_: UUID) -> HttpResponse:
    """The page of a record was looked at: said by the page itself, once it stands."""
    record = record_or_404(request, resource_or_404(request, name), id_)
    latest = Visit.objects.filter(user=request.user.pk).order_by("-at", "-pk").first()
    if latest is None or latest.record != record.pk:
        _keep(Visit, request, record)
        old = Visit.objects.filter(user=request.user.pk).order_by("-at", "-pk")[VISITS:]
        Visit.objects.filter(pk__in=[visit.pk for visit in old]).delete()
    return HttpResponse(status=204)


@require_POST
def favourite(request: PageRequest, name: str, id_: UUID) -> HttpResponse:
    """Mark a record with a star, or take the star away."""
    resource = resource_or_404(request, name)
    record = record_or_404(request, resource, id_)
    if request.POST.get("on") == "1":
        _keep(Favourite, request, record)
    else:
        Favourite.objects.filter(user=request.user.pk, record=record.pk).delete()
    if not request.htmx:
        return redirect(record_url(resource, record.pk))
    return render(request, "web/star.html", {"star": star(request.access, resource, record)})


def _keep(model: type[Kept], request: PageRequest, record: Record) -> None:
    model.objects.update_or_create(  # type: ignore[attr-defined]
        user=request.user.pk,
        record=record.pk,
        defaults={"kind": record.record_type, "at": timezone.now()},
    )


def star(access: Access, resource: Resource, record: Record) -> dict[str, Any]:
    """The star of a record's head."""
    marked = Favourite.objects.filter(record=record.pk)
    on = access.user is not None and marked.filter(user=access.user.pk).exists()
    return {"url": record_url(resource, record.pk, "favourite"), "on": on}


def kept_tile(access: Access) -> Tile | None:
    """Favourites and where one was last."""
    marked, looked_at = favourites(access, ON_TILE), visits(access, ON_TILE)
    groups = [
        {"title": _("Favourites"), "icon": "star", "links": [known.link for known in marked]},
        {"title": _("Looked at last"), "icon": "eye", "links": [k.link for k in looked_at]},
    ]
    data = {"groups": [group for group in groups if group["links"]]}
    return Tile("web/tiles/kept.html", data, side=True) if data["groups"] else None


register_tile(30, kept_tile)
