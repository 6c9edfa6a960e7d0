"""What stands on a card as the values of a lead, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhike.base.errors import BadValue
from zhike.base.regions import beginnings, region_code
from zhike.base.text import fold
from zhike.people.models import Lead
from zhike.records.errors import say
from zhike.records.resource import resource_for

OF_CARD = {
    "name": "name", "title": "title", "company": "company_name", "mobile": "mobile",
    "tel": "phone", "email": "email", "address": "address", "website": "website",
}  # fmt: skip
"""What a card says by the field of a lead that takes it; the rest stays with the picture."""
SHOWN = tuple(OF_CARD.values())
FIELDS = frozenset({*SHOWN, "region", "country", "industry", "wechat", "need", "uscc", "note"})


def raw_lead(said: Mapping[str, str]) -> dict[str, str]:
    """The values as a form of a lead would send them."""
    raw = {name: text.strip() for name, text in said.items() if name in FIELDS and text.strip()}
    if not raw.get("name") and raw.get("company_name"):
        raw["name"] = raw["company_name"]
    if region := region_of(raw.get("region", "")) or region_of(raw.get("address", "")):
        raw["region"] = region
    return raw


def region_of(address: str) -> str:
    """The region with which an address begins, the smallest that its text names; "" for none."""
    text = address.strip().removeprefix("中国")[:40]
    folded = fold(text)
    for length in beginnings(folded, min(len(folded), 20)):
        if code := region_code(folded[:length]):
            return code
    return ""


def trouble_of(said: Mapping[str, str]) -> str:
    """Why no lead can be made of it, naming the field; "" where one can."""
    raw = raw_lead(said)
    if not raw.get("name"):
        return _("Neither a name nor a company stands here.")
    wrong = errors_of(raw)
    return " ".join(
        f"{capfirst(str(resource_for(Lead).coded[name].label))}: {text}"
        for name, text in wrong.items()
    )


def errors_of(raw: Mapping[str, str]) -> dict[str, str]:
    """What the fields and rules of a lead say against values, by field."""
    specs, found = resource_for(Lead).coded, dict[str, str]()
    lead = Lead()
    for name, text in raw.items():
        try:
            value: Any = specs[name].parse(text)
        except BadValue as error:
            found[name] = say(error)
        else:
            setattr(lead, name, value)
    for name, problem in lead.problems():
        found.setdefault(name, say(problem))
    return found
