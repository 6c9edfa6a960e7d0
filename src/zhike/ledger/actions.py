"""Action: a verb on a record, with its name on screen, its permission and its undo.

`@action(_("win"))` on a method makes it a button, an API operation, a permission and a line of
history. The verb runs within the open change set and names the change.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.utils.functional import Promise

from zhike.ledger.current import current
from zhike.ledger.models.record import Record

Method = TypeVar("Method", bound=Callable[..., Any])

INVERSE, COMPENSATE, NEVER = "inverse", "compensate", "never"


@dataclass(frozen=True)
class Action:
    """A verb: its name, what it asks for, when it makes sense and whether it can be undone.

    `fields` are the names of the record's own fields that a person fills in before it runs;
    `permission` is the verb that a role grants (the action's own name unless it shares one).
    `means` says, from record and values, which verb this comes to (moving to the end is winning):
    that one is done, with its own permission and fields. A verb `with_access` is handed the rights
    of whoever does it: it writes other records, too, or asks who it is. `offered` says, of a record
    and somebody's rights, whether it is this person's turn: only then there is a button.
    """

    name: str
    label: str | Promise
    undo: str = INVERSE
    fields: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    permission: str = ""
    when: Callable[[Any], bool] = field(default=lambda record: True)
    icon: str = "check"
    means: Callable[[Any, Mapping[str, Any]], str] | None = None
    with_access: bool = False
    offered: Callable[[Any, Any], bool] = field(default=lambda record, access: True)
    missed: Callable[..., str | None] | None = None
    """Says of a record that is out of the user's reach by now why it is, where they may know:
    asked with their access, the record type and the id."""


class NotNow(Exception):
    """The verb makes no sense for the record as it is (a won deal cannot be won again)."""

    def __init__(self, verb: str, sentence: str = "") -> None:
        """Keep the verb, and why not, where there is more to say."""
        super().__init__(verb)
        self.verb, self.sentence = verb, sentence


def action(
    label: str | Promise,
    *,
    undo: str = INVERSE,
    fields: tuple[str, ...] = (),
    required: tuple[str, ...] = (),
    permission: str = "",
    when: Callable[[Any], bool] = lambda record: True,
    icon: str = "check",
    means: Callable[[Any, Mapping[str, Any]], str] | None = None,
    with_access: bool = False,
    offered: Callable[[Any, Any], bool] = lambda record, access: True,
    missed: Callable[..., str | None] | None = None,
    on: type[Record] | None = None,
) -> Callable[[Method], Method]:
    """Make a method of a record a verb; or, `on` a record type, a function of a module above it."""

    def declare(method: Method) -> Method:
        name = method.__name__
        verb = Action(
            name, label, undo, fields, required, permission or name, when, icon, means, with_access,
            offered, missed,
        )  # fmt: skip

        @functools.wraps(method)
        def run(self: Record, **values: Any) -> Any:
            if not when(self):
                raise NotNow(name)
            with current().naming(self.root_key, name):
                return method(self, **values)

        run.action = verb  # type: ignore[attr-defined]
        if on is not None:
            setattr(on, name, run)
            actions_of.cache_clear()
        return run  # type: ignore[return-value]

    return declare


@functools.cache
def actions_of(model: type[Record]) -> dict[str, Action]:
    """A record type's verbs by name, in the order of their definition."""
    found: dict[str, Action] = {}
    for cls in reversed(model.__mro__):
        for name, method in vars(cls).items():
            if verb := getattr(method, "action", None):
                found[name] = verb
    return found


def undo_of(kind_model: type[Record], name: str) -> str:
    """How a change of this action is undone; plain edits by their inverse."""
    verb = actions_of(kind_model).get(name)
    return verb.undo if verb else INVERSE
