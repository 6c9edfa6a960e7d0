"""Party: any person or organization with whom the company deals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.base import uscc
from zhike.base.errors import BadValue
from zhike.base.geo import region_name
from zhike.base.pinyin import sort_key
from zhike.ledger.fields import ListField, MoneyField, SortKeyField
from zhike.people.models.pooled import Pooled, pool_indexes

ROLES = (
    ("customer", _("customer")),
    ("supplier", _("supplier")),
    ("partner", _("partner")),
    ("employee", _("employee")),
    ("competitor", _("competitor")),
    ("media", _("media")),
    ("government", _("government")),
)


class Party(Pooled):
    """A person or an organization: customer, supplier, partner, competitor, several at once."""

    class Kind(models.TextChoices):
        """What a party is."""

        ORGANIZATION = "organization", _("organization")
        PERSON = "person", _("person")

    class Lifecycle(models.TextChoices):
        """How far the relationship has come (识别 挑选 获取 发展 保持 流失)."""

        IDENTIFIED = "identified", _("identified")
        SELECTED = "selected", _("selected")
        ACQUIRED = "acquired", _("acquired")
        DEVELOPED = "developed", _("developed")
        RETAINED = "retained", _("retained")
        LAPSED = "lapsed", _("lapsed")

    class Tier(models.TextChoices):
        """How much the party matters."""

        PLATINUM = "platinum", _("platinum")
        GOLD = "gold", _("gold")
        SILVER = "silver", _("silver")
        IRON = "iron", _("iron")

    class Industry(models.TextChoices):
        """The trade (a short list; packs refine it)."""

        MANUFACTURING = "manufacturing", _("manufacturing")
        TECHNOLOGY = "technology", _("technology")
        SOFTWARE = "software", _("software")
        TELECOMMUNICATIONS = "telecommunications", _("telecommunications")
        FINANCE = "finance", _("finance")
        RETAIL = "retail", _("retail")
        MEDICAL = "medical", _("medical")
        ENTERTAINMENT = "entertainment", _("entertainment")
        MARKETING = "marketing", _("marketing")
        SERVICES = "services", _("services")
        EMPLOYMENT = "employment", _("employment")
        EDUCATION = "education", _("education")
        GOVERNMENT = "government", _("government")
        REAL_ESTATE = "real_estate", _("real estate")
        CONSTRUCTION = "construction", _("construction")
        ENERGY = "energy", _("energy")
        AGRICULTURE = "agriculture", _("agriculture")
        PUBLIC_TRANSPORT = "public_transport", _("public transport")
        PASSENGER_TRANSPORT = "passenger_transport", _("passenger transport")
        TOURISM = "tourism", _("tourism")
        LOGISTICS = "logistics", _("logistics")
        OTHER = "other", _("other")

    class Source(models.TextChoices):
        """How we came to know the party."""

        REFERRAL = "referral", _("referral")
        FAIR = "fair", _("trade fair")
        WEBSITE = "website", _("website")
        CALL = "call", _("telephone call")
        ADVERTISEMENT = "advertisement", _("advertisement")
        TENDER = "tender", _("tender")
        PARTNER = "partner", _("partner")
        SELF = "self", _("found by ourselves")
        DIRECTORY = "directory", _("company directory")
        IMPORT = "import", _("import")
        OTHER = "other", _("other")

    outsiders: ClassVar[dict[str, str]] = {"read": "pk"}
    """Whoever comes in for a party from outside sees that one."""

    kind = models.CharField(
        _("kind"), max_length=12, choices=Kind.choices, default=Kind.ORGANIZATION
    )
    name = models.CharField(_("name"), max_length=200)
    other_names = ListField(
        _("other names"), help_text=_("Former and short names by which it is found, too.")
    )
    roles = ListField(_("roles"), choices_from=ROLES)
    lifecycle = models.CharField(
        _("life stage"), max_length=10, choices=Lifecycle.choices, default=Lifecycle.IDENTIFIED
    )
    tier = models.CharField(_("tier"), max_length=8, choices=Tier.choices, blank=True)
    keeps_tier = models.BooleanField(
        _("tier stays as it is"), default=False, db_default=False,
        help_text=_("Whatever profit the customer brings: somebody has decided it."),
    )  # fmt: skip
    industry = models.CharField(_("industry"), max_length=24, choices=Industry.choices, blank=True)
    region = models.CharField(_("region"), max_length=9, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    # Known once by hand, perhaps twice by an import: then the two are merged.
    uscc = models.CharField(  # noqa: DJ001 — what is not known is null
        _("unified social credit code"), max_length=18, null=True, blank=True, db_index=True
    )
    website = models.CharField(_("website"), max_length=200, blank=True)
    employee_count = models.PositiveIntegerField(_("number of employees"), null=True, blank=True)
    annual_revenue = MoneyField(_("annual revenue"), null=True, blank=True)
    birthday = models.DateField(_("birthday"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=14, choices=Source.choices, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=5000)
    tags = ListField(_("tags"))
    external_ids = models.JSONField(_("external ids"), default=dict, blank=True)
    custom = models.JSONField(default=dict, blank=True, editable=False)
    completeness = models.PositiveSmallIntegerField(
        _("completeness"), default=0, db_default=0, editable=False,
        help_text=_("How many of the key fields are filled, in percent."),
    )  # fmt: skip
    name_sort = SortKeyField(max_length=120, editable=False)

    derived = frozenset({"name_sort"})
    projected = Pooled.projected | {"completeness"}

    class Meta:
        """Sorted by name for all, for an owner, and by age."""

        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        indexes = [
            models.Index(fields=["name_sort", "id", "owner"], name="party_name"),
            models.Index(fields=["owner", "name_sort", "id"], name="party_owner_name"),
            models.Index(fields=["created_at", "id", "owner"], name="party_created"),
            models.Index(fields=["updated_at", "id", "owner"], name="party_updated"),
            models.Index(fields=["completeness", "id", "owner"], name="party_completeness"),
            models.Index(fields=["owner", "completeness"], name="party_owner_completeness"),
            models.Index(fields=["region", "id", "owner"], name="party_region"),
            *pool_indexes("party"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def derive(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Sort by pinyin; persons by their surname's own reading."""
        person = values.get("kind") == cls.Kind.PERSON
        return {"name_sort": sort_key(values.get("name") or "", person=person)}

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """The credit code must check, the region must exist, a birthday belongs to a person."""
        yield from self.pool_problems()
        if self.uscc:
            try:
                self.uscc = uscc.normalise(self.uscc)
            except BadValue as error:
                yield "uscc", error
        if self.region:
            try:
                region_name(self.region, "zh-hans")
            except BadValue as error:
                yield "region", error
