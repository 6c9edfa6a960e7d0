"""Capacities: what can be promised where."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Scope
from zhike.base.errors import N_, BadValue
from zhike.base.geo import region_name
from zhike.engagement.models.promise_kinds import Kind, Unit
from zhike.ledger.models import Record


class Capacity(Record):
    """How many people are free for a kind of promise in a region, and what is possible without."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}
    named_by = ("kind",)

    kind = models.CharField(_("kind of promise"), max_length=10, choices=Kind.choices)
    region = models.CharField(
        _("region"), max_length=9, blank=True,
        help_text=_("Empty: wherever no other line says it more exactly."),
    )  # fmt: skip
    unit = models.CharField(_("unit"), max_length=8, choices=Unit.choices)
    people = models.PositiveSmallIntegerField(
        _("people free"), default=0,
        help_text=_("With one or more, nothing is refused."),
    )  # fmt: skip
    least = models.DecimalField(
        _("least possible"), max_digits=12, decimal_places=2,
        help_text=_("Without anybody free, less than this cannot be promised: 72 (hours)."),
    )  # fmt: skip
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        """One line for a kind in a region."""

        verbose_name = _("capacity")
        verbose_name_plural = _("capacities")
        constraints = [
            models.UniqueConstraint(fields=["kind", "region", "unit"], name="capacity_once")
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """The region must exist, the least is a figure above nothing."""
        if (self.least or 0) < 0:
            yield "least", BadValue("negative", N_("Enter a number of 0 or more."))
        if self.region:
            try:
                region_name(self.region, "zh-hans")
            except BadValue as error:
                yield "region", error

    @classmethod
    def least_of(cls, kind: str, unit: str, region: str) -> tuple[Decimal, str] | None:
        """What is the least that can be promised there, and for which region; None: anything."""
        above = ["", region[:2].ljust(6, "0"), region[:4].ljust(6, "0"), region]
        regions = above if region else [""]
        rows: Any = cls.objects.filter(kind=kind, unit=unit, region__in=regions)
        nearest = max(rows, key=lambda row: regions.index(row.region), default=None)
        if nearest is None or nearest.people:
            return None
        return nearest.least, nearest.region
