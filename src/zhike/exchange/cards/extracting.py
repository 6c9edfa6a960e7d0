"""The fields of a card from its lines: plain Python, without the eye."""

from __future__ import annotations

from dataclasses import replace

from zhike.exchange.cards import naming
from zhike.exchange.cards.lines import Line
from zhike.exchange.cards.sorting import HAN, Found, Sorted, sort_out

FIELDS = (
    "name", "title", "company", "mobile", "tel", "email", "address", "postcode", "fax", "website",
    "name_en", "company_en", "extension", "wechat", "qq", "uscc",
)  # fmt: skip
_CHANNELS = (
    "mobile",
    "tel",
    "email",
    "postcode",
    "fax",
    "website",
    "extension",
    "wechat",
    "qq",
    "uscc",
)


def extract(lines: list[Line]) -> dict[str, Found]:
    """What the lines say, field by field; what they do not say is missing."""
    card = sort_out(lines)
    found: dict[str, Found | None] = {}
    found["company"] = naming.company_of(card)
    found["company_en"] = naming.latin_company_of(card)
    found["name"] = person = naming.person_of(card)
    found["title"] = naming.title_of(card, person)
    found["name_en"] = naming.latin_name_of(card, person)
    for name in ("name", "company"):
        if not found[name]:
            found[name], found[f"{name}_en"] = found[f"{name}_en"], None
    found["address"] = _address(card)
    found.update({kind: card.first(kind) for kind in _CHANNELS})
    found["tel"] = found["tel"] or _second_mobile(card)
    return {name: found[name] for name in FIELDS if found.get(name)}  # type: ignore[misc]


def _second_mobile(card: Sorted) -> Found | None:
    """A further mobile number, as the telephone of a card that names no landline."""
    first = card.first("mobile")
    others = [one for one in card.found.get("mobile", ()) if first and one.value != first.value]
    return replace(others[0], doubts=(*others[0].doubts, "second")) if others else None


def _address(card: Sorted) -> Found | None:
    found = card.found.get("address", [])
    chinese = [one for one in found if HAN.search(one.value)]
    best = next((one for one in chinese if one.is_labelled), None) or next(iter(chinese), None)
    return best or next(iter(found), None)
