"""Whom a card may be about: customers and open leads that the duplicate check finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.people.duplicates.checking import Suspect, check, described
from zhike.people.duplicates.checking_leads import check_leads, whom
from zhike.people.duplicates.reasons import said as in_words
from zhike.people.models import Lead, Party

MOST = 4
SAME = "same"
OF_PERSON = ("person", "phone", "email")
"""What is compared of whoever the card is of."""
IDENTIFIES = frozenset({("phone", "same phone"), ("email", "same address")})


@dataclass(frozen=True)
class Known:
    """A customer or an open lead in the user's sight, and whether a card is about it for sure."""

    record: Party | Lead
    is_sure: bool
    why: str
    speaks_of_person: bool = True
    """Whether more than the company is the same: colleagues of one company are two people."""

    @property
    def key(self) -> str:
        """Its name among others: `party:<id>`."""
        return f"{self.record.record_type}:{self.record.pk}"


@dataclass(frozen=True)
class Found:
    """The likeliest first; `is_others` where it is for sure somebody's beyond the user's sight."""

    known: tuple[Known, ...] = ()
    is_others: bool = False

    def sure(self, *kinds: str) -> Known | None:
        """The first that is for sure: a person, an organization or a lead."""
        return next((one for one in self.known if one.is_sure and _kind(one) in kinds), None)

    @property
    def is_doubtful(self) -> bool:
        """Whether a person has to say: it is perhaps somebody known."""
        people = [one for one in self.known
                  if _kind(one) != Party.Kind.ORGANIZATION and one.speaks_of_person]  # fmt: skip
        return self.is_others or (bool(people) and not any(one.is_sure for one in people))


def _kind(one: Known) -> str:
    return one.record.kind if isinstance(one.record, Party) else Lead.record_type


def find(access: Access, raw: Mapping[str, str]) -> Found:
    """Whom the values of a lead may be about."""
    typed = whom(raw, access)
    suspects = [one for party in typed for one in check(party, access, MOST)]
    parties = [described(party, access) for party in typed]
    suspects += check_leads(parties, access, MOST)
    suspects = [one for one in suspects if one.decision != "perhaps"]
    suspects.sort(key=lambda one: -one.probability)
    seen = _in_sight(access, suspects)
    known = [Known(seen[one.id], _is_sure(one, seen[one.id]), _why(one), _is_of_person(one))
             for one in suspects if one.id in seen]  # fmt: skip
    hidden = any(one.decision == SAME and one.id not in seen for one in suspects)
    return Found(tuple(known), hidden)


def _in_sight(access: Access, suspects: list[Suspect]) -> dict[object, Party | Lead]:
    found: dict[object, Party | Lead] = {}
    for model in (Party, Lead):
        ids = [one.id for one in suspects if one.record_type == model.record_type]
        if ids and access.can(model, "read"):
            found |= {one.pk: one for one in access.rows(model).filter(pk__in=ids)}
    return found


def _is_sure(one: Suspect, record: Party | Lead) -> bool:
    """Whether nobody need be asked: a person is known by a number or an address.

    A name, however likely, does for it only where no number says otherwise: namesakes have others.
    """
    is_company = isinstance(record, Party) and record.kind == Party.Kind.ORGANIZATION
    if one.decision != SAME or is_company:
        return one.decision == SAME
    if any((reason.comparison, reason.level) in IDENTIFIES for reason in one.reasons):
        return True
    return not any(reason.comparison == "phone" for reason in one.reasons) and any(
        (reason.comparison, reason.level) == ("person", "same name") for reason in one.reasons
    )


def _is_of_person(one: Suspect) -> bool:
    return any(reason.comparison in OF_PERSON and reason.bits > 0 for reason in one.reasons)


def _why(one: Suspect) -> str:
    return _(", ").join(in_words(one.reasons))
