"""Why it is time, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zhike.sales.models import TimingRule
from zhike.sales.timing.moments import Moment


def short(moment: Moment) -> str:
    """The rule and what it is about, where the day stands beside it."""
    what, since = moment.what, moment.since.isoformat() if moment.since else ""
    if moment.rule.moment == TimingRule.Moment.CONTACT:
        what = _("last contact %(since)s") % {"since": since}
    elif since:
        what = _("%(what)s, bought %(since)s") % {"what": what, "since": since}
    return f"{moment.rule.name} · {what}"


def why(moment: Moment) -> str:
    """What comes, and since when it was to be expected; days as everybody writes them."""
    kinds = TimingRule.Moment
    since = moment.since.isoformat() if moment.since else ""
    known = {"what": moment.what, "since": since, "day": moment.day.isoformat()}
    if moment.rule.moment == kinds.REPLACEMENT:
        return _("%(what)s, bought on %(since)s, comes to its end on %(day)s.") % known
    if moment.rule.moment == kinds.PURCHASE:
        return _("Last purchase on %(since)s: %(what)s.") % known
    if moment.rule.moment == kinds.CONTACT:
        return _("Last contact on %(since)s.") % known
    return _("%(what)s: %(day)s.") % known
