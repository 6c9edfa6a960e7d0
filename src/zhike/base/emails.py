"""Mail addresses: one stored form, one form for who may not see. Nothing here asks the network."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from zhike.base.errors import N_, BadValue

LONGEST = 254
LONGEST_LOCAL = 64
_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


class BadEmail(BadValue):
    """A text that is no mail address, with what to do."""


# A new address is asked for by the rules, by the stored form and by search.
@lru_cache(maxsize=4096)
def normalise(raw: str) -> str:
    """The address in lower-case, an international domain in its ASCII form (`xn--…`).

    Raises `BadEmail` with code `email` or `too_long`.
    """
    if len(raw) > 2 * LONGEST:
        raise _too_long()
    text = raw if raw.isascii() else unicodedata.normalize("NFKC", raw)
    text = text.strip().lower().removeprefix("mailto:")
    local, at, domain = text.partition("@")
    if not at or not _LOCAL.fullmatch(local):
        raise _bad()
    domain = _ascii_domain(domain)
    address = f"{local}@{domain}"
    if len(local.encode()) > LONGEST_LOCAL or len(address.encode()) > LONGEST:
        raise _too_long()
    return address


@lru_cache(maxsize=4096)
def _ascii_domain(domain: str) -> str:
    try:
        # The codec refuses empty labels and labels over 63 characters, too.
        domain = domain.encode("idna").decode().lower()
    except UnicodeError:
        raise _bad() from None
    labels = domain.split(".")
    if len(labels) < 2 or labels[-1].isdigit() or not all(map(_LABEL.fullmatch, labels)):
        raise _bad()
    return domain


def _bad() -> BadEmail:
    message = N_("This is not a mail address: write it as name@example.com.")
    return BadEmail("email", message)


def _too_long() -> BadEmail:
    message = N_("Shorten the mail address: at most %(limit)s characters are allowed.")
    return BadEmail("too_long", message, limit=LONGEST)


def mask(value: str) -> str:
    """The address as shown to whom it is hidden: `w***@example.com`. Takes anything."""
    local, at, domain = value.partition("@")
    first = local[0] if at and len(local) > 1 else ""
    return f"{first}***{at}{domain}"
