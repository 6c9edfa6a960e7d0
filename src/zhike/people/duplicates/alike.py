"""Which customers the rows of a file look like: the duplicate check for many at once.

As in the check somebody asks whose the others are is no matter, but of those beyond his sight he
hears only that there is one; each is noted, and when he has heard of enough for a day, nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from zhike.access.rights import Access
from zhike.exchange.alike import Alike, register_look
from zhike.exchange.match.preparing import Record
from zhike.exchange.match.scoring import Scorer
from zhike.people.duplicates import limits
from zhike.people.duplicates.checking import candidates, described, described_all
from zhike.people.duplicates.keys import Described, asked_by
from zhike.people.duplicates.scorers import scorer
from zhike.people.models import Party
from zhike.records.resource import resource_for

MOST_WEIGHED = 20
AT_ONCE = 100
# A person looks at the list: the same name with another telephone number is worth a line of it.
LISTED = 0.3
Found = tuple[UUID, float]


class Lookalikes:
    """Weighs the rows of one run against the customers who were here before it."""

    def __init__(self, access: Access, run: UUID) -> None:
        """What is learnt of telling customers apart is read once."""
        self.access, self.run = access, run
        self._scorers: dict[str, Scorer] = {}

    def __call__(self, rows: Sequence[Mapping[str, Any]]) -> list[Alike | None]:
        """For each row the customer whom it is most probably about; None where there is none."""
        found: list[Alike | None] = []
        for start in range(0, len(rows), AT_ONCE):
            parties = [described(row, self.access) for row in rows[start : start + AT_ONCE]]
            found += self._shown(self._likeliest(parties))
        return found

    def _likeliest(self, parties: Sequence[Described]) -> list[Found | None]:
        wanted = [
            [id_ for id_ in candidates(asked_by(party), None, MOST_WEIGHED) if id_ < self.run]
            for party in parties
        ]
        ids = list(dict.fromkeys(id_ for some in wanted for id_ in some))
        typed = [phone for party in parties for phone in party.phones]
        known = {
            id_: (one.kind, [named.record() for named in one.under_each_name()])
            for id_, one in described_all(ids, typed, self.access)
        }
        return [
            self._best(party, {id_: known[id_] for id_ in some if id_ in known})
            for party, some in zip(parties, wanted, strict=True)
        ]

    def _best(
        self, party: Described, known: Mapping[UUID, tuple[str, list[Record]]]
    ) -> Found | None:  # fmt: skip
        others = {id_: records for id_, (kind, records) in known.items() if kind == party.kind}
        if not others:
            return None
        weigh, record = self._scorer(party.kind), party.record()
        best = max(
            ((id_, max(weigh.weigh(record, other).probability for other in records))
             for id_, records in others.items()),
            key=lambda found: found[1],
        )  # fmt: skip
        return best if best[1] >= LISTED else None

    def _scorer(self, kind: str) -> Scorer:
        if kind not in self._scorers:
            self._scorers[kind] = scorer(kind)
        return self._scorers[kind]

    def _shown(self, found: Sequence[Found | None]) -> list[Alike | None]:
        """What the user may hear of these."""
        ids = {one[0] for one in found if one is not None}
        seen = {party.pk: party for party in self.access.rows(Party).filter(pk__in=ids)}
        strangers = ids - seen.keys()
        if strangers and limits.is_spent(self.access):
            strangers = set()
        elif strangers:
            asked = {"import": sorted(map(str, strangers))}
            limits.note(self.access, [asked], dict.fromkeys(strangers, Party.record_type))
        spec = resource_for(Party).specs(self.access).get("name")
        names = {id_: spec.text(party) if spec else "" for id_, party in seen.items()}
        return [
            None if one is None or not (one[0] in seen or one[0] in strangers)
            else Alike(one[1], one[0] if one[0] in seen else None, names.get(one[0], ""))
            for one in found
        ]  # fmt: skip


register_look(Party, Lookalikes)
