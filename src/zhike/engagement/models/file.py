"""Files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhike.access.granted import NAMED
from zhike.access.models import Owned
from zhike.base.errors import N_, BadValue
from zhike.engagement.models.interaction import whose_problems
from zhike.engagement.models.request import InternalRequest
from zhike.ledger.fields import RecordRef
from zhike.people.models import Lead, Party


class File(Owned):
    """A document of a customer, a lead or a request: under a random name, far from any web root."""

    scoped_by = (("party", "lead", "request"),)
    everyone: ClassVar[dict[str, str]] = {"read": NAMED}
    """What is asked of a department has files that its people read without a role."""

    party = models.ForeignKey(
        Party, models.CASCADE, null=True, blank=True, verbose_name=_("customer"), related_name="+"
    )
    lead = models.ForeignKey(
        Lead, models.CASCADE, null=True, blank=True, verbose_name=_("lead"), related_name="+",
        help_text=_("Of somebody who is no customer yet."),
    )  # fmt: skip
    request = models.ForeignKey(
        InternalRequest, models.CASCADE, null=True, blank=True, verbose_name=_("request"),
        related_name="+", help_text=_("With what somebody asks another department, or answers."),
    )  # fmt: skip
    name = models.CharField(_("file name"), max_length=200)
    about = RecordRef(_("about"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0, editable=False)
    content_type = models.CharField(_("type"), max_length=100, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    storage_key = models.CharField(max_length=64, editable=False)

    class Meta:
        """Read by party."""

        verbose_name = _("file")
        verbose_name_plural = _("files")
        indexes = [
            models.Index(fields=["created_at", "id"], name="file_created"),
            models.Index(fields=["about"], name="file_about", condition=~models.Q(about="")),
        ]

    def __str__(self) -> str:
        return self.name

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """It is a customer's, a lead's or a request's."""
        if self.request_id is None:
            yield from whose_problems(self.party_id, self.lead_id)
        elif self.party_id is not None or self.lead_id is not None:
            yield "request", BadValue("both", N_("Choose a customer, a lead or a request."))

    @classmethod
    def naming(cls, _verb: str, user: UUID, teams: list[UUID]) -> Q:
        """Those of requests that name somebody."""
        named = InternalRequest.objects.filter(InternalRequest.naming("read", user, teams))
        return Q(request__in=named.values("pk"))
