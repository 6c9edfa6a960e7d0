"""Take the demo company out again, with everything that hangs on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from zhike.access.models import User
from zhike.access.rights import system_access
from zhike.ledger.bulk import model_of
from zhike.ledger.models import Change, Part, Record
from zhike.ledger.models.record import pointing_relations, root_of
from zhike.ledger.writes import CREATE


def clear() -> int:
    """Delete every record that the demo made and what people added to it; returns how many.

    Records of the company's own that a demo person owns stay and lose their owner.
    """
    made: dict[str, set[UUID]] = {}
    created = Change.objects.filter(change_set__door="demo", operation=CREATE)
    for kind, record in created.values_list("kind", "record"):
        made.setdefault(kind, set()).add(record)
    count = 0
    with system_access("demo").change_set("demo_clear"):
        _let_go(made.get(User.record_type, set()), made)
        _forget(made.get(User.record_type, set()))
        for model in _in_order_of_dependence(made):
            rows = models.QuerySet[Any](model).filter(pk__in=made[model.record_type])
            for record in rows.order_by("-pk"):
                if models.QuerySet[Any](model).filter(pk=record.pk).exists():
                    record.delete()
                    count += 1
    return count


def _let_go(users: set[UUID], made: dict[str, set[UUID]]) -> None:
    """Records that are not the demo's own no longer belong to its people."""
    for model in apps.get_models():
        if not issubclass(model, Record) or not hasattr(model, "owner"):
            continue
        own = made.get(model.record_type, set())
        for record in models.QuerySet[Any](model).filter(owner__in=users).exclude(pk__in=own):
            record.owner = None
            record.save()


def _forget(users: set[UUID]) -> None:
    """What is no record and goes with a person: notifications, sessions."""
    for table in apps.get_models():
        for field in table._meta.concrete_fields:
            if field.related_model is User and not issubclass(table, Record):
                models.QuerySet[Any](table).filter(**{f"{field.name}__in": users}).delete()


def _in_order_of_dependence(made: dict[str, set[UUID]]) -> list[type[Record]]:
    """Record types whose records are needed by none of those after them."""
    waiting = {m for kind in made if not issubclass(m := model_of(kind), Part)}
    order: list[type[Record]] = []
    while waiting:
        free = [m for m in waiting if not _needed_by(m, waiting)] or list(waiting)
        for model in sorted(free, key=lambda m: m.record_type):
            order.append(model)
            waiting.discard(model)
    return order


def _needed_by(model: type[Record], waiting: set[type[Record]]) -> bool:
    binding = [r for r in pointing_relations(model) if r.on_delete is not models.SET_NULL]
    others = {r.related_model for r in binding} - {model}
    users = set()
    for other in others:
        users.add(root_of(other) if issubclass(other, Part) else other)
    return bool((users & waiting) - {model})
