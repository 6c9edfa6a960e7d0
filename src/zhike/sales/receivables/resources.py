"""Terms, instalments and payments on every surface."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from zhike.records.resource import Resource, register
from zhike.sales.actions import paying  # noqa: F401 — its verbs
from zhike.sales.models import (
    DunningStep,
    Payment,
    PaymentPlan,
    PaymentShare,
    PaymentTerms,
    TermsLine,
)


@register
class TermsLineResource(Resource):
    """What is paid when."""

    model = TermsLine
    name = "terms-lines"
    means = _("One instalment of terms of payment: its share of the whole and when it is due.")
    icon = "calendar"
    sections = {_("instalment of terms"): ("terms", "kind", "percent", "days")}
    columns = ("kind", "percent", "days")


@register
class PaymentTermsResource(Resource):
    """How contracts are paid."""

    model = PaymentTerms
    name = "payment-terms"
    means = _("In which instalments contracts are paid: how many percent, how many days after "
              "signing.")  # fmt: skip
    icon = "calendar"
    sections = {_("payment terms"): ("name", "is_active")}
    columns = ("name", "is_active", "updated_at")
    filters = ("is_active",)
    parts = ("instalments",)


@register
class DunningStepResource(Resource):
    """What is done about those who do not pay."""

    model = DunningStep
    name = "dunning-steps"
    means = _("What happens so many days after an instalment was due: a reminder, a call, no more "
              "credit.")  # fmt: skip
    icon = "alert"
    sections = {
        _("dunning step"): ("name", "days", "kind", "is_active"),
        _("task"): ("subject", "letter"),
    }
    columns = ("days", "name", "kind", "subject", "is_active")
    filters = ("kind", "is_active")


@register
class PaymentPlanResource(Resource):
    """What is to be paid."""

    model = PaymentPlan
    name = "payment-plans"
    means = _("An instalment of a contract: what for, when it is due, how much, and what is left "
              "of it.")  # fmt: skip
    icon = "calendar"
    page_rank = 87
    sections = {
        _("instalment"): ("contract", "party", "number", "kind", "due_on", "percent", "amount",
                          "currency", "remind_days"),
        _("standing"): ("status", "received", "written_off", "left", "reason"),
        _("notes"): ("owner", "team", "note"),
    }  # fmt: skip
    facts: ClassVar[dict[str, dict[str, Any]]] = {"number": {"adds_up": False}}
    columns = ("number", "kind", "contract", "party", "due_on", "amount", "left", "currency",
               "status", "owner")  # fmt: skip
    filters = ("status", "due_on", "owner", "party", "contract", "kind", "amount", "left",
               "currency")  # fmt: skip
    sorts: ClassVar[dict[str, str]] = {
        "due_on": "due_on", "amount": "amount", "updated_at": "updated_at",
    }  # fmt: skip
    default_sort = "due_on"


@register
class PaymentShareResource(Resource):
    """What a payment is for."""

    model = PaymentShare
    name = "payment-shares"
    means = _("What of a payment is for an instalment or a contract, in the contract's currency, "
              "too.")  # fmt: skip
    icon = "card"
    sections = {
        _("share of a payment"): ("payment", "contract", "plan", "amount", "settled", "rate_note"),
    }
    columns = ("contract", "plan", "amount", "settled", "rate_note")
    filters = ("contract", "plan")


@register
class PaymentResource(Resource):
    """What was paid."""

    model = Payment
    name = "payments"
    means = _("Money that a customer has paid or got back, or that was written off, over "
              "contracts.")  # fmt: skip
    icon = "card"
    page_rank = 84
    sections = {
        _("payment"): ("party", "kind", "received_on", "amount", "currency", "method", "reference",
                       "payer", "left"),
        _("confirmation"): ("status", "confirmed_by", "confirmed_at", "returns", "reason"),
        _("notes"): ("owner", "team", "note", "external_ids"),
    }  # fmt: skip
    columns = ("received_on", "party", "amount", "currency", "kind", "method", "reference",
               "status", "left", "owner")  # fmt: skip
    filters = ("status", "kind", "received_on", "owner", "party", "method", "amount", "currency",
               "left", "confirmed_by")  # fmt: skip
    sorts: ClassVar[dict[str, str]] = {
        "received_on": "received_on", "amount": "amount", "updated_at": "updated_at",
    }  # fmt: skip
    default_sort = "-received_on"
    parts = ("shares",)
    unique = ("external_ids",)
    search: ClassVar[dict[str, Any]] = {
        "names": ("payer",), "codes": ("reference", "external_ids"),
    }  # fmt: skip
    takes_custom = True
