"""Texts that go to a browser and come back, and that nobody on the way can read or change."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken


@lru_cache(maxsize=8)
def _box(secret: str, purpose: str) -> Fernet:
    digest = hashlib.sha256(f"{purpose}\0{secret}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


def seal(text: str, secret: str, purpose: str) -> str:
    """The text as letters that tell nothing, differently each time."""
    return _box(secret, purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, secret: str, purpose: str) -> str:
    """The text again; ValueError for what this secret did not seal for this purpose."""
    try:
        return _box(secret, purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise ValueError("not sealed here") from None
