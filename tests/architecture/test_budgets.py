"""Files and functions stay short enough to be read at one sitting."""

import ast
from collections.abc import Iterator

from tests.architecture.ladder import nodes_of, python_files, shown

FILE_LINES = 400
FUNCTION_LINES = 40
# At most five, each with its reason: "src/zhike/….py:function".
LONGER_FUNCTIONS: dict[str, str] = {}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _functions() -> Iterator[tuple[str, Function]]:
    for path in python_files():
        for node in (*nodes_of(path, ast.FunctionDef), *nodes_of(path, ast.AsyncFunctionDef)):
            yield f"{shown(path)}:{node.name}", node


def _body_lines(function: Function) -> int:
    """Lines from `def` to the end, without the docstring, which is there to be read."""
    lines = (function.end_lineno or 0) - function.lineno + 1
    if ast.get_docstring(function) is None:
        return lines
    text = function.body[0]
    return lines - ((text.end_lineno or 0) - text.lineno + 1)


def test_no_file_has_more_than_400_lines():
    lengths = {shown(path): len(path.read_text().splitlines()) for path in python_files()}
    assert {name: n for name, n in lengths.items() if n > FILE_LINES} == {}


def test_no_function_has_more_than_40_lines():
    too_long = {
        name: _body_lines(function)
        for name, function in _functions()
        if name not in LONGER_FUNCTIONS and _body_lines(function) > FUNCTION_LINES
    }
    assert too_long == {}


def test_the_exceptions_are_few_and_still_needed():
    lengths = dict(_functions())
    assert len(LONGER_FUNCTIONS) <= 5
    for name in LONGER_FUNCTIONS:
        assert _body_lines(lengths[name]) > FUNCTION_LINES, f"{name} needs no exception"


def test_every_class_says_what_it_is():
    unnamed = [
        f"{shown(path)}:{node.name}"
        for path in python_files()
        for node in nodes_of(path, ast.ClassDef)
        if node.name != "Meta" and not ast.get_docstring(node)
    ]
    assert unnamed == []
