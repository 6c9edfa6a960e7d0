"""What one does on the page of a joint plan besides its fields and verbs: say something."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from zhike.records import saving
from zhike.records.errors import Invalid
from zhike.records.resource import resource_for
from zhike.sales.models import JointComment
from zhike.web.links import record_url
from zhike.web.requests import PageRequest, record_or_404, resource_or_404


@require_POST
def comment(request: PageRequest, id_: UUID) -> HttpResponse:
    """A colleague says something about the plan."""
    plans = resource_or_404(request, "joint-plans", "update")
    plan = record_or_404(request, plans, id_, "update")
    raw = {
        "plan": str(plan.pk), "text": request.POST.get("text", ""),
        "is_shared": "is_shared" in request.POST,
    }  # fmt: skip
    try:
        saving.create(resource_for(JointComment), request.access, raw)
    except Invalid as invalid:
        messages.error(request, " ".join(error.message for error in invalid.errors))
    return redirect(record_url(plans, plan.pk) + "#joint-comments")
