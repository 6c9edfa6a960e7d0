"""Discounts beyond the cap: which lines of a deal have them, and what must wait for consent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from zhike.base.errors import N_, BadValue
from zhike.catalog.caps import Caps
from zhike.ledger.current import current
from zhike.ledger.models.change_set import UNASKED
from zhike.records.errors import Invalid
from zhike.records.rules.numbers import plain

"""Doors through which deals come as they were elsewhere: nobody is there to ask for consent."""


@dataclass(frozen=True)
class Excess:
    """A line sold with more discount than its seller may give alone."""

    line: Any
    given: Decimal
    most: Decimal
    whose: str
    """Who says so: a team, or the company."""

    @property
    def words(self) -> str:
        """`K10: 12%, at most 10% (company)`."""
        said = {"product": self.line.product, "given": plain(self.given),
                "cap": plain(self.most), "of": self.whose}  # fmt: skip
        return _("%(product)s: %(given)s%%, at most %(cap)s%% (%(of)s)") % said


def excesses(deal: Any) -> list[Excess]:
    """The lines of a deal that wait for consent to their discount."""
    caps = Caps.of(deal.selling_team)
    if not caps.known or deal.pk is None:
        return []
    return list(_beyond(caps, deal.lines.select_related("product").order_by("pk")))


def _beyond(caps: Caps, lines: Any) -> Iterator[Excess]:
    for line in lines:
        given = line.discount_given
        if cap := caps.exceeded(line.product, given, line.agreed_discount):
            yield Excess(line, given, cap.percent, caps.whose(cap))


def refusal(deal: Any) -> BadValue | None:
    """Why a deal may not go on: what its lines have that nobody has agreed to."""
    found = excesses(deal)
    if not found:
        return None
    message = N_("The discount needs consent first: %(lines)s. Ask for it on the deal's page.")
    return BadValue("discount", message, lines=_("; ").join(one.words for one in found))


def require_consent(deal: Any) -> None:
    """Raise Invalid where a deal would go on with a discount that nobody has agreed to."""
    if current().row.door not in UNASKED and (error := refusal(deal)):
        raise Invalid.field("stage", error)


def refusal_after_win(line: Any, before: Decimal | None) -> BadValue | None:
    """Why a line of a deal that was won may not get this discount; `before` is what it had.

    Deals that an import brings as they were won elsewhere are not asked: they are new themselves.
    """
    deal = line.opportunity
    is_more = before is None or line.discount_given > before
    if deal.won_at is None or deal._state.adding or not is_more:
        return None
    for excess in _beyond(Caps.of(deal.selling_team), [line]):
        message = N_("The deal is won: more discount than the cap needs consent before. %(line)s")
        return BadValue("discount", message, line=excess.words)
    return None
