"""The tree holds together: locks, static files, requirements that tests name."""

import ast
import re

import pytest
from django.contrib.staticfiles.finders import find
from django.core.management import call_command

from tests.architecture.ladder import ROOT, shown, templates
from zhike.project.static_files import UNUSED

REQUIREMENTS = ROOT.parent / "shared" / "design" / "requirements.md"
STATIC = re.compile(r"""{%\s*static\s+["']([^"']+)["']""")


def _pins(name):
    return set(re.findall(r"^(\S+==\S+)", (ROOT / "requirements" / name).read_text(), re.M))


def test_what_tests_run_on_is_what_an_installation_runs_on():
    assert _pins("base.lock") - _pins("dev.lock") == set()


@pytest.mark.parametrize("name", ["base.lock", "dev.lock", "spark.lock", "cards.lock"])
def test_locks_name_no_host(name):
    assert "://" not in (ROOT / "requirements" / name).read_text()


def test_every_static_file_that_a_template_names_exists():
    wrong = [
        f"{shown(path)}: {name}"
        for path in templates()
        for name in STATIC.findall(path.read_text())
        if not find(name)
    ]
    assert wrong == []


def test_static_files_can_be_collected_under_hashed_names(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "zhike.project.static_files.HashedFiles"},
    }
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=UNUSED)
    assert (tmp_path / "staticfiles.json").exists()


def _cited():
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "requirement":
                for argument in node.args:
                    yield shown(path), ast.literal_eval(argument)


def test_every_requirement_that_a_test_names_exists():
    if not REQUIREMENTS.exists():
        pytest.skip("the requirements lie beside the checkout, and are not there")
    known = set(re.findall(r"^\| ([A-Z]\d+) \|", REQUIREMENTS.read_text(), re.M))
    assert [(path, name) for path, name in _cited() if name not in known] == []
