"""Text that no database, page or program should be given: one verdict at every door, no fault."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.exchange.office import Office
from tests.web import company as firm
from zhike.base.text import BadText, clean_text
from zhike.people.models import Party
from zhike.records.models import CustomField

pytestmark = pytest.mark.full

FORM = "application/x-www-form-urlencoded"
WEB, API = "/parties/", "/api/v1/parties"
TEXTS = {
    "plain": "川途客运",
    "nul": "川途\0客运",
    "lone surrogate": "川途\ud800客运",
    "half a pair": "客运\udfff",
    "unreadable": "川途\ufffd客运",
    "ten megabytes": "x" * 10 * 2**20,
    "bell": "川途\x07客运",
    "escape": "\x1b[31m川途",
    "C1 control": "川途\x85客运",
    "right to left": "\u202egnp.exe\u202c 川途",
    "isolate": "\u2067שלום\u2069 川途",
    "Arabic": "مرحبا بالعالم",
    "zero width": "川\u200b途\u200d客\ufeff运",
    "tower of accents": "a" + "\u0301" * 500,
    "line break": "川途\n客运",
    "tab": "川途\t客运",
    "line separator": "川途\u2028客运",
    "noncharacter": "川途\uffff客运",
    "formula": "=1+1 川途",
    "SQL": "'; DROP TABLE people_party; --",
    "format": "%s %(name)s {0} %",
    "private use": "\U0010fffd川途",
    "of another plane": "𠮷野家🐉",
}
REFUSED = {
    "nul", "lone surrogate", "half a pair", "unreadable", "ten megabytes", "bell", "escape",
    "C1 control", "tower of accents", "line break", "tab",
}  # fmt: skip
# The worst of each sort in every run, all of them in the whole one.
QUICK = {"plain", "nul", "lone surrogate", "ten megabytes", "right to left", "formula"}
ALL = [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in TEXTS]
SHORT = [name for name in ALL if name != "ten megabytes"]
Door = Callable[[str], int]


def test_the_rule_itself_says_so() -> None:
    """What is expected here is said once, in `clean_text`."""
    assert {name for name, text in TEXTS.items() if not is_kept(text)} == REFUSED


def is_kept(text: str) -> bool:
    try:
        clean_text(text, max_length=200, multiline=False)
    except BadText:
        return False
    return True


class Doors:
    """Every way by which a party gets its name, a text of an administrator's field or a tag."""

    def __init__(self, company: firm.Company, folder: Path) -> None:
        self.office, self.browser = Office(folder), company.browsers["admin"]
        self.party = company.party("before")
        added = {"resource": "party", "label": "备考", "label_en": "remark", "key": "remark",
                 "kind": "text", "is_active": "on", "is_filterable": "on"}  # fmt: skip
        assert self.browser.post("/custom-fields/new/", added).status_code == 302
        self.names = ("name", f"c_{CustomField.objects.get().key}")

    def writing(self) -> Iterator[tuple[str, Door]]:
        """Doors that write a text; each answers with a status, 201 where it was kept."""
        for field in self.names:
            yield f"form, {field}", lambda text, field=field: self.form(WEB + "new/", field, text)
            yield f"edit, {field}", lambda text, field=field: self.edit(field, text)
            yield f"API, {field}", lambda text, field=field: self.api(field, text)
            yield f"PATCH, {field}", lambda text, field=field: self.patch(field, text)
            yield f"batch, {field}", lambda text, field=field: self.batch(field, text)
            yield f"bulk edit, {field}", lambda text, field=field: self.bulk(field, text)
            yield f"import, {field}", lambda text, field=field: self.imported(field, text)

    def form(self, path: str, field: str, text: str, **more: str) -> int:
        given = {"name": "n", "kind": "organization", "lifecycle": "identified", **more}
        return self.browser.post(path, encoded(given | {field: text}), FORM).status_code

    def edit(self, field: str, text: str) -> int:
        self.party = Party.objects.get(pk=self.party.pk)
        more = {"version": str(self.party.version)}
        return self.form(f"{WEB}{self.party.pk}/edit/", field, text, **more)

    def api(self, field: str, text: str) -> int:
        body = json.dumps({"name": "n", field: text})
        # The same name came in by the other doors.
        return self.browser.post(API + "?duplicates=accept", body, "application/json").status_code

    def patch(self, field: str, text: str) -> int:
        version = Party.objects.get(pk=self.party.pk).version
        return self.browser.patch(
            f"{API}/{self.party.pk}", json.dumps({field: text}), "application/json",
            headers={"If-Match": f'"{version}"'},
        ).status_code  # fmt: skip

    def batch(self, field: str, text: str) -> int:
        body = json.dumps({"rows": [{"method": "create", "values": {"name": "n", field: text}}]})
        answer = self.browser.post(API + "/batch?duplicates=accept", body, "application/json")
        if answer.status_code >= 400:
            return answer.status_code
        [verdict] = answer.json()["rows"]
        return verdict["status"]

    def bulk(self, field: str, text: str) -> int:
        given = {"ids": str(self.party.pk), "do": f"set:{field}", f"v-{field}": text, "step": "run"}
        return self.browser.post(WEB + "bulk/", encoded(given), FORM).status_code

    def imported(self, field: str, text: str) -> int:
        """As a file of UTF-8; the bytes of half a pair are no UTF-8, which is its verdict."""
        columns = {"name": "name"} if field == "name" else {"name": "name", field: "x"}
        cell = '"' + text.replace('"', '""') + '"'
        row = f"name,x\n{cell},\n" if field == "name" else f"name,x\nn,{cell}\n"
        rows = (row + "川途客运站,\n" * 3).encode("utf-8", "surrogatepass")
        done = self.office.bring(rows, columns)
        assert done.report["rejected"] + done.report["created"] + done.report["skipped"] >= 3
        return 201 if done.report["created"] == 4 else 400


