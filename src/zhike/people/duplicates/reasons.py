"""Why two records may be one, in the reader's words: what of a verdict speaks for it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhike.exchange.match.scoring import Reason

LEAST_BITS = 1.0
SAID: dict[tuple[str, str], str | Promise] = {
    ("company", "same name"): _("same name"),
    ("company", "same core, trade fits"): _("same core of the name"),
    ("company", "same core, other trade"): _("same core of the name, other trade"),
    ("company", "same sound, trade fits"): _("sounds the same"),
    ("company", "one holds the other"): _("one name holds the other"),
    ("company", "a typing error, same trade"): _("a typing error apart"),
    ("company", "abbreviation"): _("an abbreviation"),
    ("company", "alike"): _("name alike"),
    ("form", "same legal form"): _("same legal form"),
    ("initials", "same initials"): _("same initials"),
    ("person", "same name"): _("same name"),
    ("person", "given name and surname swapped"): _("given name and surname swapped"),
    ("person", "same sound"): _("sounds the same"),
    ("region", "same city"): _("same city"),
    ("region", "same province"): _("same province"),
    ("uscc", "same code"): _("same credit code"),
    ("uscc", "a typing error"): _("credit code but for a typing error"),
    ("phone", "same phone"): _("same telephone"),
    ("phone", "a typing error"): _("telephone but for a typing error"),
    ("email", "same address"): _("same email address"),
    ("email", "same user"): _("same name in the email address"),
    ("email", "alike"): _("email address alike"),
    ("web", "same site and brand"): _("same website"),
    ("web", "same site"): _("same website"),
    ("birthday", "same day"): _("same birthday"),
    ("birthday", "a typing error"): _("birthday but for a typing error"),
}
_ALIKE: dict[str, str | Promise] = {"person": _("name alike"), "place": _("same place")}


def said(reasons: Iterable[Reason]) -> list[str]:
    """What speaks for it, the weightiest first."""
    telling = sorted((r for r in reasons if r.bits >= LEAST_BITS), key=lambda r: -r.bits)
    words = (SAID.get((r.comparison, r.level)) or _ALIKE.get(r.comparison) for r in telling)
    return list(dict.fromkeys(str(word) for word in words if word))
