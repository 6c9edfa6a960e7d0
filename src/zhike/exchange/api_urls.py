"""Imports and exports for programs."""

from __future__ import annotations

from django.urls import URLPattern, path

from zhike.api.calls import Endpoint
from zhike.exchange import api, export_api

urlpatterns: list[URLPattern] = [
    path("imports", Endpoint(GET=api.list_imports, POST=api.begin_import), name="api_imports"),
    path("imports/<id:id_>", Endpoint(GET=api.read_import), name="api_import"),
    path("imports/<id:id_>/run", Endpoint(POST=api.run_import), name="api_run_import"),
    path("imports/<id:id_>/refused", Endpoint(GET=api.refused_rows), name="api_refused_rows"),
    path("<slug:name>/export", Endpoint(POST=export_api.begin_export), name="api_begin_export"),
    path("exports/<id:id_>", Endpoint(GET=export_api.read_export), name="api_export"),
    path("exports/<id:id_>/file", Endpoint(GET=export_api.read_file), name="api_export_file"),
]
