"""What else has a say in documents: why one needs consent, why it may not go on, what follows.

Each part of sales (prices, margins, credit) registers its own here; the document asks them all and
knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhike.access.models import Team, User
from zhike.base.errors import BadValue


@dataclass(frozen=True)
class Reason:
    """Why a document needs consent, in words, and of whom; of nobody named: of the team's head."""

    words: str
    asks: tuple[Team | User, ...] = ()


@dataclass(frozen=True)
class Route:
    """Who consents to a document, in which order and time."""

    steps: Sequence[Team | User]
    mode: str = "all"
    hours: Decimal = Decimal("8.00")
    when_late: str = "escalate"


Reasons = Callable[[Any], Iterable[Reason]]
Refusals = Callable[[Any, str], Iterable[tuple[str, BadValue]]]
Follower = Callable[[Any, str], None]
Preset = Callable[[Any], None]
Router = Callable[[Any, Sequence[Reason]], Route | None]

_reasons: list[tuple[type, Reasons]] = []
_refusals: list[tuple[type, Refusals]] = []
_followers: list[tuple[type, Follower]] = []
_presets: list[tuple[type, Preset]] = []
_routers: list[tuple[type, Router]] = []


def register_reason(model: type, reasons: Reasons) -> None:
    """Say why documents of a type need consent, of each as it stands."""
    _reasons.append((model, reasons))


def register_refusal(model: type, refusals: Refusals) -> None:
    """Say what keeps a document from coming into a status, consent or not."""
    _refusals.append((model, refusals))


def register_follower(model: type, follower: Follower) -> None:
    """Do something, in the same change set, when a document has come out of a status."""
    _followers.append((model, follower))


def register_preset(model: type, preset: Preset) -> None:
    """Fill in something of a new document before it is first written."""
    _presets.append((model, preset))


def register_router(model: type, router: Router) -> None:
    """Say who consents to a document for these reasons; None where one does not know."""
    _routers.append((model, router))


def reasons_of(document: Any) -> list[Reason]:
    """Why a document needs consent; none: it needs none."""
    return [one for model, ask in _reasons if isinstance(document, model) for one in ask(document)]


def refusals_of(document: Any, status: str) -> Iterator[tuple[str, BadValue]]:
    """What keeps a document from coming into a status."""
    for model, ask in _refusals:
        if isinstance(document, model):
            yield from ask(document, status)


def follow(document: Any, before: str) -> None:
    """Let everything follow that a document's new status brings."""
    for model, follower in _followers:
        if isinstance(document, model):
            follower(document, before)


def preset(document: Any) -> None:
    """Fill in what parts of sales say of a new document."""
    for model, fill in _presets:
        if isinstance(document, model):
            fill(document)


def route_of(document: Any, reasons: Sequence[Reason]) -> Route | None:
    """Who consents, by the first that knows."""
    for model, ask in _routers:
        if isinstance(document, model) and (found := ask(document, reasons)) is not None:
            return found
    return None
