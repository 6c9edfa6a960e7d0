"""Which customers a lead may be about already: exactly the same code, number, address or name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from zhike.access.rights import Access
from zhike.exchange.match.company_names import SHORTEST_CORE, parse
from zhike.people.actions.convert import Said, readable
from zhike.people.models import ContactPoint, Lead, Party, Relationship
from zhike.people.models.contact_point import normal_form
from zhike.records.resource import resource_for
from zhike.records.search.finding import find

MOST = 5
LOOKED_AT = 50


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
    for party, why in [*_by_code(access, said), *_by_contact(access, said)]:
        is_person = party.kind == Party.Kind.PERSON
        (found.persons if is_person else found.organizations).setdefault(party.pk, why)
    for id_ in _by_name(access, said):
        found.organizations.setdefault(id_, _("same name"))
    for id_ in _employers(access, found.persons):
        found.organizations.setdefault(id_, _("this person works there"))
    return found


def _sees(access: Access, model: type[Party] | type[ContactPoint], name: str) -> bool:
    spec = resource_for(model).specs(access).get(name)
    return spec is not None and spec.searchable


def _by_code(access: Access, said: Said) -> Iterable[tuple[Party, str]]:
    if said["uscc"] and _sees(access, Party, "uscc"):
        for party in access.rows(Party).filter(uscc=said["uscc"]):
            yield party, _("same credit code")


def _by_contact(access: Access, said: Said) -> Iterable[tuple[Party, str]]:
    """Whoever is reached in the same way."""
    if not _sees(access, ContactPoint, "value"):
        return
    reasons = {
        normal_form(type_, value): why
        for type_, value, why in (
            ("phone", said["mobile"], _("same telephone")),
            ("phone", said["phone"], _("same telephone")),
            ("email", said["email"], _("same email")),
            ("wechat", said["wechat"], _("same WeChat")),
        )
        if value
    }  # fmt: skip
    rows = access.rows(ContactPoint).filter(normalised__in=list(reasons))
    for point in rows.select_related("party").order_by("pk")[:LOOKED_AT]:
        yield point.party, reasons[point.normalised]


def _by_name(access: Access, said: Said) -> list[UUID]:
    """Companies of the same name but for place, legal form and the like."""
    core = parse(said["company_name"]).core if said["company_name"] else ""
    if len(core) < SHORTEST_CORE or not _sees(access, Party, "name"):
        return []
    ids = find(access, core, Party, LOOKED_AT)
    rows = Party.objects.filter(pk__in=ids, kind=Party.Kind.ORGANIZATION).order_by("pk")
    same = [(pk, name) for pk, name in rows.values_list("pk", "name") if parse(name).core == core]
    same.sort(key=lambda row: row[1] != said["company_name"])
    return [pk for pk, _name in same]


def _employers(access: Access, persons: Iterable[UUID]) -> list[UUID]:
    ties = access.rows(Relationship).filter(
        from_party__in=list(persons), type__in=["works_for", "decides_for"]
    )
    return list(ties.order_by("pk").values_list("to_party", flat=True)[:MOST])
