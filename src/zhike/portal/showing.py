"""How a registration reads to the partner: never whose customer it is otherwise."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.sales.models import DealRegistration

Status = DealRegistration.Status
TONES: dict[str, str] = {
    Status.WAITING: "ochre", Status.CONFLICT: "seal", Status.PROTECTED: "pine",
    Status.CONVERTED: "indigo", Status.REFUSED: "mauve",
}  # fmt: skip


def line(one: DealRegistration) -> dict[str, Any]:
    """One line of the list."""
    made = timezone.localtime(one.created_at)
    return {
        "name": one.customer_name, "url": f"/portal/registrations/{one.pk}/",
        "status": one.get_status_display(), "tone": TONES.get(one.status, ""),
        "when": date_format(made, "DATE_FORMAT"), "left": _left(one),
        "is_asked": one.is_protected and one.extension_asked_at is not None,
    }  # fmt: skip


def _left(one: DealRegistration) -> str:
    left = one.days_left()
    if left is None or one.protected_until is None:
        return ""
    return ngettext("%(n)s day left, until %(day)s", "%(n)s days left, until %(day)s", left) % {
        "n": left, "day": date_format(one.protected_until, "DATE_FORMAT")
    }  # fmt: skip


def said(one: DealRegistration) -> str:
    """What the status means for the partner, in a sentence."""
    if one.status == Status.PROTECTED and one.protected_until is not None:
        return _("This customer is yours until %(day)s.") % {
            "day": date_format(one.protected_until, "DATE_FORMAT")
        }
    sentences = {
        Status.CONFLICT: _("This customer is already in progress. Your account manager looks at it "
                           "and answers you."),
        Status.WAITING: _("Your account manager checks this customer and answers you."),
        Status.CONVERTED: _("It became a deal; your registration counts for it."),
        Status.REFUSED: _("We could not agree to this registration."),
        Status.EXPIRED: _("The protection is over. You may register the customer anew."),
        Status.ENDED: _("The protection was ended."),
    }  # fmt: skip
    return sentences.get(Status(one.status), "")
