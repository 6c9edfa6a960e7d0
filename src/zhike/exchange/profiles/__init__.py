"""What the exports of other programs look like: plain tables, one for each kind of record.

A profile names the headings that a program writes and the field that each of them means; nothing
else is known of the program. Tables say `target: "heading|heading"`, where a target is a field,
a piece of one (`name.given`, see `joining`), `NEW_FIELD` for what has no field here, or `LEFT_OUT`
for a program's own bookkeeping.
"""

from __future__ import annotations

from zhike.exchange.profiles import address_books, chinese, open_source, western
from zhike.exchange.profiles.profile import LEFT_OUT, NEW_FIELD, Profile

PROFILES: tuple[Profile, ...] = (
    *western.PROFILES, *open_source.PROFILES, *chinese.PROFILES, *address_books.PROFILES,
)  # fmt: skip


def profile_named(name: str) -> Profile | None:
    """The profile of this name, None for none."""
    return next((profile for profile in PROFILES if profile.name == name), None)


__all__ = ["LEFT_OUT", "NEW_FIELD", "PROFILES", "Profile", "profile_named"]
