"""vCard 2.1 to 4.0, as telephones, mail programs and card scanners write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import vobject

from zhike.exchange.text_files import encoding_of
from zhike.exchange.unfolding.kinds import MOST_ROWS, WriteRow

SINGLE = ("name", "kind", "company", "department", "title", "birthday", "note", "tags")
SEVERAL = ("phone", "email", "address", "website", "wechat")
MOST_OF_A_KIND = 20
Card = dict[str, list[str]]
_CARD = re.compile(r"^\s*BEGIN:VCARD[^\n]*\n(.*?)^\s*END:VCARD", re.I | re.M | re.S)
# Pictures, sounds and keys fill no field, and are what is most often damaged.
_DROPPED = re.compile(
    r"(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|AGENT|PROFILE|X-MS-OL-DESIGN)[;:]", re.I
)
_QUOTED = re.compile(r"^[^:]*ENCODING=QUOTED-PRINTABLE", re.I)
_PROTOCOL = re.compile(r"^(?:tel|mailto):", re.I)
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")
_NUMBER_ENDS = re.compile(r";.*$")


def unfold(path: Path, _part: str, write: WriteRow) -> list[str]:
    """Write a row a card, with as many columns of a kind as the fullest card needs."""
    text = path.read_text(encoding=encoding_of(path) or "latin-1", errors="replace")
    read = [(number, _card(body)) for number, body in _bodies(text)]
    if not read:
        raise ValueError(path)
    cards = [card for _, card in read if card]
    most = {name: max((len(card[name]) for card in cards), default=0) for name in SEVERAL}
    columns = [(name, 0) for name in SINGLE]
    columns += [(name, n) for name in SEVERAL for n in range(min(most[name], MOST_OF_A_KIND))]
    write([0, *(f"{name} {n + 1}" if n else name for name, n in columns)])
    for number, card in read:
        if card is None:
            write([f"{number}!"])
        else:
            write([number, *(card[name][n] if n < len(card[name]) else "" for name, n in columns)])
    return ["vCard"]


def _bodies(text: str) -> Iterator[tuple[int, str]]:
    """The cards with the lines on which they begin; one that has no end is left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    line, at = 1, 0
    for count, found in enumerate(_CARD.finditer(text)):
        if count >= MOST_ROWS:
            return
        line, at = line + text.count("\n", at, found.start()), found.start()
        yield line, found[1]


def _card(body: str) -> Card | None:
    """What a card says; None for one that cannot be read."""
    whole = "BEGIN:VCARD\n" + "\n".join(_kept(body)) + "\nEND:VCARD\n"
    try:
        card = next(vobject.readComponents(whole, ignoreUnreadable=True, allowQP=True), None)
        return None if card is None else _said(card.contents)
    except Exception:
        return None


def _kept(body: str) -> Iterator[str]:
    """The lines of a card without those of pictures, and the ones that continue these."""
    dropping = quoted = False
    for line in body.split("\n"):
        if dropping and (not line.strip() or line[:1] in " \t" or (quoted and ":" not in line)):
            continue
        if quoted:  # goes on after "=" at the line's end, without a blank before it
            quoted = line.endswith("=")
        else:
            dropping = _DROPPED.match(line) is not None
            quoted = _QUOTED.match(line) is not None and line.endswith("=")
        if not dropping:
            yield line


def _said(contents: dict[str, list[Any]]) -> Card:
    names = {name: list(_texts(contents.get(key, []))) for name, key in _KEYS.items()}
    name = _first(names["name"]) or " ".join(_first(list(_texts(contents.get("n", [])))).split())
    organization = [_parts(line.value) for line in contents.get("org", [])]
    company = organization[0][0] if organization and organization[0] else ""
    card = {key: found[:1] for key, found in names.items() if key in SINGLE}
    card |= {key: list(dict.fromkeys(found)) for key, found in names.items() if key in SEVERAL}
    is_company = bool(company) and name in ("", company)
    called = name or company or _first(list(_texts(contents.get("nickname", [])))) or _mail(names)
    card |= {
        "name": [called], "kind": ["organization" if is_company else "person"],
        "company": [company], "department": [" ".join(p for o in organization for p in o[1:])],
        "tags": ["; ".join(names["tags"])], "birthday": [_day(_first(names["birthday"]))],
        "phone": [_NUMBER_ENDS.sub("", _PROTOCOL.sub("", text)) for text in card["phone"]],
        "email": [_PROTOCOL.sub("", text) for text in card["email"]],
    }  # fmt: skip
    return card


_KEYS = {
    "name": "fn", "title": "title", "birthday": "bday", "note": "note", "tags": "categories",
    "phone": "tel", "email": "email", "address": "adr", "website": "url", "wechat": "x-wechat",
}  # fmt: skip


def _texts(lines: list[Any]) -> Iterator[str]:
    for line in lines:
        value = line.value
        text = "; ".join(_parts(value)) if isinstance(value, list) else str(value)
        text = re.sub(r"\\([:;,\\])", r"\1", text).replace("\r\n", "\n").strip(" ;,\n")
        if text := re.sub(r"\s*\n\s*", ", ", text) if line.name == "ADR" else text:
            yield text


def _parts(value: Any) -> list[str]:
    """The parts of a structured value; vobject gives lists within lists where one has a comma."""
    found = value if isinstance(value, list) else [value]
    return [",".join(part) if isinstance(part, list) else str(part) for part in found if part]


def _day(text: str) -> str:
    """The day in ISO; one without its year is none."""
    found = _DAY.match(text)
    return "-".join(found.groups()) if found else ""


def _mail(names: Card) -> str:
    return _PROTOCOL.sub("", _first(names["email"]))


def _first(texts: list[str]) -> str:
    return texts[0] if texts else ""
