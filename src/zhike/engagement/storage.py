"""The content of files: under random names in the data folder, never below a web root."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from zhike.base.errors import N_, BadValue

LARGEST = 50 * 1024 * 1024


@dataclass(frozen=True)
class Stored:
    """Content that is on disk: under which key, how many bytes, which digest."""

    key: str
    size: int
    sha256: str


def store(chunks: Iterable[bytes], largest: int = LARGEST) -> Stored:
    """Keep content under a new random name; raises BadValue over 50 MB, leaving nothing behind."""
    key = secrets.token_hex(24)
    path = path_of(key)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("xb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > largest:
                    message = N_("A file may have at most %(megabytes)s MB.")
                    raise BadValue("too_large", message, megabytes=largest // 2**20)  # noqa: TRY301
                digest.update(chunk)
                file.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Stored(key, size, digest.hexdigest())


def path_of(key: str) -> Path:
    """Where the content of a key lies; ValueError for what is no key of ours."""
    if len(key) != 48 or not set(key) <= set("0123456789abcdef"):
        raise ValueError(key)
    return Path(settings.DATA_DIR) / "files" / key[:2] / key
