"""Pipelines and their stages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models import Scope
from zhike.base.errors import N_, BadValue
from zhike.ledger.models import Record
from zhike.records.fields import CurrencyField
from zhike.sales.rules.process import Place


class Pipeline(Record):
    """The way in which the company sells one kind of thing, from first contact to won or lost."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}

    name = models.CharField(_("name"), max_length=100, unique=True)
    is_default = models.BooleanField(_("for new opportunities"), default=False)
    currency = CurrencyField(_("currency"), blank=True)

    class Meta:
        """At most one is the default."""

        verbose_name = _("pipeline")
        verbose_name_plural = _("pipelines")
        ordering = ["-is_default", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], name="pipeline_default", condition=models.Q(is_default=True)
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def default(cls) -> Pipeline | None:
        """The pipeline of new opportunities; None before there is any."""
        return cls.objects.order_by("-is_default", "pk").first()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new default takes the place of the old one."""
        if self.is_default:
            for other in Pipeline.objects.filter(is_default=True).exclude(pk=self.pk):
                other.is_default = False
                other.save()
        super().save(*args, **kwargs)

    def first(self, kind: str) -> Stage | None:
        """The first stage of a kind: where opportunities begin, or where they end."""
        return Stage.objects.filter(pipeline=self, kind=kind).order_by("position", "pk").first()


class Stage(Record):
    """A step of a pipeline: how likely deals in it are won and how long they should stay."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}

    class Kind(models.TextChoices):
        """Whether deals in it are still worked on."""

        OPEN = "open", _("open")
        WON = "won", _("won")
        LOST = "lost", _("lost")

    class Involvement(models.TextChoices):
        """Whether one of the company's leaders is to take part in its deals."""

        NONE = "none", _("none")
        DEPUTY = "deputy", _("deputy general manager")
        GENERAL = "general", _("general manager")

    pipeline = models.ForeignKey(
        Pipeline, models.CASCADE, verbose_name=_("pipeline"), related_name="stages", db_index=False
    )
    name = models.CharField(_("name"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices, default=Kind.OPEN)
    win_probability = models.PositiveSmallIntegerField(_("win probability in %"), default=0)
    max_days = models.PositiveSmallIntegerField(_("days at most"), null=True, blank=True)
    max_deals = models.PositiveSmallIntegerField(
        _("deals at most"), null=True, blank=True,
        help_text=_("The board warns when there are more; nothing is refused."),
    )  # fmt: skip
    executive_involvement = models.CharField(
        _("executive involvement"), max_length=8, choices=Involvement.choices,
        default=Involvement.NONE,
        help_text=_("Who of the leaders is asked to take part in deals of this stage."),
    )  # fmt: skip
    is_closed = models.BooleanField(_("closed"), default=False, editable=False)

    derived = frozenset({"is_closed"})

    class Meta:
        """In order within its pipeline, which ends in one won and one lost stage."""

        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering = ["pipeline", "position", "id"]
        indexes = [models.Index(fields=["pipeline", "position"], name="stage_order")]
        constraints = [
            models.UniqueConstraint(fields=["pipeline", "name"], name="stage_name_once"),
            models.UniqueConstraint(
                fields=["pipeline", "kind"], name="stage_one_end",
                condition=models.Q(kind__in=["won", "lost"]),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @classmethod
    def derive(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Won and lost are closed."""
        return {"is_closed": (values.get("kind") or cls.Kind.OPEN) != cls.Kind.OPEN}

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A probability is a percentage; what is won is sure and what is lost is out."""
        if self.kind != self.Kind.OPEN:
            self.win_probability = 100 if self.kind == self.Kind.WON else 0
        if (self.win_probability or 0) > 100:
            yield "win_probability", BadValue("percent", N_("Enter a number from 0 to 100."))
        if not self._state.adding:
            for name in ("kind", "pipeline_id"):
                if getattr(self, name) != self._loaded[name] and self.is_used():
                    message = N_("Opportunities are in this stage; move them first.")
                    yield name.removesuffix("_id"), BadValue("used", message)

    def as_place(self) -> Place:
        """What the rules need to know of it."""
        return Place(self.name, self.position)

    def is_used(self) -> bool:
        """Whether opportunities are in it."""
        relation = self._meta.get_field("opportunities")
        return models.QuerySet(relation.related_model).filter(stage=self).exists()
