"""What the tests know of one record type: its values, how it comes about, who may do what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.cast import Cast

Rights = Mapping[str, Mapping[str, str | None]]
LIKE = ("work", "plan", "reference", "administration", "catalog", "")


@dataclass(frozen=True)
class Kind:
    """One record type; what is left out is what the most have.

    A record of each type is made without an entry: with an owner for each place of the cast, as a
    part with its record, and otherwise one from the values that it needs (`values`).
    """

    name: str
    """Its `record_type`."""
    like: str = ""
    """Whose rights it has, as oracle.py says them: `work` as a customer (sales write, all roles
    read), `plan`, `reference` (all read, administrators write), `administration`, `catalog`."""
    part_of: str = ""
    """The record type whose part it is, and whose rights it has."""
    is_scoped: bool = False
    """Read by whoever sees all of the records that the model's `scoped_by` names."""
    is_seen_with: bool = False
    """Read by whoever sees one of the records that the model's `seen_with` names, too."""
    rights: Rights = field(default_factory=dict)
    """Besides: role, verb, how far (None: not at all), as `{"service": {"create": OWN}}`."""
    hidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The fields that a role does not see."""
    masked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The fields of which a role sees the end."""
    values: Mapping[str, Callable[[int], Any]] = field(default_factory=dict)
    """The n-th raw value of a field whose rules ask for more than its kind."""
    make: Callable[[Cast], object] | None = None
    """Makes the one record of a type without owners, where no form does."""

    def __post_init__(self) -> None:
        """A word that nothing answers to would pass for no right at all."""
        assert self.like in LIKE, self.like
