"""What the rows of a file of customers bring along: whom to talk to, or for whom they work."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.exchange.companions.declared import Companion, Tie, register_companion

register_companion(
    Companion(
        name="contact",
        label=_("contact"),
        of="parties",
        resource="parties",
        fields=("name", "contact_points.phone", "contact_points.email", "contact_points.wechat"),
        within={"kind": "person"},
        tie=Tie(
            "relationships", companion="from_party", other="to_party",
            constants={"type": "works_for"}, fields=("role",),
        ),
        is_among_tied=True,
    )
)  # fmt: skip
register_companion(
    Companion(
        name="employer",
        label=_("company"),
        of="parties",
        resource="parties",
        within={"kind": "organization"},
        tie=Tie(
            "relationships", companion="to_party", other="from_party",
            constants={"type": "works_for"}, fields=("role",),
        ),
    )
)  # fmt: skip
