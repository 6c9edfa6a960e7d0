"""Where an administrator says what is given on credit."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.administration.places import Place, register_settings
from zhike.sales.models import CreditGrade, CreditPolicy, TierPolicy

register_settings(
    Place(_("Credit grades"), _("what customers of each grade may owe, for how long"),
          "/credit-grades/", "lock", CreditGrade)
)  # fmt: skip
register_settings(
    Place(_("Credit policy"), _("how scores come about, and who is asked beyond a limit"),
          "/credit-policies/", "settings", CreditPolicy)
)  # fmt: skip
register_settings(
    Place(_("Tier policies"), _("which customers are platinum or gold, and what they get for it"),
          "/tier-policies/", "star", TierPolicy)
)  # fmt: skip
