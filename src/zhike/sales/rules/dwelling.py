"""How long a deal has stood in its stage, and whether that is too long."""

from __future__ import annotations

import datetime as dt

# The last quarter of the time that a stage allows is a warning.
WARNING = 0.75


def days_in_stage(since: dt.datetime, now: dt.datetime, zone: dt.tzinfo) -> int:
    """Whole calendar days in the reader's time zone since the deal came into its stage."""
    return max((now.astimezone(zone).date() - since.astimezone(zone).date()).days, 0)


def dwell_state(days: int, max_days: int | None) -> str:
    """`late` over the stage's limit, `slow` in its last quarter, else empty."""
    if not max_days:
        return ""
    if days > max_days:
        return "late"
    return "slow" if days >= max_days * WARNING else ""
