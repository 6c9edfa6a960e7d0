"""More discount than the cap: asked of whoever answers for the team, or allowed by right."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhike.access.rights import Access
from zhike.base.errors import N_, BadValue
from zhike.engagement.actions.start_approval import start_approval
from zhike.engagement.models import Approval, clock
from zhike.engagement.models.about import about, record_of
from zhike.engagement.models.outcome import register_outcome
from zhike.ledger.actions import action
from zhike.records.errors import Invalid
from zhike.sales.models import Opportunity
from zhike.sales.models.discounts import Excess, excesses

PURPOSE = "discount"


def open_approval(deal: Opportunity) -> Approval | None:
    """The consent to its discounts that a deal waits for."""
    asked = Approval.objects.filter(about(deal), purpose=PURPOSE, status=Approval.Status.OPEN)
    return asked.order_by("pk").first()


def _lacks_consent(deal: Opportunity) -> bool:
    return deal.won_at is None and deal.lost_at is None and bool(excesses(deal))


def _may_ask(deal: Opportunity) -> bool:
    return _lacks_consent(deal) and open_approval(deal) is None


@action(
    _("ask for the discount"), on=Opportunity, permission="update", when=_may_ask, icon="check",
    with_access=True,
)  # fmt: skip
def ask_for_discount(deal: Opportunity, access: Access) -> None:
    """Ask whoever answers for the selling team to agree to the discounts beyond the cap."""
    user = access.user
    head = clock.answers_for(deal.selling_team, besides=user.pk if user else None)
    if head is None:
        raise Invalid.field("stage", BadValue("nobody", N_("Nobody is there to be asked.")))
    found = excesses(deal)
    for one in found:
        one.line.asked_discount = one.given
        one.line.save()
    subject = gettext("Discount for %(deal)s") % {"deal": deal.name}
    start_approval(
        access, deal, subject[:200], [head], text=_lines(found), purpose=PURPOSE,
    )  # fmt: skip


@action(_("allow the discount"), on=Opportunity, when=_lacks_consent, icon="won")
def allow_discount(deal: Opportunity) -> None:
    """Agree to the discounts of a deal as they stand, by right; nobody need be asked any more."""
    for one in excesses(deal):
        one.line.agreed_discount, one.line.asked_discount = one.given, None
        one.line.save()
    if approval := open_approval(deal):
        approval.withdraw()


def _lines(found: list[Excess]) -> str:
    return "\n".join(one.words for one in found)


def conclude(_access: Access, approval: Approval) -> None:
    """Keep what was agreed to, line by line: no more than was asked, and for no other line."""
    deal = record_of(approval.about)
    if not isinstance(deal, Opportunity):
        return
    for line in deal.lines.filter(asked_discount__isnull=False):
        if approval.status == Approval.Status.AGREED:
            line.agreed_discount = line.asked_discount
        line.asked_discount = None
        line.save()


register_outcome(PURPOSE, conclude)
