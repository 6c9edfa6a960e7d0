"""What the board's components draw: lanes, cards and the line above them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.base.money import currency_name, format_amount
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import resource_for
from zhike.sales.board import Board, Column
from zhike.sales.models import Opportunity, Stage
from zhike.sales.rules.dwelling import days_in_stage, dwell_state
from zhike.web.cells import money, tier_of
from zhike.web.dates import day_text
from zhike.web.links import list_url, record_url

Drawn = dict[str, Any]
# What every card says, so that it is not offered once more.
SAID = frozenset({"name", "party", "stage", "amount", "currency", "owner", "close_date",
                  "stage_since", "pipeline"})  # fmt: skip


@dataclass(frozen=True)
class Drawer:
    """Draws one board for one reader: which cards may be moved, and where its addresses lead."""

    board: Board
    access: Access
    specs: Mapping[str, FieldSpec]
    movable: set[UUID]
    facts: Mapping[UUID, list[Drawn]]
    """What else the cards say, where somebody chose fields for them."""
    url: Callable[..., str]
    now: dt.datetime
    is_whole: bool = False
    """Whether it is neither filtered nor narrowed: then a stage's limit is about what it shows."""

    def lane(self, column: Column) -> Drawn:
        """A column of cards, or the flat target of a closed stage."""
        stage = column.stage
        drawn: Drawn = {
            "id": f"lane-{stage.pk}", "title": stage.name, "note": self._note(column),
            "over": self._over(column),
            "field": "stage", "value": str(stage.pk), "drop": stage.is_closed,
            "move_url": self.url("move/"), "sum": self._sum(column.total, column.sums),
        }  # fmt: skip
        if stage.is_closed:
            return drawn
        if weighted := self._sum(column.weighted, column.weighted_sums):
            drawn["sums"] = [{"label": _("weighted"), "cell": {"kind": "money", **weighted}}]
        if column.more:
            of_stage = {"all": [{"field": "stage", "op": "eq", "value": str(stage.pk)}]}
            drawn["more_url"] = list_url(resource_for(Opportunity), filter=of_stage)
        return drawn | self.cards(column)

    def cards(self, column: Column) -> Drawn:
        """The cards, and where the next ones are."""
        next_url = ""
        if column.more:
            next_url = self.url("cards/", stage=str(column.stage.pk), cursor=column.more)
        return {"cards": [self.deal(c, column.stage) for c in column.cards], "next_url": next_url}

    def deal(self, deal: Opportunity, stage: Stage) -> Drawn:
        """One card, with what the reader may see of it."""
        party = self.board.parties.get(deal.party_id) if deal.party_id else None
        names = self.board.names
        days = days_in_stage(deal.stage_since, self.now, timezone.get_current_timezone())
        state = dwell_state(days, stage.max_days)
        drawn: Drawn = {
            "id": str(deal.pk), "version": deal.version, "title": self._text("name", deal),
            "url": record_url(resource_for(Opportunity), deal.pk),
            "party": names.get(deal.party_id, ""),
            "owner": names.get(deal.owner_id, ""),
            "fixed": deal.pk not in self.movable, "facts": self.facts.get(deal.pk, []),
        }  # fmt: skip
        if deal.close_date and self._sees("close_date"):
            drawn["date"] = day_text(deal.close_date, weekday=False)
        if self._sees("stage_since"):
            drawn |= {"dwell": dwell_text(days, stage.max_days, state), "state": state}
        if party is not None:
            drawn |= tier_of(self.access, party)
        return drawn | self._amount(deal)

    def _sees(self, name: str) -> bool:
        return name in self.specs and self.specs[name].searchable

    def _text(self, name: str, deal: Opportunity) -> str:
        """The field as the reader may see it, perhaps masked."""
        return self.specs[name].text(deal) if name in self.specs else ""

    def summary(self) -> Drawn:
        """How many deals are open and what they come to."""
        count = self.board.open_count
        found: Drawn = {
            "count": ngettext("%(count)s open deal", "%(count)s open deals", count)
            % {"count": f"{count:,}"}
        }
        if self.board.shows_amounts and not self.board.missing:
            base = self.board.rates.base
            found["sum"] = money(self.board.open_total, base)
            found["weighted"] = money(self.board.open_weighted, base)
        return found | {"note": self._rates_note()}

    def _rates_note(self) -> str:
        rates, lang = self.board.rates, get_language() or "zh-hans"
        lang = "zh-hans" if lang.startswith("zh") else "en"
        if self.board.missing:
            names = [currency_name(code, lang) for code in self.board.missing]
            text = _("There is no exchange rate for %(currencies)s, so sums stand side by side.")
            return text % {"currencies": ", ".join(names)}
        if set(rates.known) - {rates.base}:
            base = currency_name(rates.base, lang)
            return _("converted into %(currency)s at the latest rates") % {"currency": base}
        return ""

    def _note(self, column: Column) -> str:
        stage = column.stage
        parts = []
        if not self._over(column):
            parts.append(self._count(column))
        if not stage.is_closed:
            parts.append(f"{stage.win_probability}%")
            if stage.max_days:
                parts.append(_("up to %(days)s d") % {"days": stage.max_days})
        return " · ".join(parts)

    def _limit(self, column: Column) -> int:
        """How many deals the stage is to hold at most; 0 for none, or where not all are here."""
        return (column.stage.max_deals or 0) if self.is_whole else 0

    def _over(self, column: Column) -> str:
        """`12 of 10`, where the stage holds more than it should."""
        limit = self._limit(column)
        if not limit or column.count <= limit:
            return ""
        return _("%(count)s of %(limit)s") % {"count": f"{column.count:,}", "limit": f"{limit:,}"}

    def _count(self, column: Column) -> str:
        count, limit = column.count, self._limit(column)
        if limit:
            text = ngettext("%(count)s of %(limit)s deal", "%(count)s of %(limit)s deals", limit)
            return text % {"count": f"{count:,}", "limit": f"{limit:,}"}
        return ngettext("%(count)s deal", "%(count)s deals", count) % {"count": f"{count:,}"}

    def _sum(self, total: Decimal | None, sums: Mapping[str, Decimal]) -> Drawn | None:
        """A sum in the base currency; where a rate is missing, the sums side by side."""
        if not self.board.shows_amounts or not sums:
            return None
        if total is not None:
            return money(total, self.board.rates.base)
        lang = get_language() or "zh-hans"
        each = [money(amount, currency) for currency, amount in sorted(sums.items())]
        exact = [format_amount(amount, c, lang=lang) for c, amount in sorted(sums.items())]
        text = " + ".join(part["text"] + part["unit"] for part in each)
        return {"text": text, "unit": "", "exact": " + ".join(exact)}

    def _amount(self, deal: Opportunity) -> Drawn:
        """The amount in the base currency with the deal's own beside it, or that alone."""
        if not self.board.shows_amounts or deal.amount is None:
            return {}
        rates = self.board.rates
        own = money(deal.amount, deal.currency)
        if deal.currency == rates.base or rates.missing([deal.currency]):
            return {"amount": own}
        converted = money(rates.convert(deal.amount, deal.currency), rates.base)
        return {"amount": converted, "original": own["text"] + own["unit"]}


def dwell_text(days: int, max_days: int | None, state: str) -> str:
    """How long in the stage; near the limit and over it, how many days those are."""
    if state == "late" and max_days:
        return _("%(days)s d over") % {"days": days - max_days}
    if state == "slow" and max_days:
        return _("%(days)s d left") % {"days": max_days - days}
    return _("%(days)s d") % {"days": days}
