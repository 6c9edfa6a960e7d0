"""Words about being in touch."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.records.term import register_term

register_term("channel", _("channel"), _("How one was in touch: a call, a visit, a message."))
register_term("direction", _("direction"), _("Whether the customer began the contact, or we did."))
register_term(
    "appointment", _("appointment"), _("An interaction to come, with a time when it begins.")
)
