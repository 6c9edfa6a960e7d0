"""The first week: bring along what one has in a spreadsheet."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.exchange.places import may_import
from zhike.web.first_week import register_step

register_step(
    15, _("import a spreadsheet"),
    _("A trial shows what would happen; the whole import can be taken back by one Undo."),
    "/import/", ("", "import"), allowed=may_import,
)  # fmt: skip
