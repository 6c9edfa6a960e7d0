"""Where an administrator says how long partners' customers are protected."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.administration.places import Place, register_settings
from zhike.sales.models import PartnerPolicy

register_settings(
    Place(_("Policy for partners"), _("how long a registered customer is protected"),
          "/partner-policies/", "lock", PartnerPolicy)
)  # fmt: skip
