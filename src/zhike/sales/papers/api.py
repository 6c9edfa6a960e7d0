"""Papers for programs: made, and fetched as PDF."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from zhike.api import bodies
from zhike.api.calls import Answer, Call, Endpoint
from zhike.api.idempotency import once
from zhike.api.openapi.further import Further, describes
from zhike.api.openapi.operations import POST, operation, parameters
from zhike.api.openapi.schemas import COUNT, ID, TEXT, Json, closed, ref
from zhike.api.problems import Problem, malformed
from zhike.base.pdf import NoPdf
from zhike.engagement import storage
from zhike.engagement.models import File
from zhike.records.errors import say
from zhike.records.paper_words import CODES
from zhike.records.resource import resource_for
from zhike.sales.models import Contract, Order, Quote
from zhike.sales.papers import making

KINDS: dict[str, type[Any]] = {"quotes": Quote, "contracts": Contract, "orders": Order}


def make_paper(call: Call, name: str, id_: UUID) -> HttpResponse:
    """Print the document, and keep the PDF with it and its customer."""
    resource = resource_for(KINDS[name])
    call.must(resource, "update")
    document = call.record(resource, id_, "update")
    making.require(call.access, document)
    said = bodies.body(call.request, optional=True)
    if unknown := [field for field in said if field != "language"]:
        raise malformed(unknown[0], _("There is no such field."))
    if said.get("language", "zh") not in CODES:
        message = _("Choose one of: %(known)s.") % {"known": ", ".join(CODES)}
        raise malformed("language", message)

    def work() -> Answer:
        language = making.language_for(document, str(said.get("language", "")))
        address = making.address_for(document, call.request.build_absolute_uri("/")[:-1])
        try:
            file = making.make(call.access, document, language, address)
        except NoPdf as error:
            raise Problem("not-now", say(error)) from None
        return Answer(_json(file), 201)

    return once(call, work)


def read_paper(call: Call, name: str, id_: UUID) -> HttpResponseBase:
    """The PDF that was made last."""
    bodies.query(call.request)
    document = call.record(call.resource(name), id_)
    call.must(resource_for(File), "read")
    file = making.papers_of(call.access, document).first()
    if file is None or not storage.path_of(file.storage_key).exists():
        raise Problem("missing")
    where = storage.path_of(file.storage_key)
    return FileResponse(
        where.open("rb"), as_attachment=True, filename=file.name, content_type=making.MIME
    )


def _json(file: File) -> dict[str, Any]:
    return {"file": str(file.pk), "name": file.name, "size": file.size}


@describes
def papers() -> Further:
    """The paths of papers."""
    one: Json = {"in": "path", "name": "id_", "required": True, "schema": ID}
    found: Json = {}
    for name, model in KINDS.items():
        called = str(model._meta.verbose_name)
        kind = model.record_type
        body = closed({"language": {"type": "string", "enum": [str(code) for code in CODES]}})
        read = operation(f"read_{kind}_paper", f"The PDF of this {called} that was made last",
                         {"200": TEXT}, ("400", "401", "403", "404"), tag="papers")  # fmt: skip
        read["responses"]["200"]["content"] = {
            making.MIME: {"schema": {"type": "string", "format": "binary"}}
        }
        found[f"/{name}/{{id_}}/paper"] = {"parameters": [one], "get": read, "post": operation(
            f"make_{kind}_paper", f"Print this {called}, and keep the PDF with its customer",
            {"201": ref("Paper")}, POST, tag="papers", body=body, needed=False,
            parameters=parameters("IdempotencyKey"),
        )}  # fmt: skip
    paper = closed({"file": ID, "name": TEXT, "size": COUNT}, "file", "name", "size")
    return Further(found, {"Paper": paper})


urlpatterns: list[URLPattern] = [
    path(f"{name}/<id:id_>/paper", Endpoint(GET=read_paper, POST=make_paper), {"name": name},
         name=f"api_{name}_paper")
    for name in KINDS
]  # fmt: skip
