"""Making a paper: a link for its QR code, the PDF, and the file in which it is kept."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from zhike.access.rights import Access, Denied
from zhike.base.text import clean_text
from zhike.engagement import storage
from zhike.engagement.models import File, PublicLink
from zhike.engagement.public.giving import picture_of
from zhike.engagement.public.shown import public_page_of
from zhike.ledger.fields import RecordRef
from zhike.ledger.models import Change
from zhike.ledger.writes import CREATE
from zhike.records.paper_words import CODES
from zhike.sales.models.document import Document
from zhike.sales.papers.building import is_final, language_of, paper_of
from zhike.sales.papers.paper import Paper
from zhike.sales.papers.printing import Code, html_of, pdf_of

SHOWN_FOR = dt.timedelta(days=365)
"""Long after it has expired, a paper still says so."""
MIME = "application/pdf"
PRINT = "print"


@dataclass(frozen=True)
class Address:
    """Where the customer looks at the paper: a text that is nowhere kept but on the paper."""

    text: str
    url: str
    check: str
    """Where whoever has no camera enters number and amount."""


def language_for(document: Document, wanted: str) -> str:
    """The language asked for; the brand template's where that is none."""
    return wanted if wanted in CODES else language_of(document)


def require(access: Access, document: Document) -> None:
    """Raise Denied for whoever may not write the document or keep files."""
    access.require(document, "update")
    if not access.can(File, "create"):
        raise Denied(File.record_type, "create")


def address_for(document: Document, site: str) -> Address | None:
    """A new address for a paper that may go out; None for any other.

    A contract holds what only its parties know: it has no page behind a link. Its code leads to
    where number and total together say whether it is the valid one.
    """
    if not is_final(document):
        return None
    if public_page_of(type(document)) is None:
        number = urlencode({"number": document.number})
        return Address("", f"{site}/verify/?{number}", f"{site}/verify/")
    text = secrets.token_urlsafe(32)
    return Address(text, f"{site}/shared/{text}/", f"{site}/verify/")


def page_for_browser(
    access: Access, document: Document, language: str, address: Address | None, note: str = ""
) -> str:
    """The paper to be printed by the browser, where there is no press."""
    if address is not None:
        with access.change_set("share"):
            _give(access, document, address)
    return html_of(paper_of(document, language), _code(address), for_browser=True, note=note)


def make(access: Access, document: Document, language: str, address: Address | None) -> File:
    """Print it and keep the PDF with the customer and the document; raises NoPdf."""
    paper = paper_of(document, language)
    stored = storage.store([pdf_of(paper, _code(address))])
    with access.change_set(PRINT):
        if address is not None:
            _give(access, document, address)
        file = File(
            party=document.party, about=RecordRef.to(document), name=_name(document, paper),
            owner=access.user, size=stored.size, sha256=stored.sha256, content_type=MIME,
            storage_key=stored.key,
        )  # fmt: skip
        file.save()
    return file


def _code(address: Address | None) -> Code | None:
    if address is None:
        return None
    return Code(picture_of(address.url), address.url, address.check)


def _give(access: Access, document: Document, address: Address) -> None:
    """Let the address show the document, in the name of whom the paper is for."""
    if not address.text:
        return
    recipient = document.contact or document.party
    PublicLink.give(
        document, text=address.text, recipient=recipient.name[:80], owner=access.user,
        expires_at=timezone.now() + SHOWN_FOR,
    )  # fmt: skip


def _name(document: Any, paper: Paper) -> str:
    """`报价单 QT-2026-0001 v2.pdf`; of a draft, that it is one."""
    called = document.number or document.name
    draft = "" if is_final(document) else _("Draft")
    version = getattr(document, "edition", 1) or 1
    parts = (paper.title, called, f"v{version}" if version > 1 else "", draft)
    name = " ".join(part for part in parts if part).replace("/", "-")
    return clean_text(name[:190], max_length=190, multiline=False) + ".pdf"


def papers_of(access: Access, document: Document) -> Any:
    """The PDFs made here of a document, the latest first, as far as the reader sees its files.

    A PDF that somebody put there, however it is called, is none: the ledger knows which was made.
    """
    printed = Change.objects.filter(
        record=OuterRef("pk"), kind=File.record_type, operation=CREATE, change_set__action=PRINT
    )
    rows = access.rows(File).filter(about=RecordRef.to(document), content_type=MIME)
    return rows.filter(Exists(printed)).order_by("-pk")
