"""Page layouts: how an administrator arranged the pages of a record type."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Role
from zhike.ledger.fields import ListField
from zhike.ledger.models import Record


class PageLayout(Record):
    """What a record type's pages show to people of a role (or to all), and in which order."""

    named_by = ("resource", "role")
    administered: ClassVar[bool] = True

    resource = models.CharField(_("record type"), max_length=40)
    role = models.ForeignKey(
        Role, models.CASCADE, null=True, blank=True, related_name="page_layouts",
        verbose_name=_("role"), help_text=_("Empty: for everybody."),
    )  # fmt: skip
    main = ListField(_("main column"))
    side = ListField(_("side column"))
    hidden = ListField(_("not shown"))
    facts = ListField(_("facts that come first"))

    class Meta:
        """Few: read as a whole."""

        verbose_name = _("page layout")
        verbose_name_plural = _("page layouts")

    def __str__(self) -> str:
        return f"{self.resource} · {self.role or '*'}"
