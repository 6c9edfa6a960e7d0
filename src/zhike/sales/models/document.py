"""Documents: what is written to a customer, agreed to in the house, numbered, and then stands."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.access.models import Owned, User
from zhike.base.errors import N_, BadValue
from zhike.ledger.actions import action
from zhike.ledger.current import current
from zhike.ledger.fields import MoneyField
from zhike.ledger.models.change_set import UNASKED
from zhike.ledger.undo import part_models
from zhike.people.models import Party
from zhike.records.errors import Invalid
from zhike.records.fields import CurrencyField
from zhike.records.models import Company, LegalEntity
from zhike.records.numbering import next_number
from zhike.sales.models.earning import EARNED, Earning, take_costs_anew
from zhike.sales.models.opportunity import Opportunity
from zhike.sales.models.priced import PricedLine
from zhike.sales.models.reasons import follow, preset, refusals_of

DRAFT, SUBMITTED, APPROVED, VOID = "draft", "submitted", "approved", "void"
"""The statuses that every kind of document has; each has further ones of its own."""
MOST_DAYS = 3650
CLEARING = UNASKED
"""Doors through which documents go that stand: the demo company is taken away as a whole."""


def is_draft(document: Document) -> bool:
    """Whether it may still be written."""
    return bool(document.status == DRAFT)


def is_submitted(document: Document) -> bool:
    """Whether consent is waited for."""
    return bool(document.status == SUBMITTED)


def may_be_void(document: Document) -> bool:
    """Whether it counts, so that it can stop counting."""
    return document.status in document.standing


class Document(Owned, Earning):
    """A quote, a contract, an order: drafted, agreed to, and from then on as it stands."""

    named_by: ClassVar[tuple[str, ...]] = ("number", "name")
    locked_after: ClassVar[str] = "party"
    standing: ClassVar[frozenset[str]] = frozenset({APPROVED})
    """The statuses in which it counts; subclasses name theirs."""
    stays_open: ClassVar[frozenset[str]] = frozenset({"owner", "team", "note"})
    """The fields that may be written whatever its status: whose it is, what one notes about it."""

    number = models.CharField(
        pgettext_lazy("document", "number"), max_length=40, blank=True, editable=False,
        help_text=_("Given when it is agreed to; drafts have none."),
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=200, blank=True)
    party = models.ForeignKey(
        Party, models.PROTECT, verbose_name=_("customer"), related_name="%(class)ss"
    )
    contact = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, verbose_name=_("contact person"),
        related_name="+",
    )  # fmt: skip
    opportunity = models.ForeignKey(
        Opportunity, models.SET_NULL, null=True, blank=True, verbose_name=_("opportunity"),
        related_name="%(class)ss",
    )  # fmt: skip
    entity = models.ForeignKey(
        LegalEntity, models.SET_NULL, null=True, blank=True, verbose_name=_("legal entity"),
        related_name="+", help_text=_("In whose name it is; the one for new papers if empty."),
    )  # fmt: skip
    currency = CurrencyField(_("currency"), blank=True)
    discount = models.DecimalField(
        _("discount on the whole in %"), max_digits=5, decimal_places=2, default=Decimal("0.00")
    )
    amount = MoneyField(
        _("amount"), default=Decimal(0), db_default=0, editable=False,
        help_text=_("What its lines come to with tax, less the discount on the whole."),
    )  # fmt: skip
    prepay = models.DecimalField(
        _("to be paid beforehand in %"), max_digits=5, decimal_places=2, null=True, blank=True,
        help_text=_("Empty: as the customer's credit grade says."),
    )  # fmt: skip
    payment_days = models.PositiveSmallIntegerField(
        _("days to pay"), null=True, blank=True,
        help_text=_("Empty: as the customer's grade and tier say."),
    )  # fmt: skip
    credit_agreed = MoneyField(_("exposure asked about"), null=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, editable=False)
    submitted_by = models.ForeignKey(
        User, models.PROTECT, null=True, verbose_name=_("submitted by"), related_name="+",
        editable=False,
    )  # fmt: skip
    approved_at = models.DateTimeField(_("agreed to at"), null=True, editable=False)
    void_reason = models.CharField(_("why it is void"), max_length=300, blank=True, editable=False)
    note = models.TextField(_("note"), blank=True, max_length=5000)
    external_ids = models.JSONField(_("external ids"), default=dict, blank=True)
    custom = models.JSONField(default=dict, blank=True, editable=False)
    status: Any
    lines: Any
    held_in: UUID | None = None
    """The change set in whose transaction it is locked, by whoever writes its lines."""

    projected: ClassVar[frozenset[str]] = frozenset({"amount", *EARNED})

    class Meta:
        """Not a table; a number belongs to one of a kind."""

        abstract = True
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["number"], name="%(class)s_number", condition=~Q(number="")
            )
        ]

    def __str__(self) -> str:
        return " ".join(text for text in (self.number, self.name) if text)

    @property
    def selling_team(self) -> UUID | None:
        """The team that sells it: its owner's, or its own while nobody owns it."""
        team: UUID | None = self.owner.team_id if self.owner is not None else self.team_id
        return team

    @property
    def line_model(self) -> type[PricedLine]:
        """What its lines are."""
        return self.lines.model  # type: ignore[no-any-return]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it with what follows from its status; raises Invalid where it stands already."""
        self.settle()
        before = "" if self._state.adding else str(self._loaded["status"])
        if current().row.door not in CLEARING:
            for name, error in self._fixed():
                raise Invalid.field(name, error)
        is_converted = not self._state.adding and self.currency != self._loaded["currency"]
        super().save(*args, **kwargs)
        if is_converted:
            self.take_costs()
        if before and before != self.status:
            follow(self, before)

    def take_costs(self) -> None:
        """Its currency is another one: what its lines cost stands in that."""
        take_costs_anew(self)

    def settle(self) -> None:
        """Fill in what follows from other fields: a name, a currency, what others preset.

        Every door calls it, since `problems` does; it may be called any number of times.
        """
        if not self.currency:
            deal = self.opportunity
            self.currency = deal.currency if deal else Company.here().base_currency
        if not self.name:
            self.name = self._name_of_new()
        if self._state.adding and self.party_id is not None and not self._is_preset:
            self._is_preset = True
            preset(self)

    _is_preset = False
    _is_letting_go = False

    def _name_of_new(self) -> str:
        """What it is called where nobody says: as the deal or the customer."""
        if self.opportunity is not None:
            return self.opportunity.name
        return self.party.name[:200] if self.party_id is not None else ""

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """It stands as it was asked for; a discount is a percentage; the deal is the customer's."""
        self.settle()
        yield from self._fixed()
        if not 0 <= (self.discount or 0) <= 100:
            yield "discount", BadValue("percent", N_("Enter a number from 0 to 100."))
        if not 0 <= (self.prepay or 0) <= 100:
            yield "prepay", BadValue("percent", N_("Enter a number from 0 to 100."))
        if (self.payment_days or 0) > MOST_DAYS:
            yield "payment_days", BadValue("range", N_("Enter at most 3,650 days."))
        theirs = self.opportunity.party_id if self.opportunity else None
        if None not in (theirs, self.party_id) and theirs != self.party_id:
            message = N_("Choose a deal of this customer.")
            yield "opportunity", BadValue("other_party", message)
        if self.contact is not None and self.contact.kind != Party.Kind.PERSON:
            yield "contact", BadValue("kind", N_("Choose a person."))

    def _fixed(self) -> Iterator[tuple[str, BadValue]]:
        """The fields that somebody would change though it stands as it was asked for."""
        if self._state.adding or self._loaded["status"] == DRAFT or self._is_letting_go:
            return
        for field in type(self)._meta.concrete_fields:
            if not self._is_fixed_field(field.name):
                continue
            if getattr(self, field.attname) != self._loaded[field.attname]:
                yield field.name, as_it_stands()

    def let_go_of(self, attribute: str) -> None:
        """What is deleted does not keep standing since a document does that names it."""
        self._is_letting_go = True
        super().let_go_of(attribute)
        self._is_letting_go = False

    def refuse_change(self) -> BadValue | None:
        """Why its lines may not be written now; None for a draft."""
        return None if is_draft(self) or self._state.adding else as_it_stands()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """A draft may go; what was asked for or stands is made void instead."""
        if not is_draft(self) and current().row.door not in CLEARING and not _is_undo():
            raise Invalid.field("status", as_it_stands())
        return super().delete(*args, **kwargs)

    # Verbs; asking for consent is in sales/actions/consent.py.

    def go_to(self, status: str) -> None:
        """Come into a status; raises Invalid where something keeps it from that."""
        for name, error in refusals_of(self, status):
            raise Invalid.field(name, error)
        if status in (SUBMITTED, APPROVED) and self.status == DRAFT:
            self.submitted_at = timezone.now()
            self.submitted_by_id = current().row.actor
        if status == APPROVED:
            self.approved_at = timezone.now()
            self._give_number()
        self.status = status
        # Whatever verb led to it: a number that was given is not taken back.
        self.save(action="approve" if status == APPROVED else "")

    def _give_number(self) -> None:
        """The next one of its kind, in the transaction in which it takes effect; none to a draft.

        Raises Invalid where the number rule asks for a code that it has not.
        """
        if self.number:
            return
        team = self.owner.team if self.owner is not None else self.team
        codes = {"team": team.code if team is not None else "", **self.codes_of_number()}
        taken = models.QuerySet[Any](type(self)).filter
        try:
            self.number = next_number(
                self.record_type, self.approved_at, codes,
                is_taken=lambda number: taken(number=number).exists(),
            )  # fmt: skip
        except BadValue as error:
            raise Invalid.field("number", error) from None

    def codes_of_number(self) -> dict[str, str]:
        """What its number may say besides its team: the code of its legal entity."""
        return {"entity": self.entity.code} if self.entity is not None else {}

    @classmethod
    def holds_against(cls, state: Mapping[str, Any], names: Collection[str]) -> bool:
        """What stands is not edited by undoing an edit of the draft that it was."""
        if state.get("status") in (None, DRAFT):
            return False
        parts = {m.record_type for m in part_models(cls)}
        return any(
            name.startswith("custom.") or name in parts or cls._is_fixed_field(name)
            for name in names
        )  # fmt: skip

    @classmethod
    def _is_fixed_field(cls, name: str) -> bool:
        """Whether a field stands with the document: not whose it is, nor what becomes of it."""
        field = cls._meta.get_field(name)
        return bool(field.editable) and name not in (*cls.stays_open, "id", "external_ids")

    @action(
        _("make void"), when=may_be_void, icon="close", fields=("void_reason",),
        required=("void_reason",),
    )  # fmt: skip
    def void(self, void_reason: str) -> None:
        """Let it count no more, and say why; it keeps its number."""
        self.void_reason = void_reason
        self.go_to(VOID)


