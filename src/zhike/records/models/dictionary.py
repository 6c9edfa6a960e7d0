"""The dictionary: what the values of choice fields mean, and whether people agree on them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models import User
from zhike.access.models.role import Scope
from zhike.base.errors import N_, BadValue
from zhike.ledger.actions import action
from zhike.ledger.bulk import model_of
from zhike.ledger.fields import RecordRef
from zhike.ledger.models import Part, Record
from zhike.records.models.custom_field import CustomField

CUSTOM = "c_"
MOST = 500


def _is_proposed(entry: Any) -> bool:
    return bool(entry.status == DictionaryEntry.Status.PROPOSED)


def _is_empty(sample: Any) -> bool:
    return not sample.codings.exists()


class DictionaryEntry(Record):
    """What one value of a choice field means and when it is to be chosen."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}
    named_by = ("field", "value")

    class Status(models.TextChoices):
        """Whether the value may be chosen."""

        IN_USE = "in_use", _("in use")
        PROPOSED = "proposed", _("proposed")
        DECLINED = "declined", _("declined")

    resource = models.CharField(_("record type"), max_length=40)
    field = models.CharField(_("field"), max_length=60)
    value = models.CharField(_("value"), max_length=80)
    definition = models.TextField(_("definition"), max_length=1000, blank=True)
    examples = models.TextField(_("examples"), max_length=1000, blank=True)
    word_field = models.ForeignKey(
        CustomField, models.PROTECT, null=True, blank=True, related_name="asked_by",
        verbose_name=_("asks for a word in"),
        help_text=_("Who chooses this value must say in this field what it is."),
    )  # fmt: skip
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.IN_USE
    )

    class Meta:
        """A value of a field once."""

        verbose_name = _("dictionary entry")
        verbose_name_plural = _("dictionary entries")
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "field", "value"], name="dictionary_value_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.value}"

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """The word goes into a text field of the same record type."""
        word = self.word_field
        if word is not None and (word.resource, word.kind) != (self.resource, "text"):
            message = N_("Choose a text field that this record type has.")
            yield "word_field", BadValue("word", message)

    @action(_("accept"), permission="update", when=_is_proposed)
    def accept(self) -> None:
        """Let the value be chosen from now on."""
        made = CustomField.objects.filter(
            resource=self.resource, key=self.field.removeprefix(CUSTOM)
        ).first()
        if made is not None and self.value not in made.options:
            made.options = [*made.options, self.value]
            made.save()
        self.status = self.Status.IN_USE
        self.save()

    @action(_("decline"), permission="update", when=_is_proposed, icon="close")
    def decline(self) -> None:
        """Leave the field's values as they are."""
        self.status = self.Status.DECLINED
        self.save()


class CodingSample(Record):
    """Records that two people code independently, to see whether they mean the same by a value."""

    administered: ClassVar[bool] = True
    named_by = ("name",)

    name = models.CharField(_("name"), max_length=100)
    resource = models.CharField(_("record type"), max_length=40)
    field = models.CharField(_("field"), max_length=60)
    size = models.PositiveSmallIntegerField(_("number of records"), default=50)
    first_coder = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("first coder")
    )
    second_coder = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("second coder")
    )

    class Meta:
        """Few."""

        verbose_name = _("coding sample")
        verbose_name_plural = _("coding samples")

    def __str__(self) -> str:
        return self.name

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """Two people, and not more records than they would do with care."""
        if self.first_coder_id and self.first_coder_id == self.second_coder_id:
            yield "second_coder", BadValue("same", N_("Choose another person."))
        if not 1 <= (self.size or 0) <= MOST:
            yield "size", BadValue("size", N_("Take 1 to 500 records."))

    @action(_("draw the sample"), permission="update", when=_is_empty)
    def draw(self) -> None:
        """Take records by lot; the same sample draws the same ones."""
        every = model_of(self.resource).objects.order_by("pk").values_list("pk", flat=True)
        count = every.count()
        lot = random.Random(self.pk.int)  # noqa: S311 — it must come out so again
        places = set(lot.sample(range(count), min(self.size, count)))
        chosen = [id_ for place, id_ in enumerate(every.iterator()) if place in places]
        lot.shuffle(chosen)
        for id_ in chosen:
            Coding(sample=self, about=f"{self.resource}:{id_}").save()


class Coding(Part):
    """One record of a sample with the value that each coder gave it."""

    named_by = ("first", "second")
    part_of = "sample"
    sample = models.ForeignKey(
        CodingSample, models.CASCADE, verbose_name=_("coding sample"), related_name="codings"
    )
    about = RecordRef(_("about"))
    first = models.CharField(_("by the first coder"), max_length=80, blank=True)
    second = models.CharField(_("by the second coder"), max_length=80, blank=True)

    class Meta:
        """Under its sample, in the order in which they were drawn."""

        verbose_name = _("coding")
        verbose_name_plural = _("codings")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.first} · {self.second}"

    @property
    def about_id(self) -> UUID:
        """The record's id."""
        return UUID(self.about.partition(":")[2])
