"""Several columns of a file that make one field: a name, an address, a region.

A heading may mean a piece (`name.given`, `address.city`, `region.province`); the pieces of a file
are joined in the order in which people write them. There is one address for each that the headings
tell apart (billing, shipping), and the first one's country is the customer's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhike.base.regions import region_code
from zhike.exchange.mapping import NAME, Column
from zhike.exchange.relations import squeezed

PIECES = {
    "name.given": "first name|given name|forename|名|名字 (名)",
    "name.middle": "middle name|additional name",
    "name.family": "last name|family name|surname|姓|姓氏",
    "address.street": "street|street 1|street address|address line 1|address 1|address1|line 1|街道"
    "|街道地址",
    "address.street2": "street 2|street address 2|address line 2|address 2|address2|street 3"
    "|门牌号",
    "address.city": "city|town|locality",
    "address.state": "state|province|county|state region|state province|region|stateidname"
    "|statecode",
    "address.zip": "zip|zip code|postal code|postcode|zip postal code|邮编|邮政编码|邮递区号",
    "address.country": "country|country region|国家地区",
    "region.province": "省|省份|所在省|所在省份|省市区 省|省 直辖市|省级",
    "region.city": "市|城市|所在城市|所在市|地级市|地市",
    "region.district": "区|区县|县区|所在区县|市区|区 县|县",
}
PERSONS = ("name.given", "name.family")
ORDER = {
    "name": ("given", "middle", "family"),
    "address": ("street", "street2", "city", "state", "zip", "country"),
    "region": ("province", "city", "district"),
}
_WORDS = {
    squeezed(word): to for to, words in PIECES.items() if to.startswith("address.")
    for word in words.split("|")
}  # fmt: skip
_ADDRESS = re.compile(
    r"^(.*?)(?:address)?(" + "|".join(sorted(_WORDS, key=len, reverse=True)) + ")$"
)


def piece_of(heading: str) -> tuple[str, str]:
    """A piece of an address and which address it is of: `Billing City`; ("", "") for no piece."""
    found = _ADDRESS.match(squeezed(heading))
    if found is None or found[2] not in _WORDS:
        return "", ""
    which = found[1].replace("address", "")
    return (_WORDS[found[2]], which) if which.strip("0123456789") in WHICH else ("", "")


WHICH = (
    "", "billing", "shipping", "mailing", "other", "primary", "home", "work", "business", "private",
    "company", "invoice", "delivery", "office", "contact", "visiting", "postal",
    "default", "billto", "shipto", "registered", "legal", "headquarters", "main",
)  # fmt: skip


def joined(
    meant: Sequence[str], headings: Sequence[str], texts: Sequence[Sequence[str]]
) -> list[Column]:
    """The columns that the pieces among `meant` (a target for each heading) make together."""
    groups: dict[tuple[str, str], dict[str, list[int]]] = {}
    for place, to in enumerate(meant):
        whole, _, piece = to.partition(".")
        if whole in ORDER and piece in ORDER[whole]:
            which = piece_of(headings[place])[1] if whole == "address" else ""
            groups.setdefault((whole, which), {}).setdefault(piece, []).append(place)
    columns: list[Column] = []
    main = next((key for key in groups if key[0] == "address"), None)
    for key, pieces in groups.items():
        columns += _columns(key[0], pieces, headings, texts, is_main=key == main)
    return columns


def _columns(
    whole: str, pieces: dict[str, list[int]], headings: Sequence[str],
    texts: Sequence[Sequence[str]], *, is_main: bool,
) -> list[Column]:  # fmt: skip
    columns = []
    if whole == "address" and is_main and "country" in pieces:
        country = pieces.pop("country")
        columns.append(Column("country", (headings[country[0]],)))
        pieces |= {"country": country[1:]} if country[1:] else {}
    places = [place for piece in ORDER[whole] for place in pieces.get(piece, ())]
    if not places:
        return columns
    source = tuple(headings[place] for place in places)
    if whole == "name":
        return [*columns, Column("name", source, join=NAME if len(source) > 1 else " ")]
    of_region = [place for place in places if place not in pieces.get("zip", ())]
    if whole == "region" or ("street" not in pieces and of_region and _is_region(of_region, texts)):
        order = places if whole == "region" else _largest_first(pieces)
        named = tuple(headings[place] for place in order)
        left = [p for p in places if p not in order]
        columns.append(Column("region", named, join="" if len(named) > 1 else " "))
        return columns + [Column("contact_points.address", (headings[p],)) for p in left]
    return [*columns, Column("contact_points.address", source, join=", " if source[1:] else " ")]


def _largest_first(pieces: dict[str, list[int]]) -> list[int]:
    return [place for piece in ("state", "city") for place in pieces.get(piece, ())]


def _is_region(places: Sequence[int], texts: Sequence[Sequence[str]]) -> bool:
    """Whether the cells name regions of China, or nothing tells."""
    said = [text for place in places for text in texts[place][:20]]
    return not said or sum(region_code(text) is not None for text in said) * 2 >= len(said)
