"""The watermark: a large export says who took what from where, and an import passes over it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.records.models import Company

# No name begins so; and nobody has to know the language of the line to recognise it.
MARK = "※ Zhike 知客 · "


def line(count: int, access: Access) -> str:
    """The line below an export of so many records; "" where the company wants none."""
    company = Company.here()
    if company.watermark_from is None or count < company.watermark_from:
        return ""
    who = f"{access.user.name} ({access.user.login})" if access.user else _("the system")
    when = timezone.localtime().isoformat(" ", "minutes")
    said = _("%(company)s: exported by %(who)s, %(when)s, %(count)s records")
    return MARK + said % {"company": company.name, "who": who, "when": when, "count": count}


def is_watermark(cells: Sequence[str]) -> bool:
    """Whether a row of a file is such a line and nothing else."""
    return bool(cells) and cells[0].lstrip("'").startswith(MARK) and not any(cells[1:])
