"""What people ask and what the answer is at a glance."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse

from zhike.api import bodies
from zhike.api.calls import Answer, Call
from zhike.records.question import Question, desks_of, questions_of


def list_questions(call: Call) -> HttpResponse:
    """The questions that this user may ask, those of their own desk first."""
    bodies.query(call.request)
    desks = set(desks_of(call.access))
    known = questions_of(call.access)
    known = sorted(known, key=lambda question: desks.isdisjoint(question.asked_by))
    return Answer({"items": [_item(call, question) for question in known]})


def _item(call: Call, question: Question) -> dict[str, Any]:
    figure = question.page.figure(call.access)
    return {
        "key": question.key,
        "ask": str(question.ask),
        "says": str(question.says),
        "asked_by": [str(desk) for desk in question.asked_by],
        "url": question.page.url(call.access),
        "figure": asdict(figure) if figure else None,
    }
