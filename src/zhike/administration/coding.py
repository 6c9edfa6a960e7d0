"""Coding a sample, record after record and without the other coder's word; and its report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.granted import ADMINISTER
from zhike.access.rights import Access
from zhike.ledger.current import change_set
from zhike.ledger.models import Record
from zhike.ledger.models.change_set import Door
from zhike.records import dictionary
from zhike.records.fieldspec import FieldSpec
from zhike.records.models import Coding, CodingSample
from zhike.records.resource import Resource, resource_of_kind
from zhike.records.rules.agreement import Agreement, agreement
from zhike.records.titles import title
from zhike.web.cells import cell
from zhike.web.names import names_of
from zhike.web.panels import Panel, register_panel
from zhike.web.requests import PageRequest

MOST = 50


def coding_page(request: PageRequest, id_: UUID) -> HttpResponse:
    """The next record that this coder has not coded yet, or what is said when all are."""
    user = request.access.user
    coders = Q(first_coder=user) | Q(second_coder=user)
    sample = get_object_or_404(CodingSample.objects.filter(coders), pk=id_)
    place = "first" if sample.first_coder_id == request.user.pk else "second"
    resource, spec = _about(request.access, sample)
    known = dictionary.meanings(request.access, resource.model, spec.name)
    error = ""
    if request.method == "POST":
        value = spec.choice_value(request.POST.get("value", ""))
        if value:
            _code(request, sample, place, value)
            return redirect(request.path)
        error = _("Choose one.")
    coding, record = _next(request.access, resource, sample, place)
    codings = sample.codings.aggregate(all=Count("pk"), left=Count("pk", filter=Q(**{place: ""})))
    context = {
        "sample": sample, "spec": spec, "coding": coding, "error": error,
        "done": codings["all"] - codings["left"], "total": codings["all"],
        "called": title(request.access, record) if record else "",
        "facts": _facts(request.access, resource, record, spec) if record else [],
        "options": [
            {"value": value, "label": label, "entry": known.get(value)}
            for value, label in spec.choices
        ],
    }  # fmt: skip
    return render(request, "administration/coding.html", context, status=422 if error else 200)


def _about(access: Access, sample: CodingSample) -> tuple[Resource, FieldSpec]:
    try:
        resource = resource_of_kind(sample.resource)
        return resource, resource.specs(access)[sample.field]
    except KeyError:
        raise Http404 from None


def _next(
    access: Access, resource: Resource, sample: CodingSample, place: str
) -> tuple[Coding | None, Record | None]:
    """The first that is left and that the coder may see at all."""
    left = {c.about_id: c for c in sample.codings.filter(**{place: ""}).exclude(about="")}
    seen = access.rows(resource.model).in_bulk(list(left))
    return next(((c, seen[id_]) for id_, c in left.items() if id_ in seen), (None, None))


def _code(request: PageRequest, sample: CodingSample, place: str, value: str) -> None:
    """A coder's own word needs no right; what was coded is not changed."""
    left = sample.codings.filter(**{place: ""})
    coding = get_object_or_404(left, pk=_id_or_404(request.POST.get("coding", "")))
    with change_set(by=request.user, door=Door.WEB, action="edit"):
        setattr(coding, place, value)
        coding.save()


def _id_or_404(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _facts(
    access: Access, resource: Resource, record: Record, coded: FieldSpec
) -> list[dict[str, Any]]:
    """All that one sees of the record but what it was coded as."""
    names = names_of(resource, access, [record])
    specs = [s for _label, some in resource.shown_sections(access) for s in some]
    shown = [s for s in specs if s is not coded and s.name != coded.name and s.text(record)]
    return [{"label": s.label, "cell": cell(s, record, names)} for s in shown]


def report(access: Access, sample: Any) -> Mapping[str, Any] | None:
    """The panel of a sample: how far the two agree, and on what they do not."""
    if not access.can(CodingSample, ADMINISTER):
        return None
    codings = [coding for coding in sample.codings.all() if coding.about]
    both = [(c.first, c.second) for c in codings if c.first and c.second]
    found = agreement(both)
    try:
        resource, spec = _about(access, sample)
    except Http404:  # The field is gone.
        return None
    differing = [c for c in codings if c.first and c.second and c.first != c.second][:MOST]
    records = access.rows(resource.model).in_bulk([c.about_id for c in differing])
    return {
        "total": len(codings), "count": found.count, "agreed": found.agreed,
        "percent": round(100 * found.share),
        "kappa": "" if found.kappa is None else f"{found.kappa:.2f}",
        "ambiguous": _ambiguous(spec, found),
        "confused": [
            {"one": spec.choice_label(a), "other": spec.choice_label(b), "count": count}
            for a, b, count in found.confused
        ],
        "differing": [
            {"name": title(access, records[c.about_id]),
             "url": f"/{resource.name}/{c.about_id}/",
             "first": spec.choice_label(c.first), "second": spec.choice_label(c.second)}
            for c in differing if c.about_id in records
        ],
        "dictionary_url": f"/dictionary/?type={resource.name}",
    }  # fmt: skip


def _ambiguous(spec: FieldSpec, found: Agreement) -> list[dict[str, Any]]:
    return [
        {"label": spec.choice_label(code.code), "percent": round(100 * code.share)}
        for code in found.codes
        if code.is_ambiguous
    ]


register_panel(
    CodingSample,
    Panel("agreement", gettext_lazy("agreement"), 15, "administration/panels/agreement.html",
          report),
)  # fmt: skip
