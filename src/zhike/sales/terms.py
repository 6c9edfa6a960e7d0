"""Words about selling."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhike.records.term import register_term

register_term(
    "probability", _("win probability"),
    _("How likely a deal is won, in percent: its stage's, unless the deal says its own."),
    _("probability in %"), _("win probability in %"),
)  # fmt: skip
register_term(
    "weighted", _("weighted"),
    _("The amount times the win probability: what deals are worth on average."),
)  # fmt: skip
register_term("close-date", _("close date"), _("The day on which the deal should be won."))
register_term(
    "max-days", _("days at most"),
    _("How many days a deal should stay in a stage. One that stays longer stands still."),
)  # fmt: skip
register_term(
    "lost-reason", _("reason for losing"),
    _("Why a deal came to nothing. Reasons are counted, so that the next offer learns from them."),
)  # fmt: skip
