"""Which pages and endpoints are measured, for whom, and with what words."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from urllib.parse import quote

from zhike.access.rights import Access
from zhike.base.pinyin import readings
from zhike.people.models import ContactPoint, Party
from zhike.project.bench.client import Maker, Request
from zhike.project.bench.company import Company
from zhike.project.bench.names import Names
from zhike.records import listing
from zhike.records.resource import Resource, resource_named

SAMPLES = 20


@dataclass(frozen=True)
class Probe:
    """Something that people do often; `make` gives the request of each time."""

    name: str
    make: Maker
    is_api: bool = False


def probes(company: Company, who: str) -> Iterator[Probe]:
    """Everything that is measured for one user."""
    access = company.access(who)
    parties = resource_named("parties")
    count = access.rows(Party).count()
    yield Probe("list, first page", lambda n: Request("/parties/"))
    for name, place in (("list, middle page", count // 2), ("list, last page", count - 51)):
        if (cursor := _cursor(parties, access, place)) is not None:
            path = f"/parties/?cursor={cursor}&start={place + 1}"
            yield Probe(name, _always(path))
    yield Probe("board", lambda n: Request("/opportunities/board/"))
    busy = list(access.rows(Party).filter(pk__in=company.busy).values_list("pk", flat=True)[:50])
    if busy:
        yield Probe("record, 50 touches", lambda n: Request(f"/parties/{busy[n % len(busy)]}/"))
    for name, words in _words(access).items():
        yield Probe(f"search, {name}", _search(words))
    yield Probe("home", lambda n: Request("/"))
    yield Probe("home, figures", lambda n: Request("/asked/"))
    yield Probe("palette", _always(f"/palette/?q={quote('客车')}"))
    if (cursor := _cursor(parties, access, count // 2)) is not None:
        path = f"/api/v1/parties?limit=50&cursor={cursor}"
        yield Probe("API list, middle", _always(path), is_api=True)
    yield Probe("API list", lambda n: Request("/api/v1/parties?limit=50"), is_api=True)
    if busy:
        path = "/api/v1/parties/"
        yield Probe("API record", lambda n: Request(f"{path}{busy[n % len(busy)]}"), is_api=True)
    yield Probe("API create", _creation(), is_api=True)


def _always(path: str) -> Maker:
    return lambda n: Request(path)


def _search(words: list[str]) -> Maker:
    return lambda n: Request(f"/parties/?q={quote(words[n % len(words)])}")


def _creation() -> Maker:
    names = Names(int.from_bytes(uuid.uuid4().bytes[:4]))

    def make(_number: int) -> Request:
        customer = names.customer()
        number = uuid.uuid4().int % 10**8
        values = {
            "name": customer.name,
            "kind": "person" if customer.is_person else "organization",
            "contact_points": [{"type": "phone", "value": f"139{number:08}"}],
        }
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        return Request("/api/v1/parties", json.dumps(values), headers)

    return make


def _cursor(resource: Resource, access: Access, place: int) -> str | None:
    """The cursor that leads behind the record at this place of the list; None for a short list."""
    if place < 0:
        return None
    keys = listing.sort_keys(resource, access, resource.default_sort)
    rows = access.rows(resource.model)
    two = rows.order_by(keys[0].ordered, "pk").values_list("pk", flat=True)[place : place + 2]
    return listing.cut(rows.filter(pk__in=list(two)), keys, listing.Query(limit=1))[1]


def _words(access: Access) -> dict[str, list[str]]:
    """Words of each kind out of what the user sees, so that every search finds something."""
    chance = Random(5)  # noqa: S311 (no secret)
    rows = list(access.rows(Party).values_list("pk", "name").order_by("pk")[:20_000])
    some = chance.sample(rows, min(len(rows), 12 * SAMPLES))
    chinese = [name for _, name in some if not name.isascii()][:SAMPLES]
    latin = [name for _, name in some if name.isascii()][:SAMPLES]
    numbers = ContactPoint.objects.filter(party__in=[pk for pk, _ in some[:SAMPLES]], type="phone")

    def pieces(names: list[str], size: int) -> list[str]:
        whole = [name.replace(" ", "") for name in names]
        starts = [chance.randrange(max(1, len(name) - size)) for name in whole]
        return [name[at : at + size] for name, at in zip(whole, starts, strict=True)]

    found: dict[str, Callable[[], list[str]]] = {
        "1 character": lambda: pieces(chinese, 1),
        "2 characters": lambda: pieces(chinese, 2),
        "4 characters": lambda: pieces(chinese, 4),
        "initials": lambda: [readings(name).initials[:4] for name in chinese],
        "Latin substring": lambda: pieces([name.split()[0].lower() for name in latin], 5),
        "phone, 7 digits": lambda: [
            value[-7:] for value in numbers.values_list("value", flat=True)
        ],
    }
    return {name: words for name, make in found.items() if (words := make())}
