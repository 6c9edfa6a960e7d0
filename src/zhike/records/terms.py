"""Words of the trade that belong to no record type: rights, the ledger, money."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhike.records.term import register_term

register_term(
    "owner", _("owner"),
    _("Who is responsible for the record. Roles reach it through its owner and the owner's team."),
)  # fmt: skip
register_term(
    "scope", _("scope"),
    _("How far a right reaches: one's own records, the team's, the team's and those below, all."),
    _("reach"),
)  # fmt: skip
register_term(
    "desk", _("desk"),
    _("What somebody works at: sales, management, marketing, service, administration. Its "
      "questions come first on the first page."),
)  # fmt: skip
register_term(
    "change-set", _("change set"),
    _("One deed: who, when, through which door, which records. It can be undone as one."),
    _("Change sets"),
)  # fmt: skip
register_term(
    "change", pgettext_lazy("noun", "change"),
    _("One record's fields before and after a deed."),
)  # fmt: skip
register_term(
    "door", _("door"),
    _("The way by which a change came in: web page, API, import, command line, background job."),
)  # fmt: skip
register_term(
    "base-currency", _("base currency"),
    _("The company's own currency, into which sums are converted at the day's rate."),
)  # fmt: skip
register_term(
    "external-ids", _("external ids"),
    _("What other systems call the record, so that imports find it again."),
)  # fmt: skip
register_term(
    "question", _("question"),
    _("What people of a desk ask, the page that answers, the figure at a glance."),
)  # fmt: skip
