"""The texts that the source marks for translation, and the catalogue that answers them.

Works without GNU gettext: Babel reads Python, Django turns its templates into something that
Babel can read. `bin/messages` brings the catalogue up to date.
"""

import io
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages import Catalog, extract, pofile
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
CATALOG = ROOT / "locale/zh_Hans/LC_MESSAGES/django.po"
KEYWORDS = {
    **dict.fromkeys(("_", "N_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
MARK = re.compile(r"\b(?:N?_|n?p?gettext\w*)\(|{%\s*(?:block)?trans|_\(")


@cache
def marked() -> Catalog:
    """Every text marked in the source, with the files it stands in."""
    catalog = _empty()
    for path, code in _sources():
        try:
            found = list(extract.extract("python", io.BytesIO(code.encode()), KEYWORDS))
        except Exception as error:
            raise ValueError(f"{path}: {error}") from error
        for _line, text, _comments, context in found:
            catalog.add(text, locations=[(str(path.relative_to(ROOT)), 0)], context=context)
    return catalog


def _empty() -> Catalog:
    return Catalog(
        locale="zh_Hans",
        domain="django",
        header_comment="# The Chinese of Zhike 知客; bin/messages keeps it up to date.",
        project="Zhike",
        version="1",
        copyright_holder="Zhike",
        msgid_bugs_address="Zhike",
        last_translator="Zhike",
        language_team="Zhike",
        charset="utf-8",
        fuzzy=False,
    )


def _sources() -> Iterator[tuple[Path, str]]:
    for path in sorted(SOURCE.rglob("*")):
        is_python = path.suffix == ".py" and "migrations" not in path.parts
        if not is_python and (
            path.suffix not in {".html", ".txt"} or "templates" not in path.parts
        ):
            continue
        text = path.read_text(encoding="utf-8")
        # To look for a mark is a hundredth of reading what has none.
        if not MARK.search(text):
            continue
        if is_python:
            yield path, text
        else:
            code = templatize(text)
            # Markup's indentation means nothing to Python.
            yield path, "\n".join(line.strip() for line in code.splitlines())


def translated() -> Catalog:
    """The Chinese catalogue as it lies in the tree."""
    with CATALOG.open("rb") as file:
        return pofile.read_po(file, locale="zh_Hans", domain="django")


def update() -> int:
    """Add new texts without translation, drop those that are gone; how many wait to be done."""
    source = marked()
    catalog = translated() if CATALOG.exists() else _empty()
    created = catalog.creation_date
    catalog.update(source, no_fuzzy_matching=True)
    catalog.creation_date = created
    catalog.obsolete.clear()
    CATALOG.parent.mkdir(parents=True, exist_ok=True)
    with CATALOG.open("wb") as file:
        pofile.write_po(file, catalog, width=100, include_lineno=False, sort_output=True)
    return sum(1 for message in catalog if message.id and not is_done(message.string))


def is_done(text: object) -> bool:
    """Whether a translation, in all its plural forms, says something."""
    forms = text if isinstance(text, tuple | list) else (text,)
    return all(forms)


if __name__ == "__main__":
    waiting = update()
    print(f"{CATALOG.relative_to(ROOT)}: {waiting} texts wait to be translated.")
    sys.exit(0)
