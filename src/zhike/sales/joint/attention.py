"""What is late of joint plans, at the head of their pages and of their customers'."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhike.access.rights import Access
from zhike.people.models import Party
from zhike.records.lacking import lacks
from zhike.records.resource import resource_for
from zhike.sales.models import JointMilestone, JointPlan
from zhike.sales.models.joint_plan import is_running
from zhike.web.attention import Alert, register_attention, sees
from zhike.web.dates import day_text
from zhike.web.links import url_of

MOST = 5


def late(access: Access, plan: JointPlan) -> Iterator[Alert]:
    """Each milestone whose day is over, with who is to see to it."""
    if not is_running(plan) or not sees(access, JointMilestone, "title", "side", "due_on"):
        return
    rows = access.rows(JointMilestone).filter(
        plan=plan.pk, done_at=None, due_on__lt=timezone.localdate()
    )
    specs = resource_for(JointMilestone).specs(access)
    for milestone in rows.order_by("due_on", "pk")[:MOST]:
        words = {
            "side": specs["side"].text(milestone),
            "day": day_text(milestone.due_on, weekday=False),
        }
        title = _("“%(milestone)s” is late") % {"milestone": milestone.title}
        yield Alert(title, _("Due on %(day)s; who sees to it: %(side)s.") % words, "seal")


def of_party(access: Access, party: Party) -> Iterator[Alert]:
    """The joint plans of a customer that are behind, each with how many milestones are late."""
    if lacks(party, JointPlan, "party"):
        return
    if not sees(access, JointMilestone, "due_on") or not sees(access, JointPlan, "name", "status"):
        return
    rows = access.rows(JointMilestone).filter(
        plan__party=party.pk, plan__status=JointPlan.Status.RUNNING, done_at=None,
        due_on__lt=timezone.localdate(),
    )  # fmt: skip
    found = rows.values_list("plan", "plan__name").annotate(count=Count("pk")).order_by("plan")
    for plan, name, count in found[:MOST]:
        title = _("The joint plan “%(plan)s” is behind") % {"plan": name}
        text = ngettext("%(late)s milestone is late", "%(late)s milestones are late", count)
        text %= {"late": count}
        yield Alert(title, text, "seal", [{"label": _("Open"), "url": url_of(JointPlan, plan)}])


register_attention(40, Party, of_party)
register_attention(10, JointPlan, late)
