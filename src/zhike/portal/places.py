"""Where people from outside find what."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.web.outsiders import register_outside

register_outside(30, _("Commission"), "/portal/commission/", "money")
register_outside(20, _("Leads for you"), "/portal/leads/", "lead")
register_outside(10, _("Customers"), "/portal/", "party")
