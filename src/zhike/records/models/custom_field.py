"""Fields that an administrator adds in the browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.base.errors import N_, BadValue
from zhike.ledger.computed import MARK
from zhike.ledger.fields import ListField
from zhike.ledger.models import Record


class CustomField(Record):
    """A field that this company added to a record type; its values live in `custom`."""

    named_by = ("label",)

    administered: ClassVar[bool] = True

    class Kind(models.TextChoices):
        """What it holds."""

        TEXT = "text", _("text")
        INTEGER = "integer", _("whole number")
        NUMBER = "number", _("number")
        MONEY = "money", _("amount")
        DATE = "date", _("date")
        BOOLEAN = "boolean", _("yes or no")
        CHOICE = "choice", _("choice")
        CHOICES = "choices", _("several choices")
        RELATION = "relation", _("another record")
        FORMULA = "formula", _("formula")

    class Result(models.TextChoices):
        """What a formula gives."""

        NUMBER = "number", _("number")
        MONEY = "money", _("amount")

    checks: ClassVar[list[Callable[[CustomField], Iterator[tuple[str, BadValue]]]]] = []
    """What knows the record types says here what is wrong with a formula."""

    resource = models.CharField(_("record type"), max_length=40)
    key = models.SlugField(
        _("key"), max_length=40, help_text=_("letters, digits and _; used by the API")
    )
    label = models.CharField(_("name"), max_length=60)
    label_en = models.CharField(_("English name"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.TEXT)
    options = ListField(_("choices"))
    target = models.CharField(_("record type it points at"), max_length=40, blank=True)
    formula = models.TextField(
        _("formula"),
        max_length=1000,
        blank=True,
        help_text=_("for formulas: names of fields, numbers, + - * / ^, if(…), round(…)"),
    )
    result = models.CharField(
        _("result"), max_length=10, choices=Result.choices, default=Result.NUMBER
    )
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=2)
    is_required = models.BooleanField(_("required"), default=False)
    is_filterable = models.BooleanField(_("can be filtered and sorted quickly"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        """In the order in which forms show them."""

        verbose_name = _("custom field")
        verbose_name_plural = _("custom fields")
        ordering = ["resource", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["resource", "key"], name="custom_field_key"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def stored_as(self) -> str:
        """The key of its values within `custom`."""
        mark = MARK if self.kind == self.Kind.FORMULA else ""
        return f"{mark}{self.pk.hex}"

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """The key is a word for programs, choices need words, and what is stored keeps its kind."""
        if not re.fullmatch(r"[a-z][a-z0-9_]*", self.key):
            message = N_("Begin with a small letter; then letters, digits and _.")
            yield "key", BadValue("key", message)
        if self.kind in (self.Kind.CHOICE, self.Kind.CHOICES) and not self.options:
            yield "options", BadValue("options", N_("Give the choices, with ; between them."))
        if self.kind == self.Kind.RELATION and not self.target:
            yield "target", BadValue("target", N_("Choose which records it points at."))
        if self.kind == self.Kind.FORMULA:
            for check in self.checks:
                yield from check(self)
        if not self._state.adding:
            for name in ("resource", "key", "kind", "target"):
                if getattr(self, name) != self._loaded[name]:
                    yield name, BadValue("fixed", N_("This cannot change once the field exists."))
