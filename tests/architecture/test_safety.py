"""No door for foreign code: text is escaped, SQL is constant, pages run no inline scripts."""

import ast
import re

import pytest

from tests.architecture.ladder import nodes_of, python_files, shown, templates

TRUSTING_CALLS = {"mark_safe", "SafeString", "RawSQL"}
# The one module that escapes: a property test compares it with Django's own.
ESCAPING = "src/zhike/web/markup.py"
RAW_METHODS = {"raw", "extra"}
EXECUTING = {"execute", "executemany"}
# At most two: modules that put statements together, each with its reason.
STATEMENT_MAKERS = {
    "src/zhike/ledger/sql.py": "the bulk writer: names come from models and are quoted by Django",
}
COMMENTS = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->", re.DOTALL)
FORBIDDEN_MARKUP = {
    "trusts text": r"\|\s*safe\b|{%\s*autoescape\s+off",
    "inline style": r"\sstyle\s*=|<style\b",
    "inline handler": r"\s(on[a-z]+|hx-on[\w:-]*)\s*=\s*[\"']",
    "inline script": r"<script\b(?![^>]*\bsrc\s*=)|javascript:",
    "foreign file": r"(src|href)\s*=\s*[\"'](https?:)?//",
}


def _calls():
    for path in python_files():
        for node in nodes_of(path, ast.Call):
            yield f"{shown(path)}:{node.lineno}", node


def _name(call):
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _is_put_together(expression):
    """Whether a text is made of parts: f"…", + or %, or .format()."""
    if isinstance(expression, ast.JoinedStr):
        return True
    if isinstance(expression, ast.BinOp):
        return isinstance(expression.op, ast.Mod) or not _is_constant(expression)
    return isinstance(expression, ast.Call) and _name(expression) == "format"


def _is_constant(expression):
    if isinstance(expression, ast.BinOp):
        return _is_constant(expression.left) and _is_constant(expression.right)
    return isinstance(expression, ast.Constant)


def test_no_text_is_declared_safe():
    trusting = [where for where, call in _calls() if _name(call) in TRUSTING_CALLS]
    assert [where for where in trusting if where.partition(":")[0] != ESCAPING] == []


def test_what_values_are_put_into_is_a_text_of_ours():
    """Markup's templates are constants: nothing that a person wrote is one."""
    wrong = [
        where
        for where, call in _calls()
        if _name(call) in ("format_html", "format_html_join")
        and where.partition(":")[0] != ESCAPING
        and not all(map(_is_constant, call.args[: 1 + (_name(call) == "format_html_join")]))
    ]
    assert wrong == []


def test_no_query_leaves_the_orm_by_raw_or_extra():
    wrong = [
        where
        for where, call in _calls()
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in RAW_METHODS
        and (call.args or call.keywords)
    ]
    assert wrong == []


def test_no_statement_is_put_together_where_it_is_executed():
    wrong = [
        where
        for where, call in _calls()
        if _name(call) in EXECUTING and call.args and _is_put_together(call.args[0])
        if where.partition(":")[0] not in STATEMENT_MAKERS
    ]
    assert wrong == []
    assert len(STATEMENT_MAKERS) <= 2


@pytest.mark.parametrize("reason", FORBIDDEN_MARKUP)
def test_templates_contain_nothing_that_the_security_policy_forbids(reason):
    wrong = [
        f"{shown(path)}: {found.group().strip()}"
        for path in templates()
        if path.suffix == ".html"
        for found in re.finditer(FORBIDDEN_MARKUP[reason], COMMENTS.sub("", path.read_text()))
    ]
    assert wrong == []
