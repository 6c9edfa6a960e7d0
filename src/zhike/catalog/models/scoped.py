"""For whom and when a price book or a promotion holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.base.errors import N_, BadValue
from zhike.catalog.rules.scope import Scope
from zhike.ledger.fields import ListField
from zhike.ledger.models import Record
from zhike.people.models import Party
from zhike.people.rules.assignment import region_prefixes


class Scoped(Record):
    """What holds for some customers, in some regions, from a day to a day."""

    tiers = ListField(
        _("tiers"), choices_from=tuple(Party.Tier.choices), help_text=_("Empty: all customers.")
    )
    regions = ListField(
        _("regions"), help_text=_("Provinces, cities, or large regions such as 华东. Empty: all.")
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(
        _("valid to"), null=True, blank=True, help_text=_("The last day on which it holds.")
    )

    class Meta:
        """Not a table."""

        abstract = True

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """Regions that exist; it ends after it begins."""
        for text in self.regions:
            if not region_prefixes(text):
                message = N_("There is no region “%(text)s”.")
                yield "regions", BadValue("region", message, text=text)
                break
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            yield "valid_to", BadValue("order", N_("The end lies before the beginning."))

    @property
    def scope(self) -> Scope:
        """The same for the rules, which know no database."""
        regions = tuple(code for text in self.regions for code in region_prefixes(text))
        day: Any = self.valid_from
        return Scope(frozenset(self.tiers), regions, day, self.valid_to)
