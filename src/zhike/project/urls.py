"""Where every page and endpoint lives."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from zhike.project import first_start  # noqa: F401 — the roles that it suggests

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("zhike.exchange.api_urls")),
    path("api/v1/", include("zhike.sales.papers.api")),
    path("api/v1/", include("zhike.people.directory.api")),
    path("api/v1/", include("zhike.api.urls")),
    path("", include("zhike.portal.urls")),
    path("", include("zhike.sales.urls")),
    path("", include("zhike.catalog.urls")),
    path("", include("zhike.engagement.urls")),
    path("", include("zhike.people.urls")),
    path("", include("zhike.exchange.urls")),
    path("", include("zhike.administration.urls")),
    path("", include("zhike.web.urls")),
]
