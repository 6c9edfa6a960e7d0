"""The palette: questions, records, actions, places, views, the guide: by a few letters of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override

from zhike.access.rights import Access
from zhike.records import search
from zhike.records.models import SavedView
from zhike.records.question import Question, questions_of
from zhike.records.resource import all_resources, resource_named
from zhike.records.search.phrases import BEGINNING, WITHIN, fitness
from zhike.records.titles import named
from zhike.web import commands, guide, kept
from zhike.web.asked import Asked
from zhike.web.commands import Command
from zhike.web.links import list_url, record_url
from zhike.web.requests import PageRequest

LONGEST = 200
MOST = {"questions": 5, "records": 8, "actions": 4, "places": 4, "views": 4, "guide": 3}
AT_FIRST = 6
EACH = 4


@dataclass(frozen=True)
class Choice:
    """One line of the palette, and how well it fits what was typed."""

    label: str
    url: str
    icon: str
    fits: float = 0.0
    note: str = ""
    is_question: bool = False


@dataclass
class Group:
    """Choices of one sort under their heading."""

    title: str
    choices: list[Choice] = field(default_factory=list)

    @property
    def fits(self) -> float:
        """As well as its best choice."""
        return max((choice.fits for choice in self.choices), default=0.0)


def palette_part(request: PageRequest) -> HttpResponse:
    """What fits the words, best first; without words, what one comes back to."""
    words = request.GET.get("q", "").strip()[:LONGEST]
    groups = found(request.access, words) if words else at_first(request.access)
    return render(request, "web/palette.html", {"groups": groups, "words": words})


def found(access: Access, words: str) -> list[Group]:
    """Groups of what fits, those first that hold what fits best."""
    groups = [
        Group(_("Questions"), _best(questions(access, words), "questions")),
        Group(_("Records"), _best(_records(access, words), "records")),
        Group(_("Actions"), _best(_commands(commands.actions(access), words), "actions")),
        Group(_("Places"), _best(_commands(commands.places(access), words), "places")),
        Group(_("Views"), _best(_views(access, words), "views")),
        Group(_("Guide"), _best(passages(words), "guide")),
    ]
    return sorted((g for g in groups if g.choices), key=lambda group: -group.fits)


def at_first(access: Access) -> list[Group]:
    """Favourites, where one was last, what one's desk asks."""
    asked = Asked(access)
    groups = [
        Group(_("Favourites"), [_kept(known) for known in kept.favourites(access, AT_FIRST)]),
        Group(_("Looked at last"), [_kept(known) for known in kept.visits(access, AT_FIRST)]),
        Group(asked.heading, [_question(q, access) for q in asked.all[:AT_FIRST]]),
    ]
    return [group for group in groups if group.choices]


def questions(access: Access, words: str) -> Iterator[Choice]:
    """Questions in whichever language the words are."""
    for question in questions_of(access):
        if fits := fitness(words, _texts(question)):
            yield _question(question, access, fits)


def _texts(question: Question) -> tuple[str, ...]:
    """The question as its reader knows it, then its words and other languages."""
    texts = [str(question.ask)]
    for language, _name in settings.LANGUAGES:
        with override(language):
            texts += [str(question.ask), str(question.words)]
    return tuple(texts)


def _question(question: Question, access: Access, fits: float = 0.0) -> Choice:
    return Choice(str(question.ask), question.page.url(access), "chat", fits, is_question=True)


def _records(access: Access, words: str) -> Iterator[Choice]:
    """Records of every type that hold the words and are in sight."""
    for resource in all_resources():
        if not resource.search or not access.can(resource.model, "read"):
            continue
        ids = search.find(access, words, resource.model, EACH)
        names = named(access, resource.model, ids)
        for pk in ids:
            if pk in names:
                fits = max(fitness(words, (names[pk],)), WITHIN)
                url = record_url(resource, pk)
                yield Choice(names[pk], url, resource.icon, fits, str(resource.label))


def _commands(known: Iterable[Command], words: str) -> Iterator[Choice]:
    for command in known:
        if fits := fitness(words, (str(command.label), str(command.words))):
            yield Choice(str(command.label), command.url, command.icon, fits)


def _views(access: Access, words: str) -> Iterator[Choice]:
    for view in SavedView.of(access.user):
        try:
            resource = resource_named(view.resource)
        except KeyError:  # Its package is gone.
            continue
        fits = fitness(words, (view.name,))
        if fits and access.can(resource.model, "read"):
            url = list_url(resource, view=view.pk)
            yield Choice(view.name, url, "list", fits, str(resource.label_plural))


def passages(words: str) -> Iterator[Choice]:
    """What the guide says about it."""
    for passage in guide.found(words):
        section = passage.section
        yield Choice(section.title, passage.url, "help", passage.fits, passage.within)


def _kept(known: kept.Known) -> Choice:
    link = known.link
    return Choice(link["label"], link["url"], link["icon"], note=str(link["note"]))


def _best(choices: Iterable[Choice], sort: str) -> list[Choice]:
    """The best of a sort; what merely shares words with a sentence only where nothing fits."""
    ranked = sorted(choices, key=lambda choice: -choice.fits)
    sure = [choice for choice in ranked if choice.fits >= min(WITHIN, BEGINNING)]
    return (sure or ranked)[: MOST[sort]]


def questions_found(access: Access, words: str) -> list[dict[str, Any]]:
    """Questions that fit, as the search page shows them."""
    known = {str(q.ask): q for q in questions_of(access)}
    return [
        {"ask": choice.label, "url": choice.url, "because": known[choice.label].says}
        for choice in _best(questions(access, words), "questions")
    ]
