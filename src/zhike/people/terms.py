"""Words about customers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.records.term import register_term

register_term(
    "tier", _("tier"),
    _("How much a customer matters: platinum, gold, silver or iron. The company decides by what."),
)  # fmt: skip
register_term(
    "lifecycle", _("life stage"),
    _("How far the relationship has come: identified, selected, acquired, developed, retained, "
      "lapsed."),
)  # fmt: skip
register_term(
    "pool", _("public pool"),
    _("The customers who belong to nobody and wait for an owner."),
)  # fmt: skip
register_term(
    "completeness", _("completeness"),
    _("How many of the key fields of a customer are filled, in percent. An administrator chooses "
      "the key fields."),
)  # fmt: skip
register_term("source", _("source"), _("How we came to know the customer."))
register_term(
    "uscc", _("unified social credit code"),
    _("The 18 characters by which China registers an organization; the last one checks the rest."),
)  # fmt: skip
register_term(
    "evidence", _("evidence"),
    _("How much a comparison tells of whether two customers are one, learnt from your own data. "
      "With every point more it is twice as likely; below 0 it speaks against."),
)  # fmt: skip
register_term(
    "party-roles", _("roles of a customer"),
    _("What somebody is to us: customer, supplier, partner, competitor; several at once."),
    _("roles"),
)  # fmt: skip
register_term(
    "rejected-reason", _("reason for rejecting"),
    _("Why nothing comes of a lead. Reasons are counted, so that marketing learns where good leads "
      "come from."),
)  # fmt: skip
