"""The guide is whole in both languages, says what the screen says, and is found from anywhere."""

import re
from functools import cache

import pytest
from django.test import Client
from django.urls import resolve
from django.utils.translation import override

from tests.messages import is_done, marked, translated
from tests.pages.pictures import GUIDE
from zhike.access.rights import system_access
from zhike.records.question import all_questions
from zhike.web import guide, palette
from zhike.web.articles import PICTURES, read

pytestmark = pytest.mark.full

CODES = {short: code for code, short in guide.LANGUAGES.items()}
MOST_BYTES = 60 * 1024
HEADING = re.compile(r"^(#+) ", re.M)
PICTURE = re.compile(r"!\[([^]]+)]\((\w+)\)")
LINK = re.compile(r"(?<!!)\[[^]]+]\(([^)]+)\)")
BUTTON = re.compile(r"\*\*([^*]+)\*\*")
PLACEHOLDER = re.compile(r"%\\\(\w+\\\)[sd]")
both = pytest.mark.parametrize("language", CODES)


def texts(language):
    return {area.key: area.file(language).read_text() for area in guide.areas()}


def named(pattern):
    return {
        found for language in CODES for text in texts(language).values()
        for found in pattern.findall(text)
    }  # fmt: skip


@cache
def labels(language):
    """What stands on the screen in a language, with any name where one is put in."""
    known, catalog = [], translated()
    for message in marked():
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        said = catalog.get(ids[0], message.context) if language == "zh" else None
        strings = said.string if said and is_done(said.string) else ids
        known += [strings] if isinstance(strings, str) else strings
    patterns = {PLACEHOLDER.sub(".+", re.escape(text)) for text in known if len(text) < 60}
    return re.compile("|".join(sorted(patterns)), re.I)


def test_each_page_is_in_both_languages_with_the_same_headings_and_pictures():
    for key, chinese in texts("zh").items():
        english = texts("en")[key]
        assert HEADING.findall(chinese) == HEADING.findall(english), key
        assert [n for _alt, n in PICTURE.findall(chinese)] == [
            n for _alt, n in PICTURE.findall(english)
        ], key
        assert read(chinese, "zh").lead, key


@both
def test_what_a_page_prints_as_a_name_on_the_screen_stands_there(language):
    wrong = [
        (key, name)
        for key, text in texts(language).items()
        for name in BUTTON.findall(text)
        if name != "＋" and not labels(language).fullmatch(name)
    ]
    assert wrong == []


def test_every_picture_that_is_named_is_taken_and_every_one_taken_is_named():
    names = {name for _alt, name in named(PICTURE)}
    assert names == set(GUIDE)
    files = {f"{name}.{language}.jpg" for name in names for language in CODES}
    assert files == {file.name for file in PICTURES.iterdir()}
    assert [f.name for f in PICTURES.iterdir() if f.stat().st_size > MOST_BYTES] == []


def test_links_lead_to_pages(admin):
    for link in named(LINK):
        assert resolve(link.partition("#")[0])
        assert admin.get(link).status_code == 200


@both
def test_every_page_is_drawn_with_its_contents_and_its_neighbours(admin, company, language):
    admin.cookies["django_language"] = CODES[language]
    company.users["admin"].language = ""
    for area in guide.areas():
        page = admin.get(area.url).content.decode()
        assert page.count("<h2 id=") >= HEADING.findall(texts(language)[area.key]).count("##")
        for _alt, name in PICTURE.findall(texts(language)[area.key]):
            assert re.search(rf'src="[^"]*{name}\.\w\w\.\w*\.?jpg" alt="[^"]+" width="\d+"', page)
    assert 'rel="next"' in page or 'rel="prev"' in page


def test_markup_in_a_text_stays_text():
    article = read("# A\n\nb <script>x</script> [c](javascript:alert)\n", "en")
    assert "<script" not in str(article)
    assert 'href="javascript' not in str(article)


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/", "today"),
        ("/parties/", "customers"),
        ("/parties/0190a000-0000-7000-8000-000000000000/", "record"),
        ("/parties/0190a000-0000-7000-8000-000000000000/history/", "undo"),
        ("/opportunities/board/", "deals"),
        ("/import/", "import"),
        ("/roles/new/", "administration"),
        ("/no-such-thing/", "finding"),
    ],
)
def test_a_page_leads_to_the_part_of_the_guide_that_is_about_it(path, key):
    assert guide.area_about(path).key == key


def test_the_shell_offers_that_part(li):
    assert 'href="/guide/customers/"' in li.get("/parties/").content.decode()
    assert 'href="/guide/deals/"' in li.get("/opportunities/").content.decode()


def test_each_question_stands_on_the_page_of_its_area_for_those_who_ask_it(company, li):
    everything = system_access()
    areas = {question.key: guide.area_of(question, everything).key for question in all_questions()}
    assert areas["customers-without-owner"] == "customers"
    assert areas["deals-standing-still"] == "deals"
    assert areas["trash"] == "undo"
    assert areas["imports"] == "import"
    with override("en"):
        asked = {q.key for q in guide.asked_in(guide.area_named("deals"), company.access("li"))}
    assert "my-deals-standing-still" in asked
    page = li.get("/guide/deals/").content.decode()
    assert 'aria-labelledby="asked"' in page
    assert 'aria-labelledby="asked"' not in Client().get("/guide/deals/").content.decode()


@pytest.mark.parametrize(
    ("words", "language", "title"),
    [
        ("撤销一次导入", "zh", "撤销一次导入"),
        ("cxycdr", "zh", "撤销一次导入"),
        ("take an import back", "en", "Take an import back"),
        ("看板", "zh", "商机与看板"),
    ],
)
def test_the_guide_is_searched_in_the_readers_language(words, language, title):
    with override(CODES[language]):
        assert title in [passage.section.title for passage in guide.found(words)[:3]]


def test_the_palette_and_the_search_page_find_passages_of_the_guide(company, li):
    with override("en"):
        groups = {g.title: g.choices for g in palette.found(company.access("li"), "save a view")}
    assert groups["Guide"][0].url == "/guide/finding/#s5"
    li.cookies["django_language"] = "en"
    assert "/guide/finding/#s5" in li.get("/guide/?q=save a view").content.decode()
    assert "/guide/finding/#s5" in li.get("/search/?q=save a view").content.decode()


def test_who_is_not_logged_in_reads_no_guide_and_a_page_that_is_not_there_is_none(li, db):
    assert Client().get("/guide/deals/").status_code == 302
    assert li.get("/guide/nothing/").status_code == 404
