"""The pages of import and export."""

from __future__ import annotations

from django.urls import path

from zhike.exchange import export_views, views

urlpatterns = [
    path("import/", views.imports_page, name="imports"),
    path("import/<uuid:id_>/", views.import_page, name="import"),
    path("import/<uuid:id_>/job/", views.job_part, name="import_job"),
    path("import/<uuid:id_>/stop/", views.stop, name="stop_import"),
    path("import/<uuid:id_>/failed/", views.failures, name="import_failures"),
    path("export/<uuid:id_>/", export_views.export_page, name="export"),
    path("export/<uuid:id_>/file/", export_views.export_file, name="export_file"),
    path("<slug:name>/export/", export_views.export_list, name="export_list"),
]
