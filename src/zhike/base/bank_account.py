"""Numbers of bank accounts, ours and customers'."""

from __future__ import annotations

import unicodedata

from zhike.base.errors import N_, BadValue


def normalise(account: str) -> str:
    """As banks write it: full-width digits, as Chinese keyboards type them, become plain ones."""
    return unicodedata.normalize("NFKC", account or "").strip()


def problem(account: str) -> BadValue | None:
    """Why a text cannot be the number of an account; None where it can, or where it is empty."""
    bare = account.replace(" ", "").replace("-", "")
    if bare and not (bare.isascii() and bare.isalnum()):
        return BadValue("account", N_("A bank account has digits and letters only."))
    return None
