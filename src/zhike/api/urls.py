"""Where the API answers. Every path is an Endpoint, which lets nobody in unauthenticated."""

from __future__ import annotations

from typing import NoReturn

from django.urls import URLPattern, path, re_path

from zhike.api.calls import Call, Endpoint
from zhike.api.problems import Problem
from zhike.api.views import (
    aspects,
    batches,
    change_sets,
    documents,
    merges,
    others,
    questions,
    records,
    verbs,
)


def nothing_here(_call: Call) -> NoReturn:
    """Any other path, once it is known who asks."""
    raise Problem("missing")


urlpatterns: list[URLPattern] = [
    path("openapi.json", Endpoint(GET=documents.openapi), name="openapi"),
    path("me", Endpoint(GET=others.read_me), name="me"),
    path("questions", Endpoint(GET=questions.list_questions), name="questions"),
    path("search", Endpoint(GET=others.search), name="search"),
    path("jobs/<id:id_>", Endpoint(GET=others.read_job), name="job"),
    path("change-sets", Endpoint(GET=change_sets.list_change_sets), name="change-sets"),
    path("change-sets/<id:id_>", Endpoint(GET=change_sets.read_change_set), name="change-set"),
    path("change-sets/<id:id_>/undo", Endpoint(POST=change_sets.undo), name="undo"),
    path(
        "<slug:name>",
        Endpoint(GET=records.list_records, POST=records.create_record),
        name="records",
    ),
    path("<slug:name>/batch", Endpoint(POST=batches.batch), name="batch"),
    path(
        "<slug:name>/<id:id_>",
        Endpoint(
            GET=records.read_record, PATCH=records.change_record, DELETE=records.delete_record
        ),
        name="record",
    ),
    path("<slug:name>/<id:id_>/timeline", Endpoint(GET=aspects.read_timeline), name="timeline"),
    path("<slug:name>/<id:id_>/history", Endpoint(GET=aspects.read_history), name="history"),
    path("<slug:name>/<id:id_>/sources", Endpoint(GET=aspects.read_sources), name="sources"),
    path("<slug:name>/<id:id_>/access", Endpoint(GET=aspects.read_access), name="access"),
    path("<slug:name>/<id:id_>/merge", Endpoint(POST=merges.merge), name="merge"),
    path(
        "<slug:name>/<id:id_>/unmerge",
        Endpoint(GET=merges.came_since, POST=merges.unmerge),
        name="unmerge",
    ),
    path(
        "<slug:name>/<id:id_>/<slug:verb>",
        Endpoint(POST=verbs.perform, otherwise=verbs.refuse),
        name="verb",
    ),
    re_path("", Endpoint(otherwise=nothing_here), name="nothing"),
]
