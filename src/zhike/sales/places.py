"""What sales adds to other packages' pages: settings, and what the rows of a file bring along."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.administration.places import Place, register_settings
from zhike.exchange.companions.declared import Companion, Tie, register_companion
from zhike.sales.models import Executive, Pipeline, RewardRule, VisitPolicy

register_settings(
    Place(_("Pipelines and stages"), _("how deals go on, with chances and limits of days"),
          "/pipelines/", "board", Pipeline),
    "/stages/", "/processes/", "/stage-steps/", "/stage-criteria/",
)  # fmt: skip
register_settings(
    Place(_("Executives"), _("who may be asked to visit customers, and how often they mean to"),
          "/executives/", "door", Executive)
)  # fmt: skip
register_settings(
    Place(_("Policy for visits"), _("what the company asks before the management goes"),
          "/visit-policies/", "settings", VisitPolicy)
)  # fmt: skip
register_settings(
    Place(_("Reward rules"), _("what whoever brings us business gets, and for how long"),
          "/reward-rules/", "money", RewardRule)
)  # fmt: skip
register_companion(
    Companion(
        name="party",
        label=_("customer"),
        of="opportunities",
        resource="parties",
        field="party",
    )
)  # fmt: skip
register_companion(
    Companion(
        name="contact",
        label=_("contact"),
        of="opportunities",
        resource="parties",
        fields=("name", "contact_points.phone", "contact_points.email", "contact_points.wechat"),
        within={"kind": "person"},
        tie=Tie(
            "relationships", companion="from_party", other="to_party", of="party",
            constants={"type": "works_for"}, fields=("role",),
        ),
        is_among_tied=True,
    )
)  # fmt: skip
