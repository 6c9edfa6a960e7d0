"""Invoice titles: what stands on a customer's invoices (抬头)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Owned
from zhike.base import bank_account, uscc
from zhike.base.errors import BadValue
from zhike.people.models import Party

_OLDER = re.compile(r"[0-9A-Z]{15}|[0-9A-Z]{17}|[0-9A-Z]{20}")


class InvoiceTitle(Owned):
    """What stands on a customer's invoices: name, tax number, bank, address, telephone."""

    scoped_by = ("party",)

    party = models.ForeignKey(
        Party, models.CASCADE, verbose_name=_("customer"), related_name="invoice_titles"
    )
    name = models.CharField(_("invoice title"), max_length=200)
    tax_number = models.CharField(
        _("tax number"), max_length=20, blank=True,
        help_text=_("The social credit code of a company; empty for a private person."),
    )  # fmt: skip
    bank = models.CharField(_("bank"), max_length=100, blank=True)
    account = models.CharField(_("account"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("email for electronic invoices"), blank=True)
    is_default = models.BooleanField(_("used by default"), default=False)

    class Meta:
        """By customer; those that are used by default before the others."""

        verbose_name = _("invoice title")
        verbose_name_plural = _("invoice titles")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["party", "-is_default", "id"], name="invoice_title_party"),
            models.Index(fields=["updated_at", "id", "owner"], name="invoice_title_updated"),
        ]

    def __str__(self) -> str:
        return self.name

    def settle(self) -> None:
        """The tax number as it is registered; the first title of a customer is the default."""
        text = unicodedata.normalize("NFKC", self.tax_number or "")
        self.tax_number = re.sub(r"[\s-]", "", text).upper()
        self.account = bank_account.normalise(self.account)
        if self._state.adding and self.party_id is not None:
            known = InvoiceTitle.objects.filter(party=self.party_id)
            self.is_default = self.is_default or not known.exists()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it; one of a customer's titles is the default."""
        self.settle()
        super().save(*args, **kwargs)
        if self.is_default:
            others = InvoiceTitle.objects.filter(party=self.party_id, is_default=True)
            for other in others.exclude(pk=self.pk):
                other.is_default = False
                other.save()

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """An account and a tax number that can be ones: its check digit fits."""
        self.settle()
        if error := bank_account.problem(self.account):
            yield "account", error
        number = self.tax_number
        if not number or _OLDER.fullmatch(number):
            return
        try:
            uscc.normalise(number)
        except uscc.BadUscc as error:
            yield "tax_number", error
