"""Rights that came with an update: what roles as they are shipped have and those here do not.

Roles that nobody has changed learn them by themselves; to the others nothing is added unless an
administrator says so, role by role, and may take it back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhike.access.granted import ADMINISTER
from zhike.access.models import Grant, Role
from zhike.access.rights import Denied
from zhike.administration.matrix import EVERY, WORDS, rows
from zhike.ledger.models import Change
from zhike.ledger.writes import DELETE, Write
from zhike.records import saving
from zhike.records.errors import Duplicate
from zhike.web.requests import PageRequest, resource_or_404
from zhike.web.trails import trail


@dataclass(frozen=True)
class Suggested:
    """A role as it is shipped: how far each verb reaches, and the fields that it may not read."""

    name: str
    desk: str
    grants: Mapping[tuple[str, str], str]
    fields: tuple[tuple[str, str, str], ...] = ()

    def lacked(self, role: Role) -> Suggested:
        """What it says that a role here has never had; of fields, what is about new record types.

        A right that somebody took away stays so: the ledger knows that it was there.
        """
        held = {(grant.resource, grant.verb) for grant in role.grants.all()}
        kinds = {kind for kind, _verb in held}
        known = held | _taken_away(role)
        grants = {
            (kind, verb): scope for (kind, verb), scope in self.grants.items()
            if not {(kind, verb), (kind, EVERY), (EVERY, EVERY)} & known
        } if EVERY not in kinds else {}  # fmt: skip
        new = {kind for kind, _verb in grants} - kinds
        return replace(
            self, grants=grants, fields=tuple(one for one in self.fields if one[0] in new)
        )

    @property
    def raw(self) -> dict[str, Any]:
        """As a form of a role sends it."""
        return {
            "grants": [{"resource": kind, "verb": verb, "scope": str(scope), "is_denied": False}
                       for (kind, verb), scope in self.grants.items()],
            "field_rights": [{"resource": kind, "field": field, "level": str(level)}
                             for kind, field, level in self.fields],
        }  # fmt: skip


Source = Callable[[], Iterable[Suggested]]
_sources: list[Source] = []


def register_suggested(source: Source) -> None:
    """Name the roles as they are shipped; their names are in the installation's language."""
    _sources.append(source)


def lacking() -> list[tuple[Role | None, Suggested]]:
    """Roles that are not here, and the verbs that a role here has never had."""
    here = {role.name: role for role in Role.objects.prefetch_related("grants")}
    found: list[tuple[Role | None, Suggested]] = []
    for suggested in (one for source in _sources for one in source()):
        role = here.get(suggested.name)
        if role is None:
            found.append((None, suggested))
            continue
        if (lacked := suggested.lacked(role)).grants:
            found.append((role, lacked))
    return found


def _taken_away(role: Role) -> set[tuple[str, str]]:
    """The rights that a role had once, whether it has them again or not."""
    changes = Change.objects.filter(kind=Role.record_type, record=role.pk, diff__isnull=False)
    return {
        (str(part.fields["resource"][0]), str(part.fields["verb"][0]))
        for change in changes for part in Write.of(change).parts
        if part.kind == Grant.record_type and part.operation == DELETE
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
def suggested_page(request: PageRequest) -> HttpResponse:
    """GET: what came with updates, role by role. POST: take one role's over."""
    resource = resource_or_404(request, "roles")
    if not request.access.can(Role, ADMINISTER):
        raise Denied(Role.record_type, ADMINISTER)
    found = lacking()
    wanted = request.POST.get("role", "")
    for role, suggested in found:
        if request.method == "POST" and suggested.name == wanted:
            _take_over(request, resource, role, suggested)
            return redirect(request.path)
    if request.method == "POST":
        messages.info(request, _("Somebody has taken this over already."))
        return redirect(request.path)
    context = {
        "trail": trail(request.access, resource, None, _("Rights that came with updates")),
        "suggestions": [_drawn(role, suggested) for role, suggested in found],
    }
    return render(request, "administration/suggested.html", context)


def _take_over(
    request: PageRequest, resource: Any, role: Role | None, suggested: Suggested
) -> None:
    try:
        if role is None:
            raw = {"name": suggested.name, "desk": str(suggested.desk), **suggested.raw}
            done = saving.create(resource, request.access, raw)
        else:
            done = saving.change(resource, request.access, role.pk, suggested.raw,
                                 version=role.version)  # fmt: skip
    except Duplicate:
        messages.info(request, _("Somebody has taken this over already."))
        return
    text = _("%(name)s is saved.") % {"name": done}
    messages.success(request, text, extra_tags=f"undo:{done.change_set_id}")


def _drawn(role: Role | None, suggested: Suggested) -> dict[str, Any]:
    """Each record type with its verbs and how far they reach, in the matrix's words and order."""
    lines = []
    for row in rows():
        said = [f"{label} ({WORDS[suggested.grants[row.kind, verb]]})"
                for verb, label in (*row.verbs, *row.extra)
                if (row.kind, verb) in suggested.grants]  # fmt: skip
        if said:
            lines.append({"label": row.label, "said": _(", ").join(said)})
    return {
        "name": suggested.name, "is_new": role is None, "lines": lines,
        "url": f"/roles/{role.pk}/" if role is not None else "",
    }  # fmt: skip
