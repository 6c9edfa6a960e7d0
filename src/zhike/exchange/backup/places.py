"""Where backups stand in the house: settings and jobs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.administration.places import Place, register_settings
from zhike.exchange.backup import nightly
from zhike.records.models import Company
from zhike.web.jobs import name_job

register_settings(
    Place(_("Backups"), _("the last good one, and whether it can be restored"),
          "/settings/backups/", "download", Company,
          everything=True)
)  # fmt: skip
name_job(nightly.MAKE, _("backup"))
name_job(nightly.PROVE, _("restoring on trial"))
