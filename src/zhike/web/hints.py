"""Hints above a form while it is filled in: higher packages register what they know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from zhike.access.rights import Access
from zhike.ledger.models import Record
from zhike.web.forms import RecordForm
from zhike.web.requests import PageRequest, record_or_404, resource_or_404, uuid_or_none


@dataclass(frozen=True)
class Hint:
    """Something worth knowing before one saves, such as a customer who is there already.

    `actions` are those of buttons (docs/components.md); the tone `seal` asks for a decision. With a
    `key` it can be said not to apply (`data-dismiss`), with a `template` it is drawn by that from
    its `data`.
    """

    title: str
    text: str = ""
    tone: str = "ochre"
    actions: tuple[Mapping[str, str], ...] = ()
    key: str = ""
    template: str = ""
    data: Any = None


Look = Callable[[Access, Mapping[str, Any], UUID | None], Iterable[Hint]]
_looks: list[tuple[type[Record], Look]] = []


def register_hint(model: type[Record], look: Look) -> None:
    """Have `look` called while a form is filled in; called when apps are ready.

    It gets the reader's access, what was typed by the fields' names (not yet checked) and the
    record's id (None for a new one). What it says must be the reader's to see.
    """
    _looks.append((model, look))


def has_hints(model: type[Record]) -> bool:
    """Whether anybody looks at the forms of this record type."""
    return any(known is model for known, _look in _looks)


@require_POST
def hints(request: PageRequest, name: str) -> HttpResponse:
    """What is to be said of a form as it is filled in now."""
    resource = resource_or_404(request, name)
    id_ = uuid_or_none(request.POST.get("hinted", ""))
    record = resource.model() if id_ is None else record_or_404(request, resource, id_)
    typed = RecordForm(resource, request.access, record, posted=request.POST).typed()
    dismissed = set(request.POST.getlist("dismissed"))
    found = [
        hint for model, look in _looks if model is resource.model
        for hint in look(request.access, typed, id_) if not hint.key or hint.key not in dismissed
    ]  # fmt: skip
    return render(request, "web/hints.html", {"hints": found})
