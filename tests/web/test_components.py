"""Components draw what they are given, escape it, and cost little."""

import re

import pytest
from django.contrib.auth.views import LogoutView
from django.template import engines
from django.test import RequestFactory
from django.urls import include, path

from zhike.web.marks import core_character, hue, initials
from zhike.web.styleguide import SAMPLES, icon_names, styleguide
from zhike.web.templatetags import ui

# The shell links to these; the style guide is drawn here without the rest of the site.
urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("logout/", LogoutView.as_view(), name="logout"),
]
# Drawn within others only.
PARTS = {"button", "control", "entry", "stat", "card", "lane", "cell"}


def drawn(source, **context):
    return engines["django"].from_string("{% load ui %}" + source).render(context)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("周子涵", "子涵"),
        ("欧阳文博", "文博"),
        ("单雄", "单雄"),
        ("He Jianguo", "HJ"),
        ("Maria da Silva Chen", "MC"),
        ("王伟（销售）", "王伟"),
        ("", ""),
    ],
)
def test_a_person_is_shown_by_the_given_name_or_by_initials(name, shown):
    assert initials(name) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("川途客运集团有限公司", "川"),
        ("四川省蓉城定制通勤公司", "蓉"),
        ("浙江省杭州城东公交", "杭"),
        ("（成都）金牛汽修", "金"),
        ("北京", "北"),
        ("lao Express", "L"),
        ("—", ""),
    ],
)
def test_an_organization_is_shown_by_the_first_character_of_its_core_name(name, shown):
    assert core_character(name) == shown


def test_a_name_always_has_the_same_of_four_tints():
    assert {hue(f"客户{n}") for n in range(50)} == {1, 2, 3, 4}
    assert hue("周子涵") == hue("周子涵")


def test_what_people_typed_is_escaped_everywhere():
    evil = '"><script>x</script>'
    cell = {"kind": "name", "text": evil, "url": evil, "tier": "gold", "tier_label": evil}
    html = drawn(
        "{% badge evil %}{% who evil url=evil note=evil %}{% money evil unit=evil exact=evil %}"
        "{% cell cell %}{% button label=evil url=evil %}{% toast text=evil undo=evil %}"
        "{% panel title=evil %}{{ evil }}{% endpanel %}{% table columns rows caption=evil %}",
        evil=evil,
        cell=cell,
        columns=[{"label": evil, "pinned": True}],
        rows=[{"id": evil, "label": evil, "cells": [cell]}],
    )
    assert "<script" not in html
    assert "&lt;script" in html


def test_a_component_stands_within_a_sentence_without_added_space():
    assert drawn("已谈{% count value=3 %}次") == '已谈<span class="count">3</span>次'


def test_a_parameter_left_out_is_empty_and_not_an_error():
    assert "None" not in drawn("{% button %}{% entry %}{% card %}{% lane %}{% stat %}{% job %}")


def test_a_key_named_like_a_method_of_dict_is_no_trap():
    assert drawn("{% error_summary problems %}", problems=[{"text": "x"}]).count("<li>") == 1


def test_an_action_that_writes_is_a_form_with_the_token():
    html = drawn("{% button action %}", action={"label": "x", "url": "/x/", "method": "post"})
    assert '<form class="inline" method="post" action="/x/">' in html
    request = RequestFactory().get("/")
    with_token = engines["django"].from_string(
        "{% load ui %}{% timeline entries %}{% dialog id='d' url='/y/' %}{% enddialog %}"
    )
    html = with_token.render({"entries": [{"text": "x", "undo_url": "/undo/"}]}, request)
    assert html.count("csrfmiddlewaretoken") == 2


def test_a_disabled_action_cannot_be_followed_but_says_why():
    html = drawn("{% button label='x' url='/x/' disabled=True reason='ask Zhao' %}")
    assert "href" not in html
    assert 'title="ask Zhao"' in html


@pytest.mark.parametrize("kind", ["text", "money", "date", "who", "badge", "tags", "flag", "link"])
def test_an_empty_value_is_a_dash_in_every_kind(kind):
    assert drawn("{% cell cell %}", cell={"kind": kind}) == '<span class="muted">—</span>'


def test_every_row_has_as_many_cells_as_there_are_columns():
    with pytest.raises(ValueError, match="zip"):
        drawn("{% table columns rows %}", columns=[{"label": "a"}], rows=[{"cells": []}])


def test_a_condition_about_a_field_that_is_no_longer_offered_is_left_out():
    html = drawn(
        "{% filterbar fields rows %}",
        fields=[{"name": "tier", "label": "tier", "kind": "text", "operators": []}],
        rows=[{"field": "gone", "value": "secret"}, {"field": "tier", "value": "gold"}],
    )
    assert "secret" not in html
    assert 'value="gold"' in html


def test_a_message_about_a_change_set_offers_undo():
    class Message:
        message, level_tag, extra_tags = "saved", "success", "undo:0190-abc"

    html = drawn('{% include "ui/toasts.html" %}', messages=[Message()])
    assert 'action="/change-sets/0190-abc/undo/"' in html


def test_a_job_that_has_ended_no_longer_asks():
    running = {"id": "j", "status_url": "/jobs/1/", "state": "running"}
    assert 'hx-trigger="every 1s"' in drawn("{% job job %}", job=running)
    assert "hx-trigger" not in drawn("{% job job %}", job={**running, "state": "done"})


def test_every_icon_that_a_sample_uses_is_in_the_sprite():
    used = set(re.findall(r"'icon': '([\w-]+)'", str(SAMPLES)))
    assert used <= set(icon_names())


@pytest.mark.urls(__name__)
def test_the_style_guide_shows_every_component():
    page = styleguide(RequestFactory().get("/styleguide/")).content.decode()
    assert 'class="specimen"' in page
    source = engines["django"].get_template("web/styleguide.html").template.source
    shown = set(re.findall(r"{% (\w+)", source))
    assert set(ui.register.tags) - shown - PARTS == set()