class DocumentLine(PricedLine):
    """A line of a document, which can be written while the document is a draft."""

    class Meta(PricedLine.Meta):
        """Not a table."""

        abstract = True

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """What holds for every line, in a document that is still a draft."""
        yield from super().problems()
        if self.whole_id is not None and (error := self.whole.refuse_change()):
            yield "product", error

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it; raises Invalid where the document stands already."""
        if error := self.whole.refuse_change() or self._refuse_since():
            raise Invalid.field(self.part_of, error)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Take it out; raises Invalid where the document stands already."""
        error = self.whole.refuse_change() or self._refuse_since()
        if error and current().row.door not in CLEARING and not _is_undo():
            raise Invalid.field(self.part_of, error)
        return super().delete(*args, **kwargs)

    def _refuse_since(self) -> BadValue | None:
        """Why not, where it was asked for after this one was read; from now on it waits for us."""
        whole, opened = self.whole, current()
        if whole.held_in == opened.id:
            return None
        whole.held_in = opened.id
        rows = models.QuerySet[Any](type(whole)).filter(pk=whole.pk).select_for_update(of=("self",))
        status = rows.values_list("status", flat=True).first()
        return as_it_stands() if status not in (None, DRAFT) else None


def as_it_stands() -> BadValue:
    """That a document is no draft any more, and what to do."""
    message = N_("It was asked for as it stands: take it back first, or make it void.")
    return BadValue("stands", message)


def _is_undo() -> bool:
    return current().row.undoes_id is not None
