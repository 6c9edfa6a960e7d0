"""Term: a word of the trade with what it means, said once and shown wherever it labels something.

A record type's is on its Resource; a package registers the other words that it owns. The guide's
glossary is drawn from both; `docs/glossary.md` repeats them for developers, and a test compares.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import get_language, override

from zhike.records.resource import all_resources

Text = str | Promise


@dataclass(frozen=True)
class Term:
    """A word and its meaning in a sentence; `labels` are the labels that it explains."""

    key: str
    name: Text
    means: Text
    labels: tuple[Text, ...] = ()


_terms: dict[str, Term] = {}


def register_term(key: str, name: Text, means: Text, *labels: Text) -> None:
    """Make a word known when apps are ready; without `labels` it explains its own name."""
    _terms[key] = Term(key, name, means, labels or (name,))


def concepts() -> list[Term]:
    """The words that packages registered."""
    return list(_terms.values())


def record_types() -> Iterator[Term]:
    """The record types that say what they are."""
    for resource in all_resources():
        if resource.means:
            names = (resource.label, resource.label_plural)
            yield Term(resource.name, resource.label, resource.means, names)


def all_terms() -> list[Term]:
    """Every word of the glossary."""
    return [*record_types(), *concepts()]


def term_of(label: Text) -> Term | None:
    """The word that a label is, in the reader's language."""
    return _by_label(get_language() or "", of_types=True).get(str(label).casefold())


def concept_of(label: Text) -> Term | None:
    """The same without record types, whose names they know who fill in their fields."""
    return _by_label(get_language() or "", of_types=False).get(str(label).casefold())


@cache
def _by_label(language: str, *, of_types: bool) -> dict[str, Term]:
    terms = all_terms() if of_types else concepts()
    with override(language):
        return {str(label).casefold(): term for term in terms for label in term.labels}
