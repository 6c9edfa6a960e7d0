"""Legal entities: in whose name the company offers, signs and invoices, and what its papers say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.access.models.role import Scope
from zhike.base import bank_account, uscc
from zhike.base.errors import N_, BadValue
from zhike.ledger.actions import action
from zhike.ledger.current import current
from zhike.ledger.models import Record
from zhike.ledger.models.change_set import UNASKED
from zhike.ledger.models.record import RecordInUse, pointing_relations
from zhike.records.errors import FieldError, Invalid, say


class LegalEntity(Record):
    """A company of ours in whose name we offer, sign and invoice."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}

    name = models.CharField(_("registered name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    representative = models.CharField(_("legal representative"), max_length=60, blank=True)
    address = models.CharField(_("registered address"), max_length=200, blank=True)
    address_en = models.CharField(_("address in English"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    bank = models.CharField(_("bank"), max_length=100, blank=True)
    bank_account = models.CharField(_("bank account"), max_length=40, blank=True)
    code = models.CharField(
        _("short code"), max_length=12, blank=True,
        help_text=_("As numbers of papers may hold it: HJ."),
    )  # fmt: skip
    is_default = models.BooleanField(
        _("for new papers"), default=False,
        help_text=_("Papers are made in its name unless another one is chosen."),
    )  # fmt: skip
    logo = models.TextField(blank=True, editable=False)
    seal = models.TextField(blank=True, editable=False)

    class Meta:
        """Few rows, the one for new papers first."""

        verbose_name = _("legal entity")
        verbose_name_plural = _("legal entities")
        ordering = ["-is_default", "id"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def default(cls) -> LegalEntity | None:
        """The one in whose name papers are made unless another is chosen; None before any is."""
        return cls.objects.order_by("-is_default", "pk").first()

    def settle(self) -> None:
        """The first one is the one for new papers."""
        if self._state.adding and not LegalEntity.objects.exists():
            self.is_default = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it; there is one for new papers at most."""
        self.settle()
        if self.is_default:
            for other in LegalEntity.objects.filter(is_default=True).exclude(pk=self.pk):
                other.is_default = False
                other.save()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """It stays while papers are in its name: they would be nobody's."""
        if current().row.door not in UNASKED:
            for relation in pointing_relations(LegalEntity):
                if relation.on_delete is models.SET_NULL:
                    named = models.QuerySet[Any](relation.related_model)
                    if users := list(named.filter(**{relation.field.name: self.pk})[:10]):
                        raise RecordInUse(self, users)
        return super().delete(*args, **kwargs)

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """Its credit code has a check digit; an account is one."""
        if self.uscc:
            try:
                self.uscc = uscc.normalise(self.uscc)
            except BadValue as error:
                yield "uscc", error
        self.bank_account = bank_account.normalise(self.bank_account)
        if (problem := bank_account.problem(self.bank_account)) is not None:
            yield "bank_account", problem


def _is_locked(template: Any) -> bool:
    return bool(template.is_locked)


def _is_open(template: Any) -> bool:
    return not template.is_locked


class BrandTemplate(Record):
    """How one kind of paper of a legal entity looks, and the words that stand on each of them."""

    class Kind(models.TextChoices):
        """What it is for."""

        QUOTE = "quote", pgettext_lazy("paper", "quote")
        CONTRACT = "contract", pgettext_lazy("paper", "contract")
        ORDER = "order", pgettext_lazy("paper", "order")
        REPORT = "report", pgettext_lazy("paper", "report")
        LETTER = "letter", pgettext_lazy("paper", "letter")
        EMAIL = "email", pgettext_lazy("paper", "e-mail")

    class Colour(models.TextChoices):
        """The one colour beside black; each is readable on white."""

        INK = "ink", pgettext_lazy("colour", "ink")
        BLUE = "blue", pgettext_lazy("colour", "blue")
        GREEN = "green", pgettext_lazy("colour", "green")
        SEAL = "seal", pgettext_lazy("colour", "cinnabar")
        BROWN = "brown", pgettext_lazy("colour", "brown")

    class Language(models.TextChoices):
        """In which a paper is written."""

        CHINESE = "zh", _("Chinese")
        ENGLISH = "en", _("English")
        BOTH = "both", _("Chinese and English")

    name = models.CharField(_("name"), max_length=100)
    entity = models.ForeignKey(
        LegalEntity, models.CASCADE, verbose_name=_("legal entity"), related_name="templates"
    )
    kind = models.CharField(_("for"), max_length=10, choices=Kind.choices)
    language = models.CharField(
        _("language"), max_length=4, choices=Language.choices, default=Language.CHINESE,
        help_text=_("In which such papers are made unless somebody chooses another one."),
    )  # fmt: skip
    colour = models.CharField(
        _("colour"), max_length=10, choices=Colour.choices, default=Colour.INK
    )
    has_seal = models.BooleanField(_("print the seal's picture"), default=False)
    header = models.CharField(_("line at the top"), max_length=200, blank=True)
    header_en = models.CharField(_("line at the top in English"), max_length=200, blank=True)
    footer = models.CharField(_("line at the foot"), max_length=200, blank=True)
    footer_en = models.CharField(_("line at the foot in English"), max_length=200, blank=True)
    terms = models.TextField(_("terms"), max_length=8000, blank=True)
    terms_en = models.TextField(_("terms in English"), max_length=8000, blank=True)
    is_locked = models.BooleanField(_("locked"), default=False, editable=False)

    class Meta:
        """One for each kind of paper of an entity."""

        verbose_name = _("brand template")
        verbose_name_plural = _("brand templates")
        constraints = [
            models.UniqueConstraint(fields=["entity", "kind"], name="brand_template_once")
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(cls, kind: str, entity: LegalEntity | None) -> BrandTemplate:
        """The template for a kind of paper of an entity; a plain one, unsaved, where none is."""
        found = cls.objects.filter(entity=entity, kind=kind).first() if entity else None
        return found or cls(kind=kind, entity=entity)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it; raises Invalid for a change of a locked one, through whatever door it comes."""
        if current().row.door not in UNASKED and (changed := self._changed_though_locked()):
            raise Invalid(*(FieldError(name, say(_locked())) for name in changed))
        super().save(*args, **kwargs)

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """One for each kind of paper; a locked one stays as it is."""
        for name in self._changed_though_locked():
            yield name, _locked()
        same = BrandTemplate.objects.filter(Q(entity=self.entity_id, kind=self.kind))
        if self.entity_id and same.exclude(pk=self.pk).exists():
            message = N_("This legal entity has a template for it already; change that one.")
            yield "kind", BadValue("taken", message)

    def _changed_though_locked(self) -> list[str]:
        if self._state.adding or not self._loaded["is_locked"]:
            return []
        return [name for name in self.changes() if name != "is_locked"]

    @action(pgettext_lazy("template", "lock"), permission="lock", when=_is_open, icon="lock")
    def lock(self) -> None:
        """From now on nobody changes it, until somebody who may unlocks it."""
        self.is_locked = True
        self.save()

    @action(pgettext_lazy("template", "unlock"), permission="lock", when=_is_locked, icon="lock")
    def unlock(self) -> None:
        """Let it be changed again."""
        self.is_locked = False
        self.save()


def _locked() -> BadValue:
    return BadValue(
        "locked", N_("This template is locked: ask somebody who may unlock it, then change it.")
    )
