"""Contact points: how a party is reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.base import emails, phones
from zhike.base.errors import BadValue
from zhike.base.text import fold
from zhike.ledger.models import Part
from zhike.people.models.party import Party


class ContactPoint(Part):
    """A telephone number, an email or postal address, a WeChat name of a party."""

    named_by = ("value",)

    class Type(models.TextChoices):
        """What it is."""

        PHONE = "phone", _("telephone")
        EMAIL = "email", _("email")
        WECHAT = "wechat", _("WeChat")
        WECOM = "wecom", _("WeCom")
        ADDRESS = "address", _("address")
        OTHER = "other", _("other")

    class Status(models.TextChoices):
        """Whether it works."""

        UNKNOWN = "unknown", _("not tried")
        VALID = "valid", _("works")
        INVALID = "invalid", _("does not work")

    part_of = "party"
    same_by = ("type", "normalised")
    party = models.ForeignKey(
        Party, models.CASCADE, verbose_name=_("customer"), related_name="contact_points"
    )
    type = models.CharField(_("type"), max_length=8, choices=Type.choices, default=Type.PHONE)
    value = models.CharField(_("value"), max_length=300)
    label = models.CharField(_("label"), max_length=40, blank=True)
    region = models.CharField(_("region"), max_length=9, blank=True)
    is_primary = models.BooleanField(_("primary"), default=False)
    status = models.CharField(
        _("status"), max_length=8, choices=Status.choices, default=Status.UNKNOWN
    )
    normalised = models.CharField(max_length=300, editable=False)

    derived = frozenset({"normalised"})

    class Meta:
        """Found by party and by normalised value."""

        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")
        indexes = [
            models.Index(fields=["normalised"], name="contact_point_normalised"),
            models.Index(
                fields=["party"], name="contact_point_invalid",
                condition=models.Q(status="invalid"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.value

    @classmethod
    def derive(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """The one form under which equal numbers and addresses are equal."""
        return {"normalised": normal_form(values.get("type") or "phone", values.get("value") or "")}

    @classmethod
    def first_of(cls, rows: models.QuerySet[Any], most: int = 200) -> dict[UUID, ContactPoint]:
        """How each party is reached first, of what may work: its primary ways before others."""
        found: dict[UUID, ContactPoint] = {}
        working = rows.exclude(status=cls.Status.INVALID)
        for point in working.order_by("-is_primary", "pk")[:most]:
            found.setdefault(point.party_id, point)
        return found

    def settle_among(self, others: Iterable[Self]) -> None:
        """A party has one primary number: the one that it had."""
        if any(other.is_primary and other.type == self.type for other in others):
            self.is_primary = False

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A telephone number and an email address must be possible."""
        try:
            if self.type == self.Type.PHONE:
                phones.normalise(self.value)
            elif self.type == self.Type.EMAIL:
                emails.normalise(self.value)
        except BadValue as error:
            yield "value", error


def normal_form(type_: str, value: str) -> str:
    """E.164 for telephones, lower case for addresses, folded text for the rest.

    What cannot be read stays as folded text: the ledger may hold what an older rule allowed.
    """
    try:
        if type_ == ContactPoint.Type.PHONE:
            return phones.normalise(value)
        if type_ == ContactPoint.Type.EMAIL:
            return emails.normalise(value)
    except BadValue:
        pass
    return fold(value)[:300]
