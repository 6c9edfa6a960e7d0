"""The first week with customers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.people.models import Party
from zhike.web.first_week import register_step

register_step(
    10, _("enter a customer"),
    _("Everything else hangs on it: deals, visits, files, promises."),
    "/parties/new/", ("party", "create"),
    allowed=lambda access: access.can(Party, "create") and not access.everything,
)  # fmt: skip
