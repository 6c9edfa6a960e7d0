"""A document asks for consent: submitted, taken back, agreed to or refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhike.access.rights import Access
from zhike.base.errors import N_, BadValue
from zhike.engagement.actions.start_approval import start_approval
from zhike.engagement.models import Approval, clock
from zhike.engagement.models.about import about, record_of
from zhike.engagement.models.outcome import register_outcome
from zhike.ledger.actions import NEVER, action
from zhike.records.errors import Invalid
from zhike.sales.models.document import APPROVED, DRAFT, SUBMITTED, Document, is_draft, is_submitted
from zhike.sales.models.reasons import Reason, Route, reasons_of, route_of

PURPOSE = "document"


def open_approval(document: Document) -> Approval | None:
    """The consent that a document waits for."""
    asked = Approval.objects.filter(
        about(document), purpose=PURPOSE, status=Approval.Status.OPEN
    )  # fmt: skip
    return asked.order_by("pk").first()


@action(
    _("submit"), on=Document, permission="update", when=is_draft, icon="check", with_access=True
)
def submit(document: Document, access: Access) -> None:
    """Let it stand as it is, or ask whoever must agree to it first."""
    if not document.lines.exists():
        raise Invalid.field("lines", BadValue("empty", N_("Add a product first.")))
    reasons = reasons_of(document)
    if not reasons:
        document.go_to(APPROVED)
        return
    document.go_to(SUBMITTED)
    route = route_of(document, reasons) or _usual(document, reasons, access)
    route = _with_named(route, reasons)
    subject = gettext("%(kind)s: %(document)s") % {
        "kind": type(document)._meta.verbose_name, "document": document,
    }  # fmt: skip
    start_approval(
        access, document, subject[:200], route.steps, mode=route.mode, hours=route.hours,
        when_late=route.when_late, text="\n".join(one.words for one in reasons), purpose=PURPOSE,
    )  # fmt: skip


def _with_named(route: Route, reasons: Sequence[Reason]) -> Route:
    """Whom a reason names is asked besides, whatever rule knew the route; then all must agree."""
    known = {one.pk for one in route.steps}
    others = {one.pk: one for reason in reasons for one in reason.asks if one.pk not in known}
    if not others:
        return route
    mode = Approval.Mode.ALL if route.mode == Approval.Mode.ANY else route.mode
    return replace(route, steps=[*route.steps, *others.values()], mode=mode)


def _usual(document: Document, reasons: Sequence[Reason], access: Access) -> Route:
    """Those whom the reasons name, each once; the head of the selling team for the others."""
    asked = {one.pk: one for reason in reasons for one in reason.asks}
    if any(not reason.asks for reason in reasons):
        user = access.user
        head = clock.answers_for(document.selling_team, besides=user.pk if user else None)
        if head is None:
            raise Invalid.field("status", BadValue("nobody", N_("Nobody is there to be asked.")))
        asked.setdefault(head.pk, head)
    return Route(list(asked.values()))


@action(_("take back"), on=Document, permission="update", when=is_submitted, icon="undo")
def withdraw(document: Document) -> None:
    """Make it a draft again; nobody need agree to it any more."""
    if approval := open_approval(document):
        approval.withdraw()
    document.go_to(DRAFT)


@action(
    _("agree to it"), on=Document, permission="approve", when=is_submitted, icon="won", undo=NEVER
)
def approve(document: Document) -> None:
    """Agree to it by right; whoever was asked need not answer any more."""
    if approval := open_approval(document):
        approval.withdraw()
    document.go_to(APPROVED)


def conclude(_access: Access, approval: Approval) -> None:
    """Let it stand once all have agreed; a refused one is a draft again."""
    document = record_of(approval.about)
    if isinstance(document, Document) and is_submitted(document):
        document.go_to(APPROVED if approval.status == Approval.Status.AGREED else DRAFT)


register_outcome(PURPOSE, conclude)
