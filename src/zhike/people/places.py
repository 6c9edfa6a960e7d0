"""What the rows of a file about people bring along: the company for which a contact works."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.exchange.companions.declared import Companion, Tie, register_companion

register_companion(
    Companion(
        name="employer",
        label=_("company"),
        of="parties",
        resource="parties",
        fields=("name", "uscc", "website", "industry", "region", "employee_count",
                "annual_revenue", "contact_points.phone", "contact_points.address",
                "external_ids"),
        within={"kind": "organization"},
        tie=Tie(
            "relationships", companion="to_party", other="from_party",
            constants={"type": "works_for"}, fields=("role",),
        ),
    )
)  # fmt: skip
