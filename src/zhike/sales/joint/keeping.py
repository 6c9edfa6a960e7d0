"""What of joint plans goes on when somebody leaves: those that run."""

from __future__ import annotations

from django.db.models import Q

from zhike.engagement.handover.work import register_continuing
from zhike.sales.models import JointPlan

register_continuing(JointPlan, lambda: Q(status=JointPlan.Status.RUNNING))
