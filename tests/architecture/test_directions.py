"""What import-linter cannot see: keys, links and included templates point down the ladder too."""

import re

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.ladder import RUNGS, SOURCE, may_use, package_of, shown, templates

OURS = [model for model in apps.get_models() if model.__module__.startswith("zhike.")]
USED_TEMPLATE = re.compile(r"""{%\s*(?:extends|include)\s+["']([\w-]+)/""")
LINK = re.compile(r"""{%\s*url\s+["']([\w-]+):""")


def _related(field: object) -> type[models.Model] | None:
    related = getattr(field, "related_model", None)
    is_forward = getattr(field, "concrete", False) or getattr(field, "many_to_many", False)
    if getattr(field, "auto_created", False) or not is_forward or not isinstance(related, type):
        return None
    return related if related.__module__.startswith("zhike.") else None


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_no_model_points_to_a_package_above_its_own(model):
    wrong = [
        f"{field.name} -> {related._meta.label}"
        for field in model._meta.get_fields()
        if (related := _related(field))
        and not may_use(package_of(model.__module__), package_of(related.__module__))
    ]
    assert wrong == []


@pytest.mark.parametrize("pattern", [USED_TEMPLATE, LINK], ids=["templates", "links"])
def test_no_template_uses_what_belongs_to_a_package_above(pattern):
    wrong = [
        f"{shown(path)}: {other}"
        for path in templates()
        for other in pattern.findall(path.read_text())
        if other in RUNGS and not may_use(path.relative_to(SOURCE).parts[0], other)
    ]
    assert wrong == []


def test_every_package_of_the_source_has_a_rung():
    packages = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert packages - set(RUNGS) == set()
