"""What the holder of a link may see and do: an Access like any other, as narrow as can be."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext, override

from zhike.access.models.role import Level
from zhike.access.rights import Access
from zhike.ledger.current import OpenSet, change_set
from zhike.ledger.models import Record


@dataclass(frozen=True)
class Holder:
    """Who writes by a link: known by the link, signed with the name to whom it was given."""

    pk: UUID
    recipient: str

    def __str__(self) -> str:
        # It is kept in the history: in the company's language, whatever its reader's is.
        with override(settings.LANGUAGE_CODE):
            return gettext("link of %(name)s") % {"name": self.recipient}


@dataclass
class LinkAccess(Access):
    """Access by a link: the records shared with it and no others; a field not named is hidden."""

    holder: Holder | None = None
    among: Mapping[type[Record], Mapping[str, Any]] = field(default_factory=dict)

    def condition(self, model: type[Record], verb: str = "read", prefix: str = "") -> Q:
        """The usual one, and what the page says of these rows."""
        only = self.among.get(model, {})
        return super().condition(model, verb, prefix) & Q(
            **{prefix + name: value for name, value in only.items()}
        )

    def level(self, kind: str, name: str) -> str:
        """Hidden, unless the page names it."""
        return self.levels.get((kind, name), Level.HIDDEN)

    def change_set(self, action: str = "edit", reason: str = "") -> AbstractContextManager[OpenSet]:
        """Open a change set in the name of the link's holder."""
        return change_set(by=self.holder, door=self.door, action=action, reason=reason)
