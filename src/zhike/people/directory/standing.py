"""What a new installation has: a quota for all, so that a directory can be used from the start."""

from __future__ import annotations

from zhike.access.rights import Access
from zhike.people.models import ExtractionQuota

USUAL = 100


def ensure_extraction_quota(access: Access) -> None:
    """A hundred companies a day for each person; nothing where somebody has set any."""
    if not ExtractionQuota.objects.exists():
        with access.change_set("create"):
            ExtractionQuota(daily=USUAL).save()
