"""Question: what people ask, in their own voice, and the page that answers it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.utils.functional import Promise

from zhike.access.models import Desk, UserRole
from zhike.access.rights import MANY, Access
from zhike.ledger.models import Record

Text = str | Promise


@dataclass(frozen=True)
class Figure:
    """The answer at a glance: as many (or as much) as the page shows.

    `state` is what it asks of somebody, where it `needs` a person.
    """

    text: str
    unit: str = ""
    exact: str = ""
    state: str = ""
    needs: bool = False


class Page(Protocol):
    """Where the answer is: an address, and the figure of what is found there."""

    def url(self, access: Access) -> str:
        """The address for this reader."""

    def figure(self, access: Access) -> Figure | None:
        """What the page shows, in milliseconds; None where that cannot be had so quickly."""

    def is_open_to(self, access: Access) -> bool:
        """Whether this reader may see everything that the answer is made of."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """A thing that people of a desk ask, registered by the package whose page answers it.

    `says` tells what stands there, `rank` which comes first, `words` what else people call it,
    `answers` the requirements. Only those are asked who have every verb that it `needs`.
    """

    key: str
    rank: int
    ask: Text
    says: Text
    page: Page
    asked_by: tuple[Desk, ...]
    needs: tuple[tuple[type[Record], str], ...] = ()
    when: Callable[[Access], bool] = lambda access: True
    words: Text = ""
    answers: tuple[str, ...] = ()

    def is_asked(self, access: Access) -> bool:
        """Whether this user may have the answer."""
        may = all(access.can(model, verb) for model, verb in self.needs)
        return may and self.when(access) and self.page.is_open_to(access)


_questions: dict[str, Question] = {}


def register_question(question: Question) -> Question:
    """Make a question known when apps are ready."""
    _questions[question.key] = question
    return question


def all_questions() -> list[Question]:
    """Every question, in the order of their ranks."""
    return sorted(_questions.values(), key=lambda question: question.rank)


def questions_of(access: Access, desks: Collection[Desk] = ()) -> list[Question]:
    """What this user may ask; of some desks alone, or of all."""
    known = _asker(access).questions
    return [q for q in known if not desks or not set(desks).isdisjoint(q.asked_by)]


def desks_of(access: Access) -> list[Desk]:
    """Where this user works, by their roles; an administrator administers, too."""
    return list(_asker(access).desks)


@dataclass(frozen=True)
class _Asker:
    """Somebody's desks and questions, worked out anew whenever rights or fields have changed."""

    rights: tuple[int, bool]
    desks: tuple[Desk, ...]
    questions: tuple[Question, ...]


_known: dict[UUID, _Asker] = {}


def _asker(access: Access) -> _Asker:
    rights = access.number, access.everything
    known = _known.get(access.user.pk) if access.user else None
    if known is None or known.rights != rights:
        asked = tuple(question for question in all_questions() if question.is_asked(access))
        known = _Asker(rights, _desks(access), asked)
        if access.user:
            if len(_known) > MANY:
                _known.clear()
            _known[access.user.pk] = known
    return known


def _desks(access: Access) -> tuple[Desk, ...]:
    if access.user is None:
        return ()
    roles = UserRole.objects.filter(user=access.user.pk).exclude(role__desk="")
    known = set(roles.values_list("role__desk", flat=True))
    if access.user.is_admin:
        known.add(Desk.ADMINISTRATION)
    return tuple(desk for desk in Desk if desk in known)
