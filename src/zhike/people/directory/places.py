"""Where administrators find the directory's lists and quotas."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.administration.places import Place, register_settings
from zhike.people.models import DirectoryBatch, ExtractionQuota

register_settings(
    Place(_("Company directory"), _("lists of companies: loaded, brought up to date, taken back"),
          "/directory-batches/", "upload", DirectoryBatch),
)  # fmt: skip
register_settings(
    Place(_("Extraction quotas"), _("how many companies a day each person may take out"),
          "/extraction-quotas/", "lock", ExtractionQuota),
)  # fmt: skip
