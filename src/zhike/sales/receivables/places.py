"""Settings of receivables."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.administration.places import Place, register_settings
from zhike.sales.models import DunningStep, PaymentTerms

register_settings(
    Place(_("Payment terms"), _("in which instalments contracts are paid"), "/payment-terms/",
          "calendar", PaymentTerms)
)  # fmt: skip
register_settings(
    Place(_("Dunning"), _("what happens 1, 15, 30 days after an instalment was due"),
          "/dunning-steps/", "alert", DunningStep)
)  # fmt: skip
