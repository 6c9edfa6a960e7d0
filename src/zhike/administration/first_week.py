"""The first week of an administrator."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.access.granted import ADMINISTER
from zhike.access.models import User
from zhike.access.rights import Access
from zhike.web.first_week import register_step


def _administers(access: Access) -> bool:
    return access.can(User, ADMINISTER)


register_step(
    1, _("say what your company is called"),
    _("Its name, currency and time zone stand on every page and in every sum."),
    "/settings/company/", ("company", "create"), ("company", "update"), allowed=_administers,
)  # fmt: skip
register_step(
    2, _("make a team"),
    _("Who sees what follows from teams: regions, offices, departments."),
    "/teams/new/", ("team", "create"), allowed=_administers,
)  # fmt: skip
register_step(
    3, _("let a colleague in"),
    _("With a role and a one-time password, which is shown to you once."),
    "/users/new/", ("user", "create"), allowed=_administers,
)  # fmt: skip
register_step(
    4, _("look through the roles"),
    _("They are written for a sales company; change one so that it fits yours."),
    "/roles/", ("role", "update"), ("role", "create"), allowed=_administers,
)  # fmt: skip
register_step(
    5, _("make a field of your own"),
    _("It is at once on forms, lists, filters, imports and exports."),
    "/custom-fields/new/", ("custom-field", "create"), allowed=_administers,
)  # fmt: skip
