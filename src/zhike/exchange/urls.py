"""The pages of import and export."""

from __future__ import annotations

from django.urls import path

from zhike.exchange import export_views, views
from zhike.exchange.backup import pages as backups

urlpatterns = [
    path("import/", views.imports_page, name="imports"),
    path("import/<uuid:id_>/", views.import_page, name="import"),
    path("import/<uuid:id_>/job/", views.job_part, name="import_job"),
    path("import/<uuid:id_>/stop/", views.stop, name="stop_import"),
    path("import/<uuid:id_>/failed/", views.failures, name="import_failures"),
    path("export/<uuid:id_>/", export_views.export_page, name="export"),
    path("export/<uuid:id_>/file/", export_views.export_file, name="export_file"),
    path("settings/backups/", backups.backups_page, name="backups"),
    path("settings/backups/make/", backups.make_now, name="make_backup"),
    path("settings/backups/password/", backups.set_password, name="backup_password"),
    path("settings/backups/<str:name>/", backups.fetch, name="backup_file"),
    path("settings/backups/<str:name>/prove/", backups.prove_now, name="prove_backup"),
    path("<slug:name>/export/", export_views.export_list, name="export_list"),
]
