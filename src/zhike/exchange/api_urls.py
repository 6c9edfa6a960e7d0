"""Imports for programs."""

from __future__ import annotations

from django.urls import URLPattern, path

from zhike.api.calls import Endpoint
from zhike.exchange import api

urlpatterns: list[URLPattern] = [
    path("imports", Endpoint(GET=api.list_imports, POST=api.begin_import), name="api_imports"),
    path("imports/<id:id_>", Endpoint(GET=api.read_import), name="api_import"),
    path("imports/<id:id_>/run", Endpoint(POST=api.run_import), name="api_run_import"),
    path("imports/<id:id_>/refused", Endpoint(GET=api.refused_rows), name="api_refused_rows"),
]
