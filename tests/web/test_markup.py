"""Markup out of values: what is escaped, and that it is what Django would write."""

from django.utils import html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from zhike.web.markup import format_html, format_html_join

VALUES = st.one_of(
    st.text(), st.integers(), st.none(), st.sampled_from(["<script>", "\"'&", "&amp;"]),
    st.builds(mark_safe, st.text()), st.just(gettext_lazy("customer")),
)  # fmt: skip


@given(VALUES, VALUES, VALUES)
def test_it_is_what_django_writes(first, second, third):
    template = '<a href="{}" title="{name}">{}</a>'
    assert format_html(template, first, second, name=third) == html.format_html(
        template, first, second, name=third
    )


@given(st.lists(st.tuples(VALUES, VALUES)))
def test_so_are_rows(rows):
    expected = html.format_html_join("<br>", "<i>{}</i>{}", rows)
    assert format_html_join("<br>", "<i>{}</i>{}", rows) == expected
