"""The panels that every record has: facts, parts, collaborators, timeline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.models import Collaborator, Owned, User
from zhike.access.rights import Access
from zhike.ledger.models import Record
from zhike.ledger.models.record import BOOKKEEPING
from zhike.records.custom_specs import FormulaSpec
from zhike.records.fieldspec import FieldSpec
from zhike.records.formulas import reason_of
from zhike.records.resource import Resource, resource_for
from zhike.web import timeline
from zhike.web.cells import cell
from zhike.web.dates import day_text
from zhike.web.layouts import layout_of
from zhike.web.links import record_url
from zhike.web.names import names_of
from zhike.web.panels import Panel, register_panel
from zhike.web.sources import source_url
from zhike.web.tables import columns_of, table

Data = Mapping[str, Any]
EMPTY = {"kind": "text", "text": ""}


def facts(access: Access, record: Record) -> Data:
    """The fields by section, each with a way to change it."""
    resource = resource_for(type(record))
    names = names_of(resource, access, [record])
    may_edit = access.reaches(record, "update")
    sections = [
        {
            "title": label,
            "facts": [
                fact(resource, s, record, names, may_edit=may_edit)
                for s in specs
                if not s.is_share  # It has its meter among the key figures.
            ],
        }
        for label, specs in _sections(access, resource)
    ]
    return {"sections": sections}


def _sections(
    access: Access, resource: Resource
) -> Iterator[tuple[str | Promise, list[FieldSpec]]]:
    """The sections of the form, after those fields that the page layout wants first."""
    layout = layout_of(access, resource.model)
    sections = list(resource.shown_sections(access))
    shown = {spec.name: spec for _label, specs in sections for spec in specs}
    first = [shown.pop(name) for name in (layout.facts if layout else ()) if name in shown]
    if first:
        yield gettext_lazy("key facts"), first
    for label, specs in sections:
        if rest := [spec for spec in specs if spec.name in shown]:
            yield label, rest


def fact(
    resource: Resource, spec: FieldSpec, record: Any, names: Any, *, may_edit: bool, into: str = ""
) -> dict[str, Any]:
    """One value with the way to change it where it stands; without a script, in the form."""
    drawn: dict[str, Any] = {"label": spec.label, "cell": cell(spec, record, names)}
    drawn["id"] = into or f"fact-{spec.name}"
    if spec.veil(record):
        return drawn
    if isinstance(spec, FormulaSpec):
        is_told = drawn["cell"] == EMPTY and spec.searchable
        drawn["note"] = reason_of(spec, record) if is_told else ""
    elif not spec.is_share and spec.name not in BOOKKEEPING and drawn["cell"] != EMPTY:
        drawn["source_url"] = source_url(spec, record)
    if drawn["cell"].get("kind") in ("phone", "mail") or into:
        drawn["to_copy"] = drawn["cell"].get("text", "")
    if may_edit and spec.writable:
        drawn["edit_url"] = record_url(resource, record.pk, "edit") + f"#id_{spec.name}"
        drawn["field_url"] = record_url(resource, record.pk, f"fields/{spec.name}")
        drawn["field_url"] += f"?into={into}" if into else ""
    return drawn


def parts(access: Access, record: Record) -> Data | None:
    """The pieces of the record (contact points, lines), a table each."""
    resource = resource_for(type(record))
    may_edit = access.reaches(record, "update")
    tables = []
    for name, part in resource.part_resources().items():
        if part.has_panel:
            continue
        rows = list(access.shown_parts(part.model, [record.pk]).order_by("pk")[:200])
        if not rows and not (part.shown_by and may_edit):
            continue
        for row in rows:
            setattr(row, _back(part), record)  # Its currency, say: not fetched for each.
        specs = [s for s in columns_of(part, access) if s.column != _back(part)]
        if part.shown_by:
            drawn = _as_facts(access, part, specs, rows, record, may_edit=may_edit)
        else:
            drawn = table(part, specs, access, rows)
        tables.append(drawn | {"id": f"part-{name}", "icon": part.icon, "count": len(rows)})
    return {"tables": tables} if tables else None


def _as_facts(
    access: Access, part: Resource, specs: list[FieldSpec], rows: list[Any], record: Record, *,
    may_edit: bool,
) -> dict[str, Any]:  # fmt: skip
    """Parts each of which is one value (a number to call), changed where it stands."""
    shown = next((spec for spec in specs if spec.name == part.shown_by), None)
    about = [spec for spec in specs if spec is not shown]
    names = names_of(part, access, rows)
    facts = [
        fact(part, shown, row, names, may_edit=may_edit, into=place_of(part, row))
        | _about(about, row)
        for row in rows if shown
    ]  # fmt: skip
    new = {"label": _("Add"), "icon": "plus", "url": f"/{part.name}/new/?{_back(part)}={record.pk}"}
    return {"caption": part.label_plural, "facts": facts, "actions": [new] if may_edit else []}


def place_of(part: Resource, row: Any) -> str:
    """The id of the element in which the page shows a part that is one value."""
    return f"fact-{part.shown_by}-{row.pk}"


def part_about(access: Access, part: Resource, row: Any) -> dict[str, str]:
    """What a part that is one value is, and what else there is to say of it."""
    specs = [s for s in columns_of(part, access) if s.name not in (_back(part), part.shown_by)]
    return _about(specs, row)


def _about(specs: list[FieldSpec], row: Any) -> dict[str, str]:
    """The first column as the label; of the others, what is not as it always is."""
    texts = [
        spec.text(row) for spec in specs[1:]
        if spec.value(row) != row._meta.get_field(spec.name).get_default()
    ]  # fmt: skip
    kind = capfirst(specs[0].text(row)) if specs else ""
    return {"label": kind, "note": capfirst(" · ".join(text for text in texts if text))}


def _back(part: Resource) -> str:
    return str(part.model.part_of)  # type: ignore[attr-defined]


def collaborators(access: Access, record: Record) -> Data | None:
    """Who works on this record besides its owner, and until when."""
    if not isinstance(record, Owned):
        return None
    resource = resource_for(type(record))
    shares = Collaborator.objects.filter(about_id=record.pk).select_related("user").order_by("pk")
    may_share = access.reaches(record, "update")
    rows = [_share(share, resource, record, may_share=may_share) for share in shares[:100]]
    if not rows and not may_share:
        return None
    return {
        "rows": rows, "may_share": may_share,
        "url": record_url(resource, record.pk, "collaborators"),
        "access_url": record_url(resource, record.pk, "access"),
        "user": {"kind": "relation", "name": "user", "label": User._meta.verbose_name,
                 "options_url": "/users/options/", "required": True},
    }  # fmt: skip


def _share(
    share: Collaborator, resource: Resource, record: Record, *, may_share: bool
) -> dict[str, Any]:
    return {
        "name": str(share.user),
        "note": _("may edit") if share.may_edit else _("may read"),
        "until": day_text(share.until) if share.until else "",
        "remove": {
            "label": _("Remove"), "icon": "close", "bare": True, "tone": "quiet", "size": "small",
            "method": "post", "url": record_url(resource, record.pk, "collaborators"),
            "name": "remove", "value": str(share.pk),
        } if may_share else None,
    }  # fmt: skip


def history(access: Access, record: Record) -> Data:
    """What happened with the record, the latest first."""
    return timeline.panel(access, record)


for _panel in (
    Panel("facts", gettext_lazy("facts"), 10, "web/panels/facts.html", facts,
          side=True, is_live=False),  # Fact by fact: one may be in its form.
    Panel("parts", gettext_lazy("contact points and other parts"), 20, "web/panels/parts.html",
          parts),
    Panel("collaborators", gettext_lazy("collaborators"), 60, "web/panels/collaborators.html",
          collaborators, side=True),
    Panel("timeline", gettext_lazy("what happened"), 90, "web/panels/timeline.html", history),
):  # fmt: skip
    register_panel(None, _panel)
