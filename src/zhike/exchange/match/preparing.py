"""A row of a table as the record that is compared: every value in one form, None where unknown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zhike.base import emails, phones, uscc
from zhike.base.errors import BadValue
from zhike.base.regions import region_code
from zhike.base.text import fold
from zhike.exchange.match import company_names, people_names
from zhike.exchange.match.columns import recognised
from zhike.exchange.match.company_names import CompanyName, latin_key
from zhike.exchange.readers import Table

Record = dict[str, str | None]

# Everything a record may hold; the model compares what at least some records hold.
_FIELDS = (
    "given surname person_sound core trade sound spelling letters core_like name_key"
    " key_like branch form uscc number phone phone_start other_phone email email_user email_digits"
    " email_domain web birthday birth_month birth_day street street_number address_2 city state"
    " postcode town province"
)
# Databases count the bytes of a Chinese character: what is compared letter by letter is so encoded
# that each is one.
CODED = ("core", "given", "surname", "street", "city", "address_2", "email", "email_user")
FIELDS = (*_FIELDS.split(), *(f"{name}_code" for name in CODED))
_UNKNOWN: Record = dict.fromkeys(FIELDS)
MUNICIPALITIES = ("11", "12", "31", "50", "71", "81", "82")
SAMPLE = 1_000
SHORTEST_PHONE = 5
SHORTEST_USER = 4
_DIGITS = re.compile(r"\d+")
_SPACES = re.compile(r"\s+")
_NOISE = re.compile(r"[^\w]|_")
_NUMBER_FIRST = re.compile(r"^\s*(\d+[a-z]?)\b[\s,.-]*(.*)$")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SCHEME = re.compile(r"^(?:[a-z]+:)?//|^www\.")
# What people type where they know nothing.
_NOTHING = "- -- / n/a na none null nan nil unknown 无 暂无 未知 不详 没有 空"
NOTHING = frozenset(_NOTHING.split())


@dataclass(frozen=True)
class Reader:
    """How rows of one table become records."""

    places: Mapping[str, Sequence[int]]
    names_are_people: bool = False

    def record(self, row: Sequence[str]) -> Record:
        """The record of a row."""
        said = {meaning: self.values(row, meaning) for meaning in self.places}
        return record_of(said, names_are_people=self.names_are_people)

    def values(self, row: Sequence[str], meaning: str) -> list[str]:
        """The texts of a meaning in a row, those that say something."""
        return telling(row[place] for place in self.places.get(meaning, ()) if place < len(row))

    def first(self, row: Sequence[str], meaning: str) -> str:
        """The first such text, "" where there is none."""
        if meaning not in self.places:
            return ""
        return next(iter(self.values(row, meaning)), "")


def telling(texts: Iterable[str]) -> list[str]:
    """Those texts that say something."""
    return [text for each in texts if (text := each.strip()) and text.lower() not in NOTHING]


def record_of(said: Mapping[str, Sequence[str]], *, names_are_people: bool = False) -> Record:
    """The record of what is said under each meaning, in texts that say something."""
    first = {meaning: texts[0] for meaning, texts in said.items() if texts}
    record = _UNKNOWN.copy()
    _who(first, record, names_are_people)
    _numbers(first, record, said.get("phone", ()))
    _where(first, record)
    record.update({f"{name}_code": code_of(record[name]) for name in CODED if record[name]})
    return {name: value or None for name, value in record.items()}


def _who(first: Mapping[str, str], record: Record, names_are_people: bool) -> None:
    name = first.get("name", "")
    person = first.get("person") or (name if names_are_people else "")
    company = first.get("company") or ("" if names_are_people else name)
    given, surname = first.get("given", ""), first.get("surname", "")
    if given or surname:
        record.update(_person(people_names.of_parts(given, surname)))
    elif person:
        record.update(_person(people_names.parse(person)))
    if company:
        record.update(_company(company))


def _numbers(first: Mapping[str, str], record: Record, phones_said: Iterable[str]) -> None:
    if known := list(dict.fromkeys(filter(None, map(phone_of, phones_said)))):
        record["phone"], record["phone_start"] = known[0], known[0][:-4]
        record["other_phone"] = known[1] if len(known) > 1 else None
    if "uscc" in first:
        record["uscc"] = _uscc(first["uscc"])
    if "number" in first:
        record["number"] = _bare(first["number"])
    if email := email_of(first["email"]) if "email" in first else "":
        user, _, domain = email.partition("@")
        record.update(email=email, email_domain=domain)
        record["email_user"] = user if len(user) >= SHORTEST_USER else None
        record["email_digits"] = "".join(_DIGITS.findall(user)) or "-"
    if "web" in first:
        record["web"] = _web(first["web"])
    if birthday := _date(first["birthday"]) if "birthday" in first else "":
        record.update(birthday=birthday, birth_month=birthday[:6], birth_day=birthday[4:])


def _where(first: Mapping[str, str], record: Record) -> None:
    street, number = fold(first.get("street", "")), _bare(first.get("street_number", ""))
    if street and not number and (found := _NUMBER_FIRST.match(street)):
        number, street = found[1], found[2]
    record.update(street=_bare(street), street_number=number)
    for name in ("address_2", "city", "state", "postcode"):
        if name in first:
            record[name] = _bare(first[name])
    where = (region_code(first[name]) for name in ("city", "state") if name in first)
    branch = record["branch"] or ""
    code = (
        next(filter(None, where), "")
        or (branch if branch.isdigit() else "")
        or record["town"]
        or ""
    )
    record["province"] = code[:2]
    record["town"] = _town(code)


def _town(code: str) -> str:
    """The city in which a region lies; "" of a province."""
    if code[:2] in MUNICIPALITIES:
        return code[:2] + "00"
    return "" if code[2:4] == "00" else code[:4]


def code_of(text: str | None) -> str | None:
    """One ASCII letter for each character; of other scripts one in 94 share it."""
    if text is None or text.isascii():
        return text
    return "".join([char if char < "\x7f" else chr(33 + ord(char) % 94) for char in text])


def _person(name: people_names.PersonName) -> Record:
    return {"given": name.given, "surname": name.surname, "person_sound": name.sound}


def _company(text: str) -> Record:
    name = company_names.parse(text)
    key = latin_key(text) if name.is_latin else ""
    return {
        "core": name.core,
        "trade": name.trade,
        "sound": name.sound,
        "spelling": name.spelling,
        "letters": "".join(sorted(name.core)),
        "core_like": _abbreviation(name),
        "name_key": key,
        "key_like": "%" + key.replace(" ", "%") + "%" if key else None,
        "branch": name.branch,
        "form": name.form if name.form.endswith("公司") else "",
        "town": name.place,
    }


def _abbreviation(name: CompanyName) -> str | None:
    """A pattern for longer names of which this one may be the short form: 中%石%化%."""
    return None if name.is_latin or len(name.core) < 2 else "%".join(name.core) + "%"


def _bare(text: str) -> str:
    return _NOISE.sub("", fold(text)) if text else ""


def phone_of(text: str) -> str:
    """A telephone number as it is compared; "" of what is none."""
    try:
        return phones.normalise(text).removeprefix("+86").partition(";")[0]
    except BadValue:
        digits = "".join(_DIGITS.findall(fold(text)))
        return digits if len(digits) >= SHORTEST_PHONE else ""


def _uscc(text: str) -> str:
    """A code that does not check is still the same text in both."""
    try:
        return uscc.normalise(text)
    except BadValue:
        return _bare(text).upper()


def email_of(text: str) -> str:
    """A mail address as it is compared."""
    try:
        return emails.normalise(text)
    except BadValue:
        return _SPACES.sub("", fold(text))


def _web(text: str) -> str:
    """The host of an address: two pages of one site are one site."""
    host = _SCHEME.sub("", _SCHEME.sub("", fold(text).strip()))
    return host.partition("/")[0].partition(":")[0].strip(".")


def _date(text: str) -> str:
    """Year, month and day as eight digits, whatever order they stand in."""
    parts: list[str] = _DIGITS.findall(fold(text))
    if len(parts) >= 3 and len(parts[0]) == 4:
        return parts[0] + parts[1].zfill(2) + parts[2].zfill(2)
    if len(parts) >= 3 and len(parts[2]) == 4:
        return parts[2] + parts[0].zfill(2) + parts[1].zfill(2)
    return "".join(parts)[:8]


def records_of(table: Table, identity: str = "") -> tuple[list[str], list[Record]]:
    """The ids of a table's rows (their lines where the column of ids is empty), and the records."""
    headings = table.headings
    rows = [(line, cells) for line, cells, problem in table.rows() if problem is None]
    places = recognised(headings, leave_out=identity)
    reader = reader_of(places, [cells for _, cells in rows[:SAMPLE]])
    column = headings.index(identity) if identity else None
    ids = [
        (cells[column].strip() if column is not None else "") or str(line) for line, cells in rows
    ]
    return ids, [reader.record(cells) for _, cells in rows]


def reader_of(places: Mapping[str, Sequence[int]], sample: Iterable[Sequence[str]]) -> Reader:
    """How to read a table, as its columns and its first rows suggest."""
    reader = Reader(places)
    if "name" not in places or places.keys() & {"given", "surname", "person"}:
        return reader
    names = [name for row in sample if (name := reader.first(row, "name"))]
    chinese = [name for name in names if _HAN.search(name)]
    if len(chinese) * 2 > len(names):
        short = sum(map(people_names.is_like_a_person, chinese))
        is_people = short > 0.6 * len(chinese) and "uscc" not in places
    else:
        is_people = bool(places.keys() & {"birthday", "number"})
    return Reader(places, names_are_people=is_people or "company" in places)
