"""Why two records are suspected: each comparison in words and in bits, as a waterfall.

Bits add up: from what is known before anything is compared to the sum, of which the probability
follows. Twice as likely is one bit more; 0 bits are 50 %.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhike.access.rights import Access
from zhike.exchange.match.scoring import Reason
from zhike.people.duplicates.reasons import LEAST_BITS, SAID
from zhike.people.models import ContactPoint, DuplicatePair, Party
from zhike.people.models.duplicates import Suspected
from zhike.records.resource import resource_for

THINNEST = 0.8
WIDTH = 100
# Of each comparison: what it is about, and the field that the reader must be allowed to see.
ABOUT: dict[str, tuple[str | Promise, str]] = {
    "company": (gettext_lazy("name"), "name"),
    "person": (gettext_lazy("name"), "name"),
    "form": (gettext_lazy("legal form"), "name"),
    "branch": (gettext_lazy("branch"), "name"),
    "place": (gettext_lazy("telephone and address"), ""),
    "region": (gettext_lazy("region"), "region"),
    "uscc": (gettext_lazy("unified social credit code"), "uscc"),
    "phone": (gettext_lazy("telephone"), ""),
    "email": (gettext_lazy("email"), ""),
    "street": (gettext_lazy("address"), ""),
    "street_number": (gettext_lazy("address"), ""),
    "web": (gettext_lazy("website"), "website"),
    "birthday": (gettext_lazy("birthday"), "birthday"),
}
OTHERWISE: dict[str, str | Promise] = {
    "different": gettext_lazy("different"),
    "another branch": gettext_lazy("another branch"),
    "same branch": gettext_lazy("same branch"),
    "another code": gettext_lazy("another credit code"),
    "other city of the province": gettext_lazy("another city of the province"),
    "same phone and number": gettext_lazy("same telephone and house number"),
    "same phone": gettext_lazy("same telephone"),
    "same address": gettext_lazy("same address"),
    "same street": gettext_lazy("same address"),
    "same number": gettext_lazy("same house number"),
    "near": gettext_lazy("near each other"),
}


@dataclass(frozen=True)
class Step:
    """A row of the waterfall: what it says, its bits, and where its bar stands (0 to 100)."""

    about: str
    words: str
    bits: float
    x: float
    width: float
    tone: str

    @property
    def signed(self) -> str:
        """The bits with their sign."""
        return f"{self.bits:+.1f}".replace("-", "−")


def waterfall(pair: Suspected, access: Access) -> dict[str, Any]:
    """The parameters of the component `waterfall`."""
    bits = [pair.start, *(float(bits) for *_names, bits in pair.reasons)]
    ends = [sum(bits[: n + 1]) for n in range(len(bits))]
    low, high = min(0.0, *ends), max(0.0, *ends)
    span = high - low or 1.0

    def place(one: float, other: float) -> tuple[float, float]:
        left = (min(one, other) - low) / span * WIDTH
        return round(left, 2), round(max(abs(one - other) / span * WIDTH, THINNEST), 2)

    steps = [Step(_("before comparing"), "", pair.start, *place(0, pair.start), "")]
    for (comparison, level, value), end in zip(pair.reasons, ends[1:], strict=True):
        about, words = said(Reason(comparison, level, value), access)
        tone = "for" if value > 0 else "against"
        steps.append(Step(about, words, value, *place(end - value, end), tone))
    total = Step(_("together"), "", ends[-1], *place(0, ends[-1]), "total")
    return {"steps": [*steps, total], "zero": round(-low / span * WIDTH, 2)}


def said(reason: Reason, access: Access) -> tuple[str, str]:
    """What a comparison is about and what it found; nothing of what the reader may not see."""
    about, field = ABOUT.get(reason.comparison, (reason.comparison, "name"))
    if not _may_see(access, field):
        return _("something that you may not see"), ""
    words = (SAID.get((reason.comparison, reason.level)) or OTHERWISE.get(reason.level)
             or _("alike"))  # fmt: skip
    return str(about), str(words)


def _may_see(access: Access, field: str) -> bool:
    specs: Mapping[str, Any] = resource_for(Party if field else ContactPoint).specs(access)
    return (field or "value") in specs


def chance(pair: Suspected, likely_from: float) -> dict[str, str]:
    """How likely they are one, or how they belong together, as a badge."""
    if isinstance(pair, DuplicatePair) and pair.kinship:
        return {"text": str(pair.get_kinship_display()), "tone": "indigo"}
    percent = min(99, int(pair.probability * 100))
    likely = pair.probability >= likely_from
    label = _("likely") if likely else _("perhaps")
    return {"text": f"{percent}% {label}", "tone": "seal" if likely else "ochre"}


def in_words(pair: Suspected, access: Access) -> list[str]:
    """What speaks for it, the weightiest first."""
    telling = sorted(
        (Reason(*kept) for kept in pair.reasons if kept[2] >= LEAST_BITS), key=lambda r: -r.bits
    )
    words = (said(reason, access)[1] for reason in telling)
    return list(dict.fromkeys(word for word in words if word))
