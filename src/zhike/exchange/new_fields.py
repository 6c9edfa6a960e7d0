"""Custom fields that an import makes for columns which fit no field."""

from __future__ import annotations

import re

from zhike.access.rights import Access, Denied, access_of, system_access
from zhike.base.ids import uuid7
from zhike.base.pinyin import readings
from zhike.exchange.mapping import Column
from zhike.exchange.orders import Order
from zhike.exchange.own_rules import default_diff
from zhike.ledger.bulk import LargeSet
from zhike.ledger.writes import CREATE, Write
from zhike.records.models import CustomField
from zhike.records.resource import Resource

_NO_KEY = re.compile(r"[^a-z0-9]+")


def may_make_fields(resource: Resource, access: Access) -> bool:
    """Whether this user may add fields to this record type."""
    return resource.takes_custom and access.can(CustomField, "create")


def new_key(heading: str) -> str:
    """The name by which programs know a new field: the heading in Latin letters."""
    key = _NO_KEY.sub("_", readings(heading[:60]).full.lower()).strip("_")[:36]
    return "c_" + (key if key[:1].isalpha() else f"f_{key}".strip("_"))


def make_fields(order: Order, large: LargeSet) -> Access:
    """Make the custom fields that the mapping asks for and that are not there yet.

    Returns the rights with which they are seen. Raises Denied.
    """
    model = order.resource.model
    wanted = {c.to[2:]: c for c in order.mapping.columns if c.new}
    known = CustomField.objects.filter(resource=model.record_type, key__in=wanted)
    for key in known.values_list("key", flat=True):
        del wanted[key]
    if not wanted:
        return order.access
    if not order.access.can(CustomField, "create"):
        raise Denied(CustomField.record_type, "create")
    kind = model.record_type
    large.write(lambda: [_write(order.access, kind, key, c) for key, c in wanted.items()], 0)
    user, door = order.access.user, order.access.door
    if order.access.everything or user is None:
        access = system_access(door, user)
    else:
        access = access_of(user, door)
    access.source = order.access.source
    return access


def _write(access: Access, kind: str, key: str, column: Column) -> Write:
    values = {
        "resource": kind,
        "key": key,
        "label": column.new.get("label") or key,
        "label_en": column.new.get("label_en", ""),
        "kind": column.new.get("kind", "text"),
    }
    fields = {name: (None, value) for name, value in values.items() if value}
    return Write(
        CustomField.record_type, uuid7(), CREATE, "create",
        default_diff(CustomField, access) | fields,
    )  # fmt: skip
