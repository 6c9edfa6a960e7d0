"""What sales adds to the pages of administration."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.administration.places import Place, register_settings
from zhike.sales.models import Pipeline

register_settings(
    Place(_("Pipelines and stages"), _("how deals go on, with chances and limits of days"),
          "/pipelines/", "board", Pipeline),
    "/stages/",
)  # fmt: skip
