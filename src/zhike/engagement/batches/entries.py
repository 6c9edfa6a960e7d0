"""What an upload of cards holds: pictures, lines of lists, and what is neither, each as an entry.

Nothing that somebody uploads raises, and no name in it is used as a place on disk: an entry that
cannot be taken says in words what is wrong with it.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _
from PIL import Image

from zhike.access.rights import Access
from zhike.base.text import clean_text
from zhike.engagement.batches.said import FIELDS, trouble_of
from zhike.engagement.pictures import FORMATS, MOST_PIXELS
from zhike.exchange.beginning import sample
from zhike.exchange.readers import NotATable, Table, open_table
from zhike.exchange.suggesting import suggest
from zhike.people.models import Lead
from zhike.records.errors import say
from zhike.records.resource import resource_for

MOST_ENTRIES = 20_000
LARGEST_ENTRY = 25 * 2**20
MOST_UNPACKED = 4 * 2**30
"""Beyond this the rest of a ZIP is left unread: a bomb of kilobytes may claim to hold far more."""
PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".heif", ".bmp", ".tif", ".tiff")
OF_SYSTEMS = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Entry:
    """A picture (`data`), a line of a list (`values`), or what is wrong with one (`trouble`)."""

    name: str
    digest: str
    data: bytes = b""
    values: Mapping[str, str] | None = None
    row: int | None = None
    trouble: str = ""


def entries(path: Path, name: str, access: Access) -> Iterator[Entry]:
    """Everything in an uploaded file, always in the same order."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            if "[Content_Types].xml" not in packed.namelist():
                yield from _packed(packed, name, access)
                return
    with path.open("rb") as file:
        data = file.read(LARGEST_ENTRY + 1)
    yield from _one(name, data, access, path)


def _packed(packed: zipfile.ZipFile, of: str, access: Access) -> Iterator[Entry]:
    """The files in a ZIP, as far as they are to be read."""
    left = MOST_UNPACKED
    for number, info in enumerate(packed.infolist()):
        if info.is_dir() or info.filename.lower().endswith(OF_SYSTEMS) or (
            info.filename.lower().startswith(OF_SYSTEMS)
        ):  # fmt: skip
            continue
        called = name_of(info.filename)
        key = f"{of}\0{number}\0{info.filename}"
        if number >= MOST_ENTRIES or left <= 0:
            trouble = _("The ZIP holds too much: divide it, and upload the rest by itself.")
            yield _bad(called, key, trouble)
            return
        data, trouble = _unpacked(packed, info)
        left -= len(data)
        if trouble:
            yield _bad(called, key, trouble)
        else:
            yield from _one(called, data, access)


def _unpacked(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> tuple[bytes, str]:
    """The content of one file, or why it is not taken."""
    pieces = info.filename.replace("\\", "/").split("/")
    if info.filename.startswith(("/", "\\")) or ".." in pieces or ":" in pieces[0]:
        return b"", _("It names a folder outside of the ZIP: pack the files anew.")
    if info.flag_bits & 1:
        return b"", _("It is protected by a password: pack it without one.")
    try:
        with packed.open(info) as file:
            data = file.read(LARGEST_ENTRY + 1)
    except Exception:
        return b"", _("It is damaged within the ZIP: pack the files anew.")
    if len(data) > LARGEST_ENTRY:
        return b"", _too_large()
    return data, ""


def _one(name: str, data: bytes, access: Access, path: Path | None = None) -> Iterator[Entry]:
    """A picture, or the lines of a list, by what the bytes say."""
    name = name_of(name)
    digest = hashlib.sha256(data).hexdigest()
    key = f"{name}\0{digest}"
    if len(data) > LARGEST_ENTRY and path is None:
        yield _bad(name, key, _too_large())
    elif not data:
        yield _bad(name, key, _("The file is empty."))
    elif is_picture(data):
        trouble = _too_large() if len(data) > LARGEST_ENTRY else picture_trouble(data)
        yield Entry(name, digest, trouble=trouble, data=b"" if trouble else data)
    elif name.lower().endswith(PICTURES):
        trouble = _("This is no picture that can be read: save it as JPEG or PNG.")
        yield _bad(name, key, trouble)
    elif data.startswith(b"PK\x03\x04") and path is None and b"[Content_Types].xml" not in data:
        yield _bad(name, key, _("A ZIP within a ZIP is not opened: upload it by itself."))
    elif path is not None:
        yield from _lines(name, digest, path, access)
    else:
        with TemporaryDirectory() as folder:
            kept = Path(folder) / "list"
            kept.write_bytes(data)
            yield from _lines(name, digest, kept, access)


def is_picture(head: bytes) -> bool:
    """Whether the bytes begin as a picture does."""
    if head.startswith(b"RIFF"):
        return head[8:12] == b"WEBP"
    return head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a"))


def picture_trouble(data: bytes) -> str:
    """What its first bytes say against a picture: nothing is unfolded for it."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return _("The picture is too large: save it with at most 60 million pixels.")
    except Image.DecompressionBombError:
        return _("The picture is too large: save it with at most 60 million pixels.")
    except (OSError, SyntaxError, ValueError):
        return _("The picture is damaged: photograph the card once more.")
    return ""


def _lines(name: str, digest: str, path: Path, access: Access) -> Iterator[Entry]:
    """The rows of a list, each with the values for the fields that its headings name."""
    try:
        table = open_table(path)
        mapping = suggest(resource_for(Lead), access, table.headings, sample(table))
        table.count()
    except NotATable as error:
        yield _bad(name, f"{name}\0{digest}", say(error))
        return
    places = {
        column.to: [table.headings.index(heading) for heading in column.source]
        for column in mapping.columns if column.to in FIELDS and column.source
    }  # fmt: skip
    if not places:
        message = _("No column of this list says a name, a company or a telephone number.")
        yield _bad(name, f"{name}\0{digest}", message)
        return
    yield from _rows(name, digest, table, places)


def _rows(name: str, digest: str, table: Table, places: Mapping[str, list[int]]) -> Iterator[Entry]:
    for line, cells, problem in table.rows():
        own = f"{digest}\0{line}"
        if problem is not None:
            yield _bad(name, own, say(problem), row=line)
            continue
        found = {to: "".join(cells[n].strip() for n in which) for to, which in places.items()}
        values = {to: text for to, text in found.items() if text}
        if trouble := trouble_of(values):
            yield _bad(name, own, trouble, row=line, values=values)
        else:
            own = json.dumps(values, sort_keys=True, ensure_ascii=False)
            yield Entry(name, _digest(own), values=values, row=line)


def _bad(
    name: str, key: str, trouble: str, *, row: int | None = None,
    values: Mapping[str, str] | None = None,
) -> Entry:  # fmt: skip
    return Entry(name, _digest(key), row=row, values=values, trouble=trouble[:300])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _too_large() -> str:
    return _("The file is too large: a picture may have at most %(megabytes)s MB.") % {
        "megabytes": LARGEST_ENTRY // 2**20
    }


def name_of(name: str) -> str:
    """The name without folders, as text that every page can show."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return clean_text(last[-200:], max_length=200, multiline=False) or _("file")
