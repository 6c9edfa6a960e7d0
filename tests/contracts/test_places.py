"""The measure of the architecture: a field takes 2 places, a record type 4."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "zhike"


def places(word: str) -> set[str]:
    """The files of the product in which a word stands, migrations and translations apart."""
    found = set()
    for path in SOURCE.rglob("*"):
        if path.suffix not in (".py", ".html", ".js") or "migrations" in path.parts:
            continue
        if path.is_relative_to(SOURCE / "project" / "demo"):
            continue
        if re.search(rf"\b{word}\b", path.read_text()):
            found.add(str(path.relative_to(SOURCE)))
    return found


@pytest.mark.parametrize("field", ["employee_count", "annual_revenue", "is_primary"])
def test_a_plain_field_stands_in_its_model_and_its_resource_and_nowhere_else(field) -> None:
    package_files = {p for p in places(field) if not p.startswith(("exchange/", "project/"))}
    # Which number counts first where parties are compared, or shown to be so.
    compared = {
        f"people/duplicates/{name}.py"
        for name in ("checking", "described", "showing", "sides", "lead_sides")
    }
    assert package_files - (compared if field == "is_primary" else set()) == {
        f"people/models/{'contact_point' if field == 'is_primary' else 'party'}.py",
        "people/resources.py",
    }


def test_contributing_counts_the_same() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text()
    assert "Add a field: 2 places" in text
    assert "Add a record type: 4 places" in text


def test_a_record_type_stands_in_model_resource_glossary_and_rights() -> None:
    named = {p for p in places("Relationship") if "__init__" not in p}
    # The net of parties is drawn from it.
    drawing = {"people/ties.py", "people/panels.py"}
    # Timelines, briefs and the graph are features that are about relationships.
    about = {
        "engagement/sources.py",
        "engagement/briefs/own.py",
        "people/panels.py",
        "people/ties.py",
    }
    allowed = {"people/models/relationship.py", "people/resources.py", *about}
    # Whether it is known who decides counts for completeness.
    counting = {"people/quality/completeness.py", "people/quality/gaps.py"}
    # A branch that looks like its parent is tied to it; a lead's contact works for its company.
    allowed |= {f"people/duplicates/{name}.py" for name in ("deciding", "narrowing")}
    allowed |= {"people/actions/convert.py", "people/matches.py"}
    # A business card says for whom one works.
    allowed |= {"people/cards.py"}
    # Whether who decides at the customer attends, and who else is there, counts for a visit.
    allowed |= {"sales/models/visit_facts.py", "engagement/handover/assigning.py"}
    # Whoever spoke with somebody of a customer spoke with the customer.
    allowed |= {"engagement/last_contacts.py"}
    # Companies of one group compare what they are offered; who signs is one of its people.
    allowed |= {"sales/quotes/one_price.py", "sales/quotes/making.py"}
    allowed |= drawing | counting
    assert {p for p in named if not p.startswith("exchange/")} <= allowed
    assert (
        subprocess.run(
            ["grep", "-q", "relationship", str(SOURCE / "project" / "first_start.py")], check=False
        ).returncode
        == 0
    )
    assert "| Relationship |" in (ROOT / "docs" / "glossary.md").read_text()
