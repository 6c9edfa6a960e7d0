"""Starting an approval from code: a step of a deal, a discount, a contract asks for consent."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zhike.access.models import Team, User
from zhike.access.rights import Access
from zhike.engagement.models import Approval, ApprovalStep
from zhike.ledger.fields import RecordRef
from zhike.ledger.models import Record

EIGHT = Decimal(8)


def start_approval(
    access: Access, about: Record, subject: str, steps: Sequence[Team | User], *,
    mode: str = Approval.Mode.ALL, hours: Decimal = EIGHT,
    when_late: str = Approval.WhenLate.ESCALATE, text: str = "", purpose: str = "",
) -> Approval:  # fmt: skip
    """Ask these departments and people whether they agree, within the caller's change set.

    What `register_outcome` knows of the purpose follows in the change set of the last decision.
    """
    approval = Approval(
        subject=subject, text=text, about=RecordRef.to(about), owner=access.user, mode=mode,
        hours=hours, when_late=when_late, purpose=purpose,
    )  # fmt: skip
    approval.save()
    for asked in steps:
        whom = {"team": asked} if isinstance(asked, Team) else {"user": asked}
        ApprovalStep(approval=approval, **whom).save()
    return approval
