"""Tags."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models.role import Scope
from zhike.ledger.models import Record


class Tag(Record):
    """A word that people put on records to find them together; records hold its name."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}

    name = models.CharField(_("name"), max_length=40, unique=True)
    tone = models.CharField(
        _("colour"), max_length=8, blank=True,
        choices=[("indigo", _("indigo")), ("pine", _("pine")), ("ochre", _("ochre")),
                 ("mauve", _("mauve")), ("seal", _("vermilion"))],
    )  # fmt: skip

    class Meta:
        """Sorted by name."""

        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def __str__(self) -> str:
        return self.name
