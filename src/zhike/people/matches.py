"""Which customers a lead may be about: whom the duplicate check finds, in the user's sight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.people.actions.convert import Said, readable
from zhike.people.duplicates.checking import check
from zhike.people.duplicates.leads import as_parties
from zhike.people.duplicates.reasons import said as in_words
from zhike.people.models import ContactPoint, Lead, Party, Relationship
from zhike.people.models.contact_point import normal_form
from zhike.records.resource import resource_for

MOST = 5
LIKELY = 0.25
"""The first of them is filled in already, so what is merely alike is none."""


@dataclass
class Matches:
    """The likely organizations and persons by id, each with why, the likeliest first."""

    organizations: dict[UUID, str] = field(default_factory=dict)
    persons: dict[UUID, str] = field(default_factory=dict)


def matches(access: Access, lead: Lead) -> Matches:
    """Those in the user's sight; what the user may not see is no proposal."""
    found, said = Matches(), readable(access, lead)
    if not access.can(Party, "read"):
        return found
    for typed in as_parties(said):
        is_person = typed["kind"] == Party.Kind.PERSON
        suspects = {
            suspect.id: suspect for suspect in check(typed, access) if suspect.probability >= LIKELY
        }
        in_sight = set(
            access.rows(Party).filter(pk__in=list(suspects)).values_list("pk", flat=True)
        )
        why = {id_: _(", ").join(in_words(one.reasons)) for id_, one in suspects.items()}
        (found.persons if is_person else found.organizations).update(
            {id_: words for id_, words in why.items() if id_ in in_sight}
        )
    for party in _by_wechat(access, said):
        is_person = party.kind == Party.Kind.PERSON
        (found.persons if is_person else found.organizations).setdefault(party.pk, _("same WeChat"))
    for id_ in _employers(access, found.persons):
        found.organizations.setdefault(id_, _("this person works there"))
    return found


def _by_wechat(access: Access, said: Said) -> Iterable[Party]:
    """Whoever has the same name in WeChat, which the engine does not compare."""
    spec = resource_for(ContactPoint).specs(access).get("value")
    if not said["wechat"] or spec is None or not spec.searchable:
        return
    rows = access.rows(ContactPoint).filter(normalised=normal_form("wechat", said["wechat"]))
    for point in rows.filter(type="wechat").select_related("party").order_by("pk")[:MOST]:
        yield point.party


def _employers(access: Access, persons: Iterable[UUID]) -> list[UUID]:
    ties = access.rows(Relationship).filter(
        from_party__in=list(persons), type__in=["works_for", "decides_for"]
    )
    return list(ties.order_by("pk").values_list("to_party", flat=True)[:MOST])
