"""Commons: records that lie in pools, owned by nobody and within reach of a pool's people.

The package that knows pools says here how somebody stands to them; `Access` makes rows and fields
of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from zhike.access.models.user import User

OF_MEMBERS = frozenset({"read", "claim"})
OF_ADMINISTRATORS = OF_MEMBERS | {"assign", "put_in", "export"}


@dataclass(frozen=True)
class Commons:
    """One user's pools for one kind of record, and what is veiled in them.

    `veils` says of a field (or a kind of part) in which pools it is seen less, and how: a Level.
    """

    member_of: tuple[UUID, ...] = ()
    administers: tuple[UUID, ...] = ()
    veils: Mapping[str, Mapping[UUID, str]] = field(default_factory=dict)

    def reached_by(self, verb: str) -> tuple[UUID, ...]:
        """The pools in which the verb may be used on what lies there."""
        members = self.member_of if verb in OF_MEMBERS else ()
        return members + (self.administers if verb in OF_ADMINISTRATORS else ())


Find = Callable[[User], dict[str, Commons]]
_finders: list[Find] = []


def register_commons(find: Find) -> None:
    """Let rights know of pools; called when apps are ready."""
    _finders.append(find)


def commons_of(user: User) -> dict[str, Commons]:
    """How a user stands to pools, by the kind of what lies in them."""
    return {kind: commons for find in _finders for kind, commons in find(user).items()}
