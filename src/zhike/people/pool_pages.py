"""The pools at a glance: what lies in each, and how much more one may claim."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from zhike.access.granted import ADMINISTER
from zhike.access.rights import Access, in_pools
from zhike.administration.places import Place, register_settings
from zhike.people.models import AssignmentRule, Pool, ScoreRule
from zhike.people.models.pool import RESOURCES
from zhike.people.pools.clocks import KINDS
from zhike.people.pools.limits import claims_today, counted
from zhike.records.listing import bounded_count
from zhike.records.resource import resource_named
from zhike.web.links import list_url, record_url
from zhike.web.navigation import MAIN, Entry, register_entry
from zhike.web.question_pages import where
from zhike.web.requests import PageRequest

PAGE = "/pools/mine/"


def pools_of(access: Access) -> QuerySet[Any]:
    """The pools whose content this user sees, by kind and name."""
    if access.everything:
        return Pool.objects.order_by("holds", "name")
    ids = [pool for commons in access.commons.values() for pool in commons.member_of]
    return Pool.objects.filter(pk__in=ids).order_by("holds", "name")


def has_pools(access: Access) -> bool:
    """Whether there is a pool from which this user may claim."""
    return any(access.can(KINDS[kind], "claim") for kind in access.commons) or (
        access.everything and _any_pool(access.number)
    )


@lru_cache(maxsize=8)
def _any_pool(_rights_number: int) -> bool:
    """Whether there is a pool at all; each change of one brings a new number."""
    return Pool.objects.exists()


@require_GET
def pools_page(request: PageRequest) -> HttpResponse:
    """Each pool with what lies in it, today's claims and what is owned of the most."""
    access = request.access
    context = {
        "columns": [
            {"label": _("pool"), "pinned": True, "at": "2"},
            {"label": _("holds"), "at": "3"},
            {"label": _("to be claimed"), "numeric": True, "at": "3"},
            {"label": _("claimed today"), "numeric": True},
            {"label": _("owned"), "numeric": True},
            {"label": _("runs the pool")},
        ],
        "rows": [_row(access, pool) for pool in pools_of(access)],
        "rules": {"label": _("Set up pools"), "icon": "settings", "url": "/pools/"}
        if access.can(Pool, ADMINISTER) else None,
    }  # fmt: skip
    return render(request, "people/pools.html", context)


def _row(access: Access, pool: Pool) -> dict[str, Any]:
    model, pk = KINDS[pool.holds], UUID(str(pool.pk))
    lying, is_more = bounded_count(access.rows(model).filter(in_pools([pk])))
    user = access.user
    today = f"{len(claims_today(user, pool))}" if user else ""
    owned = f"{counted(pool, model, user):,}" if user else ""
    commons = access.commons.get(pool.holds)
    runs = commons is not None and pk in commons.administers
    return {"id": f"pool-{pool.pk}", "label": pool.name, "cells": [
        {"kind": "link", "text": pool.name, "url": content_url(pool)},
        {"kind": "text", "text": str(pool.get_holds_display())},
        {"kind": "number", "text": f"{lying:,}" + ("+" if is_more else "")},
        {"kind": "number", "text": _of(today, pool.daily_claims)},
        {"kind": "number", "text": _of(owned, pool.most_owned)},
        {"kind": "link", "text": _("yes"), "url": record_url(resource_named("pools"), pool.pk)}
        if runs or access.everything else {"kind": "text", "text": ""},
    ]}  # fmt: skip


def _of(count: str, most: int | None) -> str:
    return count if most is None else f"{count} / {most:,}"


def content_url(pool: Pool) -> str:
    """The list of what lies in a pool, what came first at the top."""
    node = {"all": [where("pool", "eq", str(pool.pk)), where("owner", "empty", True)]}
    return list_url(resource_named(RESOURCES[pool.holds]), filter=node)


register_entry(Entry(MAIN, 28, gettext_lazy("pools"), PAGE, "pool", has_pools))
register_settings(
    Place(gettext_lazy("Pools"), gettext_lazy("who claims what, within which limits"),
          "/pools/", "pool", Pool), "/pool-members/", "/recycle-rules/",
)  # fmt: skip
register_settings(
    Place(gettext_lazy("Assignment rules"),
          gettext_lazy("to whom new leads go, and how soon they are answered"),
          "/assignment-rules/", "swap", AssignmentRule),
)  # fmt: skip
register_settings(
    Place(gettext_lazy("Try the assignment rules"),
          gettext_lazy("what would happen to a lead like this"),
          "/assignment-rules/try/", "help", AssignmentRule),
)  # fmt: skip
register_settings(
    Place(gettext_lazy("Score rules"), gettext_lazy("what makes a lead worth calling first"),
          "/score-rules/", "star", ScoreRule),
)  # fmt: skip
