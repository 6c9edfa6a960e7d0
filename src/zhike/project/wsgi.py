"""The web application as Django and granian load it."""

from __future__ import annotations

import multiprocessing
import os

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

from zhike.project.lifeline import end_with
from zhike.project.readiness import load_all

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhike.project.settings")

application = get_wsgi_application()
load_all()


def in_worker() -> WSGIHandler:
    """The application for one of granian's processes, which ends with the process that made it."""
    server = multiprocessing.parent_process()
    if server is not None:
        end_with(server.join)
    return application
