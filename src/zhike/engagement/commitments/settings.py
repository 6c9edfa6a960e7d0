"""Where an administrator says what can be promised."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.administration.places import Place, register_settings
from zhike.engagement.models import Capacity

register_settings(
    Place(_("Capacity for promises"), _("what can be promised in which region, and what not"),
          "/capacities/", "service", Capacity)
)  # fmt: skip
