"""The lines of a quote as a grid: typed, pasted, added, taken out; the server does the sums."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhike.access.rights import Access
from zhike.base.money import format_amount
from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import resource_for
from zhike.records.rules.numbers import plain
from zhike.sales.models import Quote, QuoteLine
from zhike.sales.models.document import is_draft
from zhike.sales.quotes.limits import lines_of
from zhike.sales.quotes.pasting import ORDER, each_told, rows_at
from zhike.sales.rules.quotes import taxes
from zhike.web import inputs
from zhike.web.attention import sees
from zhike.web.links import record_url
from zhike.web.panels import Panel, register_panel
from zhike.web.part_rows import posted_names
from zhike.web.requests import PageRequest, record_or_404, resource_or_404, uuid_or_none
from zhike.web.tables import rows

Drawn = dict[str, Any]
NEWS = "record-news"
COLUMNS = ("product", "quantity", "unit_price", "discount", "amount", "tax_rate", "price_note")
SLOTS = {"product": "2", "quantity": "2", "unit_price": "3", "discount": "2", "amount": "3",
         "tax_rate": "3"}  # fmt: skip
TYPED = (*ORDER, "tax_rate")
UNITS = {
    "quantity": lambda line: (
        f"{plain(line.quantity)} {line.product.unit_in(get_language() or '')}".strip()
    ),
    "discount": lambda line: f"−{plain(line.discount)}%" if line.discount else "",
}
"""Figures that say what they are, since cards have no headings."""


def grid(access: Access, quote: Quote, **more: Any) -> Drawn | None:
    """The lines with what they come to, and the ways to write them as far as the reader may."""
    resource = resource_for(QuoteLine)
    specs = resource.specs(access)
    shown = [specs[name] for name in COLUMNS if name in specs]
    if not shown:
        return None
    lines = lines_of(quote)
    for line in lines:
        line.product = line.product
    may = is_draft(quote) and access.reaches(quote, "update")
    url = record_url(resource_for(Quote), quote.pk, "lines")
    drawn: Drawn = {
        "count": len(lines), "url": url, "may": may,
        "columns": [_column(spec, place, may=may) for place, spec in enumerate(shown)],
        "rows": _rows(access, quote, shown, lines, may=may),
        "edit": f"/{resource.name}/" if may else "",
        "facts": list(_sums(access, quote, lines)),
    }  # fmt: skip
    given = more.pop("given", None)
    if may:
        drawn["removing"] = [{"label": _("Remove"), "icon": "trash", "name": "do",
                              "value": "remove"}]  # fmt: skip
        drawn["fields"] = _new_line(access, specs, given)
    return drawn | more


def _column(spec: FieldSpec, place: int, *, may: bool) -> Drawn:
    numeric = spec.kind.name in ("money", "number", "integer")
    drawn: Drawn = {"label": spec.label, "numeric": numeric, "pinned": place == 0,
                    "at": SLOTS.get(spec.name, "")}  # fmt: skip
    if may and spec.writable:
        drawn["field"] = spec.name
    return drawn


def _rows(
    access: Access, quote: Quote, shown: Sequence[FieldSpec], lines: Sequence[Any], *, may: bool
) -> list[Drawn]:
    """The lines with their amounts to the cent: nobody signs for “1.3 million or so”.

    On a phone there is no grid: the product's name leads to the form of its line.
    """
    resource, lang = resource_for(QuoteLine), get_language() or "zh-hans"
    drawn = rows(resource, list(shown), access, list(lines), opens=not may)
    for row, line in zip(drawn, lines, strict=True):
        for place, spec in enumerate(shown):
            amount = spec.value(line) if spec.kind.name == "money" else None
            if amount is not None:
                text = format_amount(amount, quote.currency, lang=lang)
                row["cells"][place] = {"kind": "number", "text": text}
            elif spec.name in UNITS:
                row["cells"][place] = {"kind": "number", "text": UNITS[spec.name](line)}
            elif may and spec.name == "product":
                url = record_url(resource, line.pk, "edit")
                row["cells"][place] = {"kind": "link", "text": str(line), "url": url}
    return drawn


def _sums(access: Access, quote: Quote, lines: Sequence[Any]) -> Any:
    """Without tax, the tax by rate, and with it; nothing of it for whom amounts are hidden."""
    if not sees(access, Quote, "amount") or not sees(access, QuoteLine, "amount"):
        return
    lang = get_language() or "zh-hans"

    def fact(label: str, amount: Decimal) -> Drawn:
        text = format_amount(amount, quote.currency, lang=lang)
        return {"label": label, "cell": {"kind": "number", "text": text}}

    priced = [(line.amount, Decimal(line.tax_rate or 0)) for line in lines
              if line.amount is not None]  # fmt: skip
    if not priced:
        return
    before = sum((amount for amount, _rate in priced), Decimal(0))
    if quote.discount:
        yield fact(_("all lines"), before)
        label = _("less %(percent)s%%") % {"percent": plain(quote.discount)}
        yield fact(label, quote.amount - before)
    by_rate = {rate: tax for rate, tax in taxes(quote.amount, priced).items() if rate}
    yield fact(_("without tax"), quote.amount - sum(by_rate.values(), Decimal(0)))
    for rate, tax in by_rate.items():
        yield fact(_("VAT %(rate)s%%") % {"rate": plain(rate)}, tax)
    yield fact(_("total with tax"), quote.amount)


def _new_line(access: Access, specs: dict[str, FieldSpec], given: QueryDict | None) -> list[Drawn]:
    shown = [specs[name] for name in ("product", "quantity") if name in specs]
    sent = {spec.name: inputs.sent(spec, given) or "" for spec in shown} if given else {}
    wanted = {(spec, str(sent.get(spec.name, ""))) for spec in shown if spec.target}
    names = posted_names(access, wanted)
    return [
        inputs.drawn(spec, sent.get(spec.name, "1" if spec.name == "quantity" else ""), names,
                     name=f"new-{spec.name}") | {"id": f"new-{spec.name}", "required": False}
        for spec in shown if spec.writable
    ]  # fmt: skip


@require_http_methods(["GET", "POST"])
def lines_page(request: PageRequest, id_: UUID) -> HttpResponse:
    """GET: the grid as it is. POST `do`: add a line, paste rows, remove lines."""
    verb = "read" if request.method == "GET" else "update"
    resource = resource_or_404(request, "quotes", verb)
    quote = record_or_404(request, resource, id_, verb)
    if request.method == "GET":
        return _drawn(request, quote)
    try:
        done = saving.change(
            resource, request.access, id_, {"lines": _asked(request, quote)}
        )  # fmt: skip
    except Invalid as invalid:
        wrong = {"wrong": list(each_told(invalid.errors)), "text": request.POST.get("text", "")}
        return _drawn(request, quote, status=422, given=request.POST, **wrong)
    text = _("The lines are saved.")
    messages.success(request, text, extra_tags=f"undo:{done.change_set_id}")
    if not request.htmx:
        return redirect(record_url(resource, id_))
    return _drawn(request, record_or_404(request, resource, id_))


def _asked(request: PageRequest, quote: Quote) -> list[Drawn]:
    """The rows that saving is given; raises Invalid for what a spreadsheet has wrong."""
    sent = request.POST
    if sent.get("do") == "remove":
        return [{"id": id_, "remove": True} for id_ in sent.getlist("ids")]
    if sent.get("do") == "paste":
        field, line = sent.get("field", ""), uuid_or_none(sent.get("line", ""))
        names = [name for name in COLUMNS if name in TYPED]
        columns = names[names.index(field) :] if line and field in names else ORDER
        return rows_at(request.access, sent.get("text", ""), lines_of(quote), columns, line)
    values = {name: sent.get(f"new-{name}", "") for name in ("product", "quantity")}
    return [{name: value for name, value in values.items() if value or name == "product"}]


def _drawn(request: PageRequest, quote: Quote, status: int = 200, **more: Any) -> HttpResponse:
    if not request.htmx and request.method == "GET":
        return redirect(record_url(resource_for(Quote), quote.pk))
    data = grid(request.access, quote, **more)
    context = {"data": data, "record": quote, "is_alone": True}
    answer = render(request, "sales/quote_lines.html", context, status=status)
    if request.method == "POST" and status == 200:
        answer["HX-Trigger"] = NEWS
    return answer


register_panel(
    Quote, Panel("lines", gettext_lazy("what is offered"), 6, "sales/quote_lines.html", grid)
)
