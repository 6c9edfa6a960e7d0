"""How near two places are, as far as their regions and addresses tell: nobody measures a map."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from zhike.base.text import fold

MUNICIPALITIES = ("11", "12", "31", "50")
"""Cities that are provinces: all of their districts are one city."""
_ALONE = "90"
"""In the third and fourth digit: counties that belong to no city."""
_REGIONS = re.compile(
    r"(?:[^\d路街巷道]{1,9}?(?:省|自治区|市|自治州|区|县|旗|镇|乡)|[^\d]{1,8}?街道)*"
)
_STREET = re.compile(r"[^\d\s,、]{1,8}?(?:大道|大街|公路|路|街|巷|胡同)")
_POSTCODE = re.compile(r"(?<!\d)[0-8]\d{5}(?!\d)")


class Nearness(IntEnum):
    """From near to far."""

    STREET = 0
    POSTCODE = 1
    DISTRICT = 2
    CITY = 3


@dataclass(frozen=True)
class Spot:
    """Where somebody is: a region's six digits; street and postcode where an address says so."""

    region: str
    street: str = ""
    postcode: str = ""

    @classmethod
    def of(cls, region: str, address: str = "") -> Spot:
        """What a region's code and an address say."""
        return cls(region.ljust(6, "0"), street_of(address), postcode_of(address))

    @property
    def district(self) -> str:
        """The district or county; "" where only a city is known."""
        return "" if self.region.endswith("00") else self.region

    @property
    def city(self) -> str:
        """The digits that all regions of its city share; "" where only a province is known."""
        if self.region[:2] in MUNICIPALITIES:
            return self.region[:2]
        if self.region[2:4] == _ALONE:
            return self.district
        return "" if self.region[2:4] == "00" else self.region[:4]


def street_of(address: str) -> str:
    """The road or street of an address behind its regions; "" where it names none."""
    text = re.sub(r"\s", "", address)
    found = _STREET.match(text, _end_of_regions(text))
    return found[0] if found else ""


def _end_of_regions(text: str) -> int:
    known = _REGIONS.match(text)
    return known.end() if known else 0


def postcode_of(address: str) -> str:
    """The six digits of a postcode; "" where there are none."""
    found = _POSTCODE.search(fold(address))
    return found[0] if found else ""


def nearness(one: Spot, other: Spot) -> Nearness | None:
    """How near they are; None where they are in different cities, or where that is not known."""
    if not one.city or one.city != other.city:
        return None
    is_elsewhere = bool(one.district and other.district and one.district != other.district)
    if one.street and one.street == other.street and not is_elsewhere:
        return Nearness.STREET
    if one.postcode and one.postcode == other.postcode:
        return Nearness.POSTCODE
    if one.district and one.district == other.district:
        return Nearness.DISTRICT
    return Nearness.CITY
