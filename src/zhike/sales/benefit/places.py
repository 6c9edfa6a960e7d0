"""Where administrators find the models of benefit reports."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.administration.places import Place, register_settings
from zhike.sales.models import BenefitModel

register_settings(
    Place(_("Benefit models"), _("what a purchase brings the buyer: inputs, formulas, cash flow"),
          "/benefit-models/", "chart", BenefitModel),
    "/benefit-inputs/", "/benefit-formulas/",
)  # fmt: skip
