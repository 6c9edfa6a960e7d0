"""Settings of data quality: which fields count, and whose word stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from zhike.access.granted import ADMINISTER
from zhike.access.rights import Access, Denied
from zhike.administration.places import Place, register_settings
from zhike.people.models import KeyFields, Party, SourceRule
from zhike.people.quality.gaps import Countable, countables
from zhike.people.quality.key_fields import key_fields
from zhike.people.rules.survivorship import NEWEST
from zhike.records.provenance import source_key
from zhike.web.requests import PageRequest

ALL = ""
"""The rule for every field that has none of its own."""


@require_http_methods(["GET", "POST"])
def rules_page(request: PageRequest) -> HttpResponse:
    """The key fields of each kind of party; what stands when sources contradict each other."""
    if not request.access.can(KeyFields, ADMINISTER):
        raise Denied(KeyFields.record_type, ADMINISTER)
    if request.method == "POST":
        return _keep(request)
    known = countables(request.access)
    rules = {rule.field: rule for rule in SourceRule.objects.all()}
    own = [rules[name] for name in known if name in rules]
    context = {
        "key_fields": [_keys(kind, label, known, key_fields()[kind])
                       for kind, label in Party.Kind.choices],
        "rules": [_rule(number, rule, known) for number, rule in enumerate(
            [rules.get(ALL) or SourceRule(policy=NEWEST), *own, SourceRule(field="-")]
        )],
        "end": [{"label": _("Save"), "tone": "primary"},
                {"label": _("Cancel"), "url": "/quality/"}],
    }  # fmt: skip
    return render(request, "people/quality_rules.html", context)


def _keys(
    kind: str, label: Any, known: dict[str, Countable], chosen: tuple[str, ...]
) -> dict[str, Any]:
    options = [{"value": name, "label": capfirst(str(c.label))} for name, c in known.items()]
    return {"kind": "multiple", "name": f"keys-{kind}", "label": label, "options": options,
            "value": list(chosen), "wide": True}  # fmt: skip


def _rule(number: int, rule: SourceRule, known: dict[str, Countable]) -> dict[str, Any]:
    """One line: for which field, by what it is decided, which sources come first."""
    options = [{"value": name, "label": capfirst(str(c.label))} for name, c in known.items()]
    field = {"kind": "select", "name": f"field-{number}", "label": _("field"), "options": options,
             "value": "" if rule.field == "-" else rule.field, "blank": _("none")}  # fmt: skip
    policies = [{"value": value, "label": capfirst(str(label))}
                for value, label in SourceRule.Policy.choices]  # fmt: skip
    return {
        "title": _("Every other field") if number == 0 else "",
        "field": None if number == 0 else field,
        "policy": {"kind": "select", "name": f"policy-{number}", "label": _("what stands"),
                   "options": policies, "value": rule.policy},
        "sources": {"kind": "text", "name": f"sources-{number}", "value": "; ".join(rule.sources),
                    "label": _("sources, the best first"), "placeholder": "erp; import; web"},
    }  # fmt: skip


def _keep(request: PageRequest) -> HttpResponse:
    known, posted = countables(request.access), request.POST
    with request.access.change_set("settings") as opened:
        for kind in Party.Kind.values:
            names = [name for name in posted.getlist(f"keys-{kind}") if name in known]
            row = KeyFields.objects.filter(kind=kind).first() or KeyFields(kind=kind)
            if tuple(names) != key_fields()[kind]:
                row.names = names
                row.save()
        wanted = dict(_sent(posted, request.access))
        for rule in SourceRule.objects.all():
            if rule.field not in wanted:
                rule.delete()
        for field, values in wanted.items():
            rule = SourceRule.objects.filter(field=field).first() or SourceRule(field=field)
            rule.policy, rule.sources = values
            rule.save()
    tags = f"undo:{opened.id}" if opened.count else ""
    messages.success(request, _("The rules of data quality are saved."), extra_tags=tags)
    return redirect("/quality/rules/")


def _sent(posted: QueryDict, access: Access) -> Iterator[tuple[str, tuple[str, list[str]]]]:
    known, number = countables(access), 0
    while f"policy-{number}" in posted:
        field = posted.get(f"field-{number}", "") if number else ALL
        policy = posted[f"policy-{number}"]
        words = posted.get(f"sources-{number}", "").replace("；", ";").split(";")
        sources = [source_key(word) for word in words if word.strip()]
        if policy in SourceRule.Policy.values and (number == 0 or field in known):
            yield field, (policy, sources)
        number += 1


register_settings(
    Place(gettext_lazy("Data quality"), gettext_lazy("which fields count, and whose word stands"),
          "/quality/rules/", "check", KeyFields)
)  # fmt: skip
