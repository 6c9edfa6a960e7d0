"""The discount caps of all teams at a glance: their own, and in grey what they have from above."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhike.administration.inheriting import Held, tree_of
from zhike.catalog.models import DiscountCap
from zhike.catalog.rules.caps import caps_held
from zhike.catalog.rules.sold import Sold
from zhike.records.resource import resource_for
from zhike.records.rules.numbers import plain
from zhike.web.links import record_url
from zhike.web.requests import PageRequest, resource_or_404


@require_safe
def by_team_page(request: PageRequest) -> HttpResponse:
    """Every team with the caps that hold for it; three queries, however many teams."""
    resource = resource_or_404(request, "discount-caps")
    records = {cap.as_rule: cap for cap in DiscountCap.objects.select_related("product")}
    products: dict[UUID, Sold] = {
        cap.product.pk: cap.product.as_sold for cap in records.values() if cap.product
    }

    def held_by(way: Sequence[UUID]) -> list[Held]:
        held = [records[rule] for rule in caps_held(list(records), way, products)]
        return [Held(_words(cap), record_url(resource, cap.pk, "edit"), cap.team_id)
                for cap in held]  # fmt: skip

    context = {
        "roots": tree_of(held_by, "/discount-caps/new/"),
        "can_create": request.access.can(DiscountCap, "create"),
        "list_url": f"/{resource_for(DiscountCap).name}/",
    }
    return render(request, "catalog/caps_by_team.html", context)


def _words(cap: DiscountCap) -> str:
    """`15%`, or `5% on K12`."""
    share, what = f"{plain(cap.percent)}%", str(cap.product or cap.series)
    return _("%(share)s on %(what)s") % {"share": share, "what": what} if what else share
