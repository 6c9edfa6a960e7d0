"""Which fields count: the administrator's choice, or the usual ones."""

from __future__ import annotations

import zlib
from typing import Any

from zhike.access.rights import Access
from zhike.ledger.models.record import ledger_fields
from zhike.people.models import KeyFields, Party
from zhike.records.resource import resource_for

KeysByKind = dict[str, tuple[str, ...]]
CUSTOM = "custom."


def key_fields() -> KeysByKind:
    """The key fields by the kind of party; one short query."""
    chosen = {known.kind: tuple(known.names) for known in KeyFields.objects.all()}
    usual = resource_for(Party).key_fields
    return {kind: chosen.get(kind, usual[kind]) for kind in Party.Kind.values}


_known: dict[str, Any] = {"number": None, "keys": {}}


def known_key_fields(access: Access) -> KeysByKind:
    """The same for who reads: kept in this process until rights or definitions change."""
    if _known["number"] != access.number or access.number == -1:
        _known.update(number=access.number, keys=key_fields())
    return _known["keys"]  # type: ignore[no-any-return]


def mark(keys: KeysByKind) -> int:
    """A number by which one choice of key fields is told from another."""
    return zlib.crc32(repr(sorted(keys.items())).encode())


def own_columns(keys: KeysByKind) -> dict[str, str]:
    """Those key fields that are columns of the party, with the name of the column."""
    columns = {field.name: field.attname for field in ledger_fields(Party)}
    named = {name for names in keys.values() for name in names}
    return {name: columns[name] for name in sorted(named & columns.keys())}
