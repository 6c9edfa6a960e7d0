"""Files."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Owned
from zhike.ledger.fields import RecordRef
from zhike.people.models import Party


class File(Owned):
    """A document of a party: kept under a random name, far from any web root."""

    scoped_by = ("party",)

    party = models.ForeignKey(Party, models.CASCADE, verbose_name=_("customer"), related_name="+")
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
        indexes = [models.Index(fields=["created_at", "id"], name="file_created")]

    def __str__(self) -> str:
        return self.name
