"""Pages of engagement that are not generic."""

from __future__ import annotations

from django.urls import path

from zhike.engagement import capture, composer, views

urlpatterns = [
    path("capture/", capture.capture_page, name="capture"),
    path("parties/<uuid:id_>/files/", views.upload, name="upload_files"),
    path("parties/<uuid:id_>/interactions/", composer.write, name="write_interaction"),
    path("files/<uuid:id_>/content/", views.content, name="file_content"),
]