def encoded(given: dict[str, str]) -> bytes:
    """A form as a program sends it that knows no rules."""
    return "&".join(
        f"{name}={quote(text.encode('utf-8', 'surrogatepass'))}" for name, text in given.items()
    ).encode()


@pytest.fixture
def doors(db, tmp_path: Path) -> Doors:
    return Doors(firm.found(), tmp_path)


@pytest.mark.parametrize("name", ALL)
def test_what_one_door_keeps_every_door_keeps_and_what_one_refuses_all_refuse(
    doors: Doors, name: str
) -> None:
    found = {door: write(TEXTS[name]) for door, write in doors.writing()}
    assert {door: status for door, status in found.items() if status >= 500} == {}
    kept = {door for door, status in found.items() if status < 400}
    assert kept == (set() if name in REFUSED else set(found))
    stored = set(Party.objects.values_list("name", flat=True)) - {"n", "before", "川途客运站"}
    if name not in REFUSED:
        assert stored == {clean_text(TEXTS[name], max_length=200, multiline=False)}


READING = {
    "a filter": ("filter", lambda text: json.dumps({"field": "name", "op": "eq", "value": text})),
    "a filter's part": (
        "filter", lambda text: json.dumps({"field": "name", "op": "contains", "value": text})
    ),
    "a field of the administrator's": (
        "filter", lambda text: json.dumps({"field": "c_remark", "op": "eq", "value": text})
    ),
    "a field's name": ("filter", lambda text: json.dumps({"field": text, "op": "eq", "value": 1})),
    "a filter that is none": ("filter", lambda text: text),
    "a search": ("q", lambda text: text),
    "an order": ("sort", lambda text: text),
    "a cursor": ("cursor", lambda text: text),
}  # fmt: skip


@pytest.mark.parametrize("name", SHORT)
def test_asked_for_it_page_and_api_answer_alike_and_never_with_a_fault(
    doors: Doors, name: str
) -> None:
    for what, (parameter, said) in READING.items():
        query = encoded({parameter: said(TEXTS[name])}).decode()
        page = doors.browser.get(f"{WEB}?{query}").status_code
        answer = doors.browser.get(f"{API}?{query}").status_code
        assert page == answer, what
        assert page in (200, 400), what
        if what in ("a filter", "a field of the administrator's"):
            assert (page == 200) is (name not in REFUSED), what


@pytest.mark.parametrize("name", SHORT)
def test_no_other_door_falls_over_it(doors: Doors, name: str) -> None:
    text, browser = TEXTS[name], doors.browser
    party = f"{WEB}{doors.party.pk}/"
    asked = {
        "/search/": "q", "/search/options/": "q", "/api/v1/search": "q", WEB + "options/": "q",
        "/opportunities/board/": "q", WEB + "board/": "by", WEB + "board/cards/": "lane",
        WEB: "column", WEB + "new/": "name", "/login/": "next",
        party + "as-of/": "at", f"{API}/{doors.party.pk}": "as_of", "/access-log/": "user",
        "/change-sets/": "page", "/import/": "resource",
    }  # fmt: skip
    found = {
        path: browser.get(f"{path}?{encoded({parameter: text}).decode()}").status_code
        for path, parameter in asked.items()
    }
    sent = {
        WEB + "views/": {"name": text, "filter": text}, "/preferences/": {"language": text},
        "/preferences/password/": {"old_password": text, "new_password1": text},
        party + "collaborators/": {"user": text, "until": text}, "/login/": {"username": text},
        WEB + "bulk/": {"ids": text, "do": text}, "/opportunities/board/move/": {"id": text},
        WEB + "board/move/?by=tier": {"into": text, "id": str(doors.party.pk), "version": "1"},
        WEB + "export/": {"format": text}, "/custom-fields/new/": {"label": text, "key": text},
        "/roles/new/": {"name": text}, "/api-tokens/new/": {"name": text},
    }  # fmt: skip
    for path, given in sent.items():
        found["POST " + path] = browser.post(path, encoded(given), FORM).status_code
    found["path"] = browser.get(f"/parties/{quote(text.encode('utf-8', 'replace'))}/").status_code
    named = {"Idempotency-Key": text.encode("latin-1", "replace").decode("latin-1")}
    found["header"] = browser.post(API, "{}", "application/json", headers=named).status_code
    assert {where: status for where, status in found.items() if status >= 500} == {}


@pytest.mark.parametrize("name", SHORT)
def test_a_file_may_be_called_anything(doors: Doors, name: str) -> None:
    called = TEXTS[name].encode("utf-8", "replace").decode() + ".csv"
    for path in ("/import/", f"{WEB}{doors.party.pk}/files/"):
        file = SimpleUploadedFile(called, b"name\nn\n")
        answer = doors.browser.post(path, {"resource": "parties", "file": file, "files": file})
        assert answer.status_code < 500, path
