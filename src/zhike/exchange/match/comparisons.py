"""What of two records is compared, and in which steps from the same to different.

Each level carries how often it is expected of two records of one party (m) and of two others (u):
what a table with few duplicates cannot teach. Fields that go together are one comparison, for
independent ones would count one piece of evidence twice (the phone and the street of a restaurant,
the core and the trade of a company).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from zhike.exchange.match.conditions import (
    Begins,
    Both,
    Condition,
    Crossed,
    Edits,
    Either,
    Like,
    Longer,
    NeitherKnown,
    Record,
    Same,
    Similar,
    Swapped,
    Unknown,
)

ALIKE = 0.88
VERY_ALIKE = 0.92
# From so many rows on it counts how frequent a name is.
MANY_ROWS = 50_000
NAMES = frozenset({"person_sound", "core"})


@dataclass(frozen=True)
class Level:
    """One step of a comparison; `is_fixed` keeps what training would learn from too few cases.

    Agreement in a frequent value of `frequency` (London, Zhang) says less than in a rare one.
    """

    label: str
    condition: Condition | None
    m: float
    u: float
    is_fixed: bool = False
    frequency: str = ""


@dataclass(frozen=True)
class Comparison:
    """Some fields of two records, compared in steps; where `unknown` holds it says nothing."""

    name: str
    unknown: Condition
    levels: tuple[Level, ...]
    fields: tuple[str, ...]

    def level(self, left: Record, right: Record) -> Level | None:
        """The first level that holds of two records; None where the comparison says nothing."""
        if self.unknown.holds(left, right):
            return None
        return next(
            level
            for level in self.levels
            if level.condition is None or level.condition.holds(left, right)
        )

    def with_frequencies(self, by_label: Mapping[str, str]) -> Comparison:
        """The same comparison, whose levels heed the frequency of other fields."""
        levels = (replace(level, frequency=by_label[level.label]) for level in self.levels)
        return replace(self, levels=tuple(levels))


def comparisons_for(known: Collection[str], rows: int) -> list[Comparison]:
    """The comparisons for so many records that hold these fields."""
    known = set(known)
    has_place = "core" in known and {"phone", "street"} <= known
    found = [
        *([PERSON] if known & {"given", "surname"} else []),
        *([COMPANY, BRANCH] if "core" in known else []),
        *([FORM] if "form" in known else []),
        *([PLACE] if has_place else []),
    ]
    covered = {"phone", "street", "street_number"} if has_place else set()
    if "town" in known or "province" in known:
        found.append(REGION)
        covered |= {"city", "state"}
    singles = [one for one in SINGLE if one.fields[0] in known and one.fields[0] not in covered]
    comparisons = found + singles
    return comparisons if rows >= MANY_ROWS else list(map(_without_frequencies, comparisons))


def _without_frequencies(comparison: Comparison) -> Comparison:
    """Among few rows a name that stands there twice looks frequent: only cities are frequent."""
    return comparison.with_frequencies(
        {
            level.label: "" if level.frequency in NAMES else level.frequency
            for level in comparison.levels
        }
    )


def _else(m: float, u: float) -> Level:
    return Level("different", None, m, u)


_TRADE_FITS = Either(Unknown("trade"), Begins("trade", "trade"))
_SOUNDS = Either(Same("sound"), Both(Begins("spelling", "sound"), Begins("sound", "sound")))

COMPANY = Comparison(
    "company",
    Unknown("core"),
    (
        Level(
            "same name", Either(Both(Same("core"), Same("trade")), Same("name_key")), 0.5, 0.0002
        ),
        Level(
            "same core, trade fits", Both(Same("core"), _TRADE_FITS), 0.12, 0.0002, frequency="core"
        ),
        # Sisters of a group: what learning calls a match here is a shared site or telephone.
        Level("same core, other trade", Same("core"), 0.0001, 0.0005, is_fixed=True),
        Level("same sound, trade fits", Both(_SOUNDS, _TRADE_FITS), 0.08, 0.0004),
        Level("one holds the other", Like("name_key", "key_like"), 0.05, 0.002),
        Level(
            "a typing error, same trade",
            Both(
                Either(Both(Longer("core", 3), Edits("core_code")), Same("letters")),
                Either(Same("trade"), Both(Unknown("trade"), Similar("core_code", ALIKE))),
            ),
            0.08,
            0.0005,
        ),
        Level("abbreviation", Both(Like("core", "core_like"), _TRADE_FITS), 0.03, 0.002),
        Level("alike", Similar("core_code", ALIKE), 0.05, 0.005),
        _else(0.05, 0.98),
    ),
    ("core", "trade", "sound"),
)

# A part of a company is another party: it may be tied to it, but never merged with it.
BRANCH = Comparison(
    "branch",
    NeitherKnown("branch"),
    (
        Level("same branch", Same("branch"), 0.9, 0.3, is_fixed=True),
        Level("another branch", None, 0.00000001, 0.5, is_fixed=True),
    ),
    ("branch",),
)

FORM = Comparison(
    "form",
    Unknown("form"),
    (Level("same legal form", Same("form"), 0.9, 0.5), _else(0.1, 0.5)),
    ("form",),
)

PERSON = Comparison(
    "person",
    Both(Unknown("given"), Unknown("surname")),
    (
        Level(
            "same name",
            Both(Same("given"), Same("surname")),
            0.55,
            0.0003,
            frequency="person_sound",
        ),
        Level("given name and surname swapped", Swapped("given", "surname"), 0.04, 0.0001),
        Level("same sound", Same("person_sound"), 0.02, 0.0003),
        Level(
            "same surname, given name alike",
            Both(Same("surname"), Either(Similar("given_code", ALIKE), Begins("given", "given"))),
            0.1,
            0.0005,
        ),
        Level(
            "same given name, surname alike",
            Both(Same("given"), Similar("surname_code", ALIKE)),
            0.1,
            0.0005,
        ),
        Level(
            "same surname, given name unknown", Both(Same("surname"), Unknown("given")), 0.03, 0.001
        ),
        Level(
            "same given name, surname unknown", Both(Same("given"), Unknown("surname")), 0.03, 0.002
        ),
        Level(
            "both alike",
            Both(Similar("given_code", ALIKE), Similar("surname_code", ALIKE)),
            0.03,
            0.0005,
        ),
        Level("same surname", Same("surname"), 0.03, 0.005),
        Level("same given name", Same("given"), 0.03, 0.01),
        Level(
            "one alike",
            Either(Similar("given_code", ALIKE), Similar("surname_code", ALIKE)),
            0.02,
            0.02,
        ),
        _else(0.02, 0.96),
    ),
    ("given", "surname"),
)

PLACE = Comparison(
    "place",
    Both(Unknown("phone"), Unknown("street")),
    (
        Level("same phone and number", Both(Same("phone"), Same("street_number")), 0.6, 0.0001),
        Level("same phone", Either(Same("phone"), Crossed("phone", "other_phone")), 0.15, 0.0003),
        Level(
            "same address", Both(Same("street_number"), Similar("street_code", ALIKE)), 0.12, 0.0003
        ),
        Level(
            "same number, or phone nearly",
            Either(Same("street_number"), Edits("phone")),
            0.05,
            0.005,
        ),
        Level("near", Either(Same("phone_start"), Similar("street_code", ALIKE)), 0.05, 0.03),
        _else(0.03, 0.96),
    ),
    ("phone", "street"),
)

REGION = Comparison(
    "region",
    Unknown("province"),
    (
        Level("same city", Same("town"), 0.75, 0.01),
        Level("same province", Both(Same("province"), Unknown("town")), 0.1, 0.03),
        Level("other city of the province", Same("province"), 0.05, 0.05),
        _else(0.1, 0.91),
    ),
    ("province",),
)

SINGLE = (
    Comparison(
        "uscc",
        Unknown("uscc"),
        (
            Level("same code", Same("uscc"), 0.98, 0.00000001, is_fixed=True),
            Level("a typing error", Edits("uscc"), 0.019, 0.00001, is_fixed=True),
            Level("another code", None, 0.001, 0.99998, is_fixed=True),
        ),
        ("uscc",),
    ),
    Comparison(
        "number",
        Unknown("number"),
        (
            Level("same number", Same("number"), 0.85, 0.00001),
            Level("a typing error", Edits("number"), 0.07, 0.0001),
            Level("two typing errors", Edits("number", 2), 0.03, 0.001),
            _else(0.05, 0.99),
        ),
        ("number",),
    ),
    Comparison(
        "phone",
        Unknown("phone"),
        (
            Level(
                "same phone",
                Either(Same("phone"), Crossed("phone", "other_phone"), Same("other_phone")),
                0.75,
                0.0001,
            ),
            Level("a typing error", Edits("phone"), 0.05, 0.0005),
            _else(0.2, 0.999),
        ),
        ("phone",),
    ),
    Comparison(
        "email",
        Unknown("email"),
        (
            Level("same address", Same("email"), 0.7, 0.0001),
            Level("same user", Same("email_user"), 0.08, 0.0005),
            Level(
                "alike",
                Both(
                    # olga.jansen816 and olga.jansen684 are two people of one name.
                    Same("email_digits"),
                    Either(
                        Edits("email_code", 2),
                        Both(Similar("email_code", VERY_ALIKE), Similar("email_user_code", ALIKE)),
                    ),
                ),
                0.1,
                0.0005,
            ),
            _else(0.12, 0.998),
        ),
        ("email",),
    ),
    Comparison(
        "web",
        Unknown("web"),
        (
            # A site spells the brand, which sisters of a group share: it adds little to the name.
            Level("same site and brand", Both(Same("web"), _SOUNDS), 0.85, 0.05, is_fixed=True),
            Level("same site", Same("web"), 0.05, 0.0005),
            _else(0.1, 0.95),
        ),
        ("web",),
    ),
    Comparison(
        "birthday",
        Unknown("birthday"),
        (
            Level("same day", Same("birthday"), 0.8, 0.0005),
            Level("a typing error", Edits("birthday"), 0.1, 0.002),
            Level(
                "two parts the same",
                Either(Same("birth_month"), Same("birth_day"), Edits("birthday", 2)),
                0.05,
                0.02,
            ),
            _else(0.05, 0.97),
        ),
        ("birthday",),
    ),
    Comparison(
        "street",
        Unknown("street"),
        (
            Level("same street", Same("street"), 0.75, 0.002),
            Level("alike", Similar("street_code", ALIKE), 0.15, 0.005),
            _else(0.1, 0.99),
        ),
        ("street",),
    ),
    Comparison(
        "street_number",
        Unknown("street_number"),
        (Level("same number", Same("street_number"), 0.85, 0.01), _else(0.15, 0.99)),
        ("street_number",),
    ),
    Comparison(
        "address_2",
        Unknown("address_2"),
        (
            Level("same", Same("address_2"), 0.7, 0.005),
            Level("alike", Similar("address_2_code", ALIKE), 0.1, 0.005),
            _else(0.2, 0.99),
        ),
        ("address_2",),
    ),
    Comparison(
        "city",
        Unknown("city"),
        (
            Level("same city", Same("city"), 0.8, 0.02, frequency="city"),
            Level("alike", Similar("city_code", ALIKE), 0.1, 0.01),
            _else(0.1, 0.97),
        ),
        ("city",),
    ),
    Comparison(
        "state",
        Unknown("state"),
        (Level("same", Same("state"), 0.9, 0.2), _else(0.1, 0.8)),
        ("state",),
    ),
    Comparison(
        "postcode",
        Unknown("postcode"),
        (
            Level("same code", Same("postcode"), 0.85, 0.01),
            Level("a typing error", Edits("postcode"), 0.08, 0.02),
            _else(0.07, 0.97),
        ),
        ("postcode",),
    ),
)

ALL = {one.name: one for one in (COMPANY, BRANCH, FORM, PERSON, PLACE, REGION, *SINGLE)}
