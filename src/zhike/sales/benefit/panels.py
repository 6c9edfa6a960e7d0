"""What a report comes to on its page, its editions, and what a model gives as it stands."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.engagement.models import File
from zhike.records.errors import say
from zhike.records.resource import resource_for
from zhike.sales.benefit.drawing import drawn
from zhike.sales.models import BenefitEdition, BenefitModel, BenefitReport
from zhike.sales.rules.benefit import Definition, wrong_with
from zhike.web.attention import sees
from zhike.web.dates import moment_text
from zhike.web.links import record_url
from zhike.web.panels import Panel, register_panel

MOST = 50


def comes_to(access: Access, report: Any) -> dict[str, Any] | None:
    """The figures of the latest edition."""
    if not sees(access, BenefitReport, "values", "results", "edition"):
        return None
    latest = access.shown_parts(BenefitEdition, [report.pk]).order_by("-number").first()
    if latest is None:
        return None
    data = drawn(Definition.of_json(latest.definition), latest.values)
    return data | {"number": latest.number}


def editions(access: Access, report: Any) -> dict[str, Any] | None:
    """Every edition, the latest first, each with a way to it."""
    if not sees(access, BenefitEdition, "number", "values", "results"):
        return None
    if not sees(access, BenefitReport, "values", "results", "edition"):
        return None
    found = list(access.shown_parts(BenefitEdition, [report.pk]).order_by("-number")[:MOST])
    if not found:
        return None
    resource = resource_for(BenefitReport)
    may = access.can(File, "create") and access.reaches(report, "update")
    url = record_url(resource, report.pk, "print")
    return {"pdf_url": record_url(resource, report.pk, "pdf") if may else "",
            "prints": [{"label": "中文", "url": f"{url}?language=zh-hans", "icon": "print"},
                       {"label": "English", "url": f"{url}?language=en", "icon": "print"}],
            "entries": [
        {"url": record_url(resource, report.pk, f"editions/{one.number}"),
         "text": _("Edition %(n)s") % {"n": one.number}, "at": moment_text(one.created_at),
         "said": _said(one)}
        for one in found
    ]}  # fmt: skip


def _said(edition: Any) -> str:
    """What its outcome came to."""
    definition = Definition.of_json(edition.definition)
    term = definition.term(definition.outcome)
    result = edition.results.get(definition.outcome)
    return f"{term.called(_lang())} {_grouped(result)}" if term is not None and result else ""


def _lang() -> str:
    return get_language() or "en"


def _grouped(text: str) -> str:
    return f"{Decimal(text):,}".replace("-", "−")


def as_it_stands(access: Access, model: Any) -> dict[str, Any] | None:
    """What a model gives with its usual values, and what is wrong with it."""
    if not sees(access, BenefitModel, "cash_flow", "horizon", "outcome"):
        return None
    definition = model.definition()
    if not definition.formulas:
        return None
    wrong = [say(error.within(key)) for key, error in wrong_with(definition)]
    return drawn(definition, {}) | {"wrong_with": wrong}


register_panel(
    BenefitReport,
    Panel("comes-to", gettext_lazy("figures"), 5, "sales/benefit_panel.html", comes_to),
)
register_panel(
    BenefitReport,
    Panel("editions", gettext_lazy("editions"), 6, "sales/benefit_editions.html", editions,
          side=True),
)  # fmt: skip
register_panel(
    BenefitModel,
    Panel("as-it-stands", gettext_lazy("what it gives"), 15, "sales/benefit_model.html",
          as_it_stands),
)  # fmt: skip
