"""The dictionary as a page: what values mean, what was proposed, what waits to be coded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.granted import ADMINISTER
from zhike.access.rights import Access
from zhike.administration.places import Place, register_settings
from zhike.base.errors import N_, BadValue
from zhike.base.text import clean_text
from zhike.ledger.actions import actions_of
from zhike.ledger.current import change_set
from zhike.ledger.models.change_set import Door
from zhike.records import dictionary
from zhike.records.custom_specs import CustomValue
from zhike.records.errors import say
from zhike.records.fieldspec import FieldSpec
from zhike.records.models import CodingSample, DictionaryEntry
from zhike.records.resource import Resource, all_resources, resource_named
from zhike.web.commands import Command, register_place
from zhike.web.requests import PageRequest

PAGE = "/dictionary/"
MOST_WORDS = 8
PROPOSED = DictionaryEntry.Status.PROPOSED


def dictionary_page(request: PageRequest) -> HttpResponse:
    """The choice fields of a record type, each value with its meaning; `?type=` says which."""
    access = request.access
    types = [resource for resource in all_resources() if any(_coded(resource, access))]
    asked = request.GET.get("type")
    resource = next((r for r in types if r.name == asked), types[0] if types else None)
    may_edit = access.can(DictionaryEntry, ADMINISTER)
    context = {
        "types": [
            {"label": capfirst(str(one.label_plural)), "url": f"{PAGE}?type={one.name}",
             "current": one is resource}
            for one in types
        ],
        "fields": [_field(access, resource, s, may_edit) for s in _coded(resource, access)]
        if resource else [],
        "proposed": list(DictionaryEntry.objects.filter(status=PROPOSED)) if may_edit else [],
        "waiting": _waiting(access), "may_edit": may_edit,
    }  # fmt: skip
    return render(request, "administration/dictionary.html", context)


def _coded(resource: Resource, access: Access) -> Iterator[FieldSpec]:
    """The choices that forms or verbs ask for: why a deal was lost, why a customer is given up."""
    if resource.page_rank:
        asked = {name for verb in actions_of(resource.model).values() for name in verb.fields}
        specs = resource.specs(access).values()
        for spec in specs:
            if (
                dictionary.is_coded(spec.asked() if spec.name in asked else spec)
                and spec.searchable
            ):
                yield spec


def _field(
    access: Access, resource: Resource, spec: FieldSpec, may_edit: bool
) -> dict[str, Any]:  # fmt: skip
    known = dictionary.meanings(access, resource.model, spec.name)
    about = {"resource": resource.model.record_type, "field": spec.name}
    values = []
    for value, label in spec.choices:
        entry = known.get(value)
        new = "/dictionary-entries/new/?" + urlencode(about | {"value": value})
        edit_url = f"/dictionary-entries/{entry.pk}/edit/" if entry else new
        values.append({
            "label": label, "entry": entry, "edit_url": edit_url if may_edit else "",
            "words": _words(access, resource, spec, entry) if entry else [],
        })  # fmt: skip
    sample = "/coding-samples/new/?" + urlencode(
        about | {"name": f"{resource.label}: {spec.label}"}
    )
    propose = f"{PAGE}propose/?" + urlencode({"type": resource.name, "field": spec.name})
    return {
        "label": spec.label, "values": values, "explained": len(known), "count": len(values),
        "propose_url": propose if spec.is_custom else "", "sample_url": sample if may_edit else "",
    }  # fmt: skip


def _words(
    access: Access, resource: Resource, spec: FieldSpec, entry: DictionaryEntry
) -> list[tuple[str, int]]:
    """What people said instead, the most frequent first: each may deserve a value of its own."""
    if entry.word_field is None or spec.kind.name != "choice":
        return []
    chosen = CustomValue(UUID(spec.column.partition(".")[2]), "choice") if spec.is_custom else None
    rows = access.rows(resource.model)
    rows = (
        rows.annotate(chosen=chosen).filter(chosen=entry.value)
        if chosen
        else rows.filter(**{spec.column: entry.value})
    )
    said = rows.order_by().annotate(word=CustomValue(entry.word_field.pk, "text"))
    counted = said.exclude(word=None).values_list("word").annotate(of=Count("pk"))
    return list(counted.order_by("-of", "word")[:MOST_WORDS])


def _waiting(access: Access) -> list[dict[str, Any]]:
    """The samples that this user has still to code."""
    user = access.user
    if user is None:
        return []
    mine = CodingSample.objects.filter(Q(first_coder=user) | Q(second_coder=user))
    left = mine.annotate(
        first_left=Count("codings", filter=Q(codings__first="")),
        second_left=Count("codings", filter=Q(codings__second="")),
    )
    found = [
        (sample, sample.first_left if sample.first_coder_id == user.pk else sample.second_left)
        for sample in left
    ]
    return [
        {"name": sample.name, "count": count, "url": f"/coding/{sample.pk}/"}
        for sample, count in found
        if count
    ]


def propose_page(request: PageRequest) -> HttpResponse:
    """A value that is missing in a choice field of the company's own, for those who administer."""
    resource, spec = _custom_choice(request)
    error, typed = "", {n: request.POST.get(n, "") for n in ("value", "definition", "examples")}
    if request.method == "POST":
        try:
            said = {
                name: clean_text(text, max_length=80 if name == "value" else 1000,
                                 multiline=name != "value")
                for name, text in typed.items()
            }  # fmt: skip
            _propose(request, resource, spec, said)
        except BadValue as problem:
            error = say(problem)
        else:
            messages.success(request, _("Proposed: who administers the dictionary decides."))
            return redirect(f"{PAGE}?type={resource.name}")
    context = {
        "resource": resource, "spec": spec, "error": error, "typed": typed,
        "back_url": f"{PAGE}?type={resource.name}",
    }  # fmt: skip
    return render(
        request, "administration/propose.html", context, status=422 if error else 200
    )  # fmt: skip


def _custom_choice(request: PageRequest) -> tuple[Resource, FieldSpec]:
    try:
        resource = resource_named(request.GET.get("type", ""))
        spec = resource.specs(request.access)[request.GET.get("field", "")]
    except KeyError:
        raise Http404 from None
    if not (spec.is_custom and dictionary.is_coded(spec)):
        raise Http404
    return resource, spec


def _propose(
    request: PageRequest, resource: Resource, spec: FieldSpec, said: dict[str, str]
) -> None:
    """One's own proposal needs no right. Raises BadValue."""
    kind, value = resource.model.record_type, said["value"]
    if not value:
        raise BadValue("required", N_("Say which value is missing."))
    known = DictionaryEntry.objects.filter(resource=kind, field=spec.name, value=value)
    if spec.choice_value(value) is not None or known.exists():
        raise BadValue("known", N_("This value is there, or was proposed before."))
    with change_set(by=request.access.user, door=Door.WEB, action="create"):
        DictionaryEntry(resource=kind, field=spec.name, status=PROPOSED, **said).save()


register_settings(
    Place(
        gettext_lazy("Dictionary"), gettext_lazy("what the values of choice fields mean"), PAGE,
        "field", DictionaryEntry,
    ),
    "/dictionary-entries/", "/coding-samples/", "/coding/",
)  # fmt: skip
register_place(
    Command(
        gettext_lazy("Dictionary"), PAGE, "field",
        lambda access: not access.can(DictionaryEntry, ADMINISTER),
        gettext_lazy("what the values of choice fields mean"),
    )
)  # fmt: skip
