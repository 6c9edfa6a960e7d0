"""Words about what is sold."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.records.term import register_term

register_term(
    "list-price", _("list price"), _("What a product costs before anybody gives a discount.")
)
