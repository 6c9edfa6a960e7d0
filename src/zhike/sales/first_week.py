"""The first week with deals."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.access.rights import Access
from zhike.sales.models import Opportunity
from zhike.web.first_week import register_step


def _sells(access: Access) -> bool:
    return access.can(Opportunity, "create") and not access.everything


register_step(
    40, _("open an opportunity"),
    _("Its amount and close date are what the forecast is made of."),
    "/opportunities/new/", ("opportunity", "create"), allowed=_sells,
)  # fmt: skip
register_step(
    50, _("move a deal to its next stage"),
    _("The board shows at a glance where everything stands and what has stood too long."),
    "/opportunities/board/", ("opportunity", "move"), allowed=_sells,
)  # fmt: skip
register_step(
    60, _("close a deal as won or lost"),
    _("A reason for losing is worth as much as a win: the next offer learns from it."),
    "/opportunities/board/", ("opportunity", "win"), ("opportunity", "lose"), allowed=_sells,
)  # fmt: skip
