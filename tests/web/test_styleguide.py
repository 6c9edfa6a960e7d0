"""The style guide shows every component in every state that docs/components.md names."""

import re
from collections import defaultdict

import pytest

from tests.architecture.ladder import ROOT, SOURCE
from zhike.web.styleguide import SAMPLES
from zhike.web.templatetags import ui

TEMPLATES = {path.stem for path in (SOURCE / "web/templates/ui").glob("*.html")}
DOCUMENT = (ROOT / "docs/components.md").read_text()
SOURCE_OF_PAGE = (SOURCE / "web/templates/web/styleguide.html").read_text()
ROWS = dict(re.findall(r"^\| `(\w+)`[^|]* \| (.*) \|$", DOCUMENT, re.M))
# `state` (`queued`, `running`, …): a parameter with the words that it takes.
LOOKS = {"align", "kind", "level", "shape", "size", "state", "tone"}
ACTION = re.search(r"^- \*\*action\*\*: (.*?)^- \*\*", DOCUMENT, re.M | re.S)[1]
CELL = re.search(r"^- \*\*cell\*\*: `kind` (.*?)\n\n", DOCUMENT, re.M | re.S)[1]
WORDS = re.compile(r"`(\w+)`s? \(((?:[^()`]*`[\w-]+`)+[^()`]*)\)")


@pytest.fixture
def drawn(admin, monkeypatch):
    """The style guide's page: which templates it is made of, and what each component was given."""
    given = defaultdict(list)
    begin = ui.Drawing.__init__

    def note(self, context, component, parameters):
        given[component].append(parameters)
        begin(self, context, component, parameters)

    monkeypatch.setattr(ui.Drawing, "__init__", note)
    page = admin.get("/styleguide/")
    names = {t.name.removeprefix("ui/").removesuffix(".html") for t in page.templates if t.name}
    return names, given


def words(text):
    return {
        (parameter, word)
        for parameter, said in WORDS.findall(text)
        for word in re.findall(r"`([\w-]+)`(?! default)", said)
        if parameter in LOOKS
    }


def pairs(value):
    """Every key with every word under it, however deep."""
    if isinstance(value, dict):
        for key, part in value.items():
            if isinstance(part, str):
                yield key, part
            yield from pairs(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from pairs(part)


def test_every_template_of_a_component_has_a_row_in_the_documentation():
    assert TEMPLATES - set(ROWS) == set()
    assert set(ROWS) - TEMPLATES - set(ui.register.tags) == set()


def test_every_template_of_a_component_is_on_the_page(drawn):
    names, _given = drawn
    assert TEMPLATES - names == set()


def test_every_state_that_the_documentation_names_is_on_the_page(drawn):
    _names, given = drawn
    shown = {name: set(pairs(calls)) for name, calls in given.items()}
    marks = set(pairs(SAMPLES)) | set(re.findall(r'(\w+)="([\w-]+)"', SOURCE_OF_PAGE))
    cells = {("kind", kind) for kind in re.findall(r"`(\w+)`", CELL)} - {
        ("kind", "person"), ("kind", "organization"),
    }  # fmt: skip
    assert cells - marks == set()
    missing = {
        name: sorted(lacking)
        for name, text in (ROWS | {"button": ACTION}).items()
        if (lacking := words(text) - shown.get(name, marks) - marks)
    }
    assert missing == {}
