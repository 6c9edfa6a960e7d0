"""Export: what a list holds, as far as the user may see it, to a file that imports read back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from zhike.access import events
from zhike.access.rights import Access, Denied
from zhike.exchange import marks, watermark
from zhike.exchange.export_columns import Page, columns
from zhike.exchange.formats import Format, Head, format_named
from zhike.records import listing
from zhike.records.resource import Resource

PAGE = 500
EVENT = "export"


@dataclass(frozen=True)
class Demand:
    """What is exported: a list's records, in its order, in a format, with some or all fields."""

    resource: Resource
    access: Access
    query: listing.Query
    format: str = "csv"
    columns: tuple[str, ...] = ()
    only_news: bool = False
    """Only what is new or changed since the format's system was given it."""

    @property
    def wanted(self) -> listing.Query:
        """The list, less what the user may only read."""
        return replace(self.query, verb="export")

    @property
    def made(self) -> Format:
        """The format; KeyError for one that there is not."""
        return format_named(self.format, self.resource)

    @property
    def count(self) -> int:
        """How many records that is."""
        return int(listing.rows(self.resource, self.access, self.wanted).order_by().count())


def export(demand: Demand, path: Path, beat: Callable[[int], None] = lambda done: None) -> int:
    """Write the file and the line of the access log; how many records it holds.

    Raises Denied, Invalid for a wrong filter, KeyError for an unknown format.
    """
    resource, access = demand.resource, demand.access
    for verb in ("read", "export"):
        if not access.can(resource.model, verb):
            raise Denied(resource.model.record_type, verb)
    made, chosen = (
        demand.made,
        columns(resource, access, () if demand.made.is_fixed else demand.columns),
    )
    head = Head(resource, chosen, watermark.line(demand.count, access))
    done = 0
    given: dict[UUID, int] = {}
    with made.begin(path, head) as file:
        for page in _pages(demand):
            file.take(page)
            given |= {item.pk: item.version for item in page.items} if made.system else {}
            done += len(page.items)
            beat(done)
    if given:
        marks.mark(made.system, given)
    user = access.user.pk if access.user else None
    detail = f"{resource.name} {done} {demand.format}"
    events.note(EVENT, user=user, kind=resource.model.record_type, detail=detail)
    return done


def _pages(demand: Demand) -> Iterator[Page]:
    query = replace(demand.wanted, limit=PAGE, cursor="")
    while True:
        page = listing.page(demand.resource, demand.access, query, count=False)
        found = Page(demand.resource, demand.access, page.items, page.names)
        if demand.made.system:
            found = _told(found, demand)
        if found.items:
            yield found
        if page.next_cursor is None:
            return
        query = replace(query, cursor=page.next_cursor)


def _told(page: Page, demand: Demand) -> Page:
    """The page with what each record is to the system, perhaps without those that it has."""
    items = [item for item in page.items if demand.made.is_for(item)]
    news = marks.news(demand.made.system, items)
    items = [i for i in items if not demand.only_news or news[i.pk] != marks.News.KNOWN]
    return replace(page, items=items, news=news)
