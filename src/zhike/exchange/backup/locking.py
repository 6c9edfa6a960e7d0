"""A password on a backup: the whole file under AES-256-GCM, with a key that scrypt draws from it.

The file is the finished ZIP in pieces. Each piece is bound to its place and the last one to being
the last, so that none can be changed, swapped or cut off; a digest in the head tells a wrong
password from a damaged file.
"""

from __future__ import annotations

import hmac
import os
import secrets
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings

from zhike.exchange.backup.archive import CHUNK, BackupRefused

MAGIC = b"ZHIKE LOCKED BACKUP 1\n"
PREFIX = "unlocking-"
SHORTEST = 12
COST, BLOCKS, LANES = 17, 8, 1
"""2 to the power of 17: a third of a second and 128 MB for each guess."""
_HEAD = struct.Struct(">B16s7s")
_CHECK = 32
_TAG = 16


def is_locked(path: Path) -> bool:
    """Whether a file begins as locked backups do."""
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError as error:
        raise BackupRefused(f"{path} cannot be read: {error.strerror}.") from None


def lock(plain: Path, target: Path, password: str) -> None:
    """Write a finished backup under a password; the target appears when it is whole."""
    head = MAGIC + _HEAD.pack(COST, secrets.token_bytes(16), start := secrets.token_bytes(7))
    key, check = _keys(head, password)
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with plain.open("rb") as source, draft.open("xb") as file:
            draft.chmod(0o600)
            file.write(head + check)
            for number, piece, is_last in _pieces(source, CHUNK):
                file.write(AESGCM(key).encrypt(_nonce(start, number, is_last), piece, head))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def unlocked(path: Path, password: str) -> Iterator[Path]:
    """The backup without its lock, for as long as the body runs; itself where it has none.

    Raises BackupRefused before anything is changed: no password, a wrong one, a damaged file.
    """
    if not is_locked(path):
        yield path
        return
    if not password:
        raise BackupRefused(f"{path} has a password: give it. Nothing was changed.")
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=PREFIX) as folder:
        plain = Path(folder) / path.name
        try:
            with path.open("rb") as source, plain.open("xb") as file:
                plain.chmod(0o600)
                _unlock(source, file, password, path)
        except OSError as error:
            raise BackupRefused(f"{path} cannot be unlocked: {error.strerror}.") from None
        yield plain


def _unlock(source: IO[bytes], file: IO[bytes], password: str, path: Path) -> None:
    damaged = f"{path} is damaged or cut short; nothing was changed."
    head = source.read(len(MAGIC) + _HEAD.size)
    check = source.read(_CHECK)
    if len(check) < _CHECK or head[len(MAGIC)] > COST:
        raise BackupRefused(damaged)
    key, expected = _keys(head, password)
    if not hmac.compare_digest(check, expected):
        raise BackupRefused(f"This is not the password of {path}. Nothing was changed.")
    start = head[-7:]
    try:
        for number, piece, is_last in _pieces(source, CHUNK + _TAG):
            file.write(AESGCM(key).decrypt(_nonce(start, number, is_last), piece, head))
    except InvalidTag:
        raise BackupRefused(damaged) from None


def _keys(head: bytes, password: str) -> tuple[bytes, bytes]:
    """The key of the pieces, and a digest by which a wrong password shows."""
    cost, salt, _start = _HEAD.unpack(head[len(MAGIC) :])
    drawn = Scrypt(salt=salt, length=64, n=2**cost, r=BLOCKS, p=LANES).derive(password.encode())
    return drawn[:32], hmac.digest(drawn[32:], head, "sha256")


def _nonce(start: bytes, number: int, is_last: bool) -> bytes:
    return start + struct.pack(">I?", number, is_last)


def _pieces(source: IO[bytes], size: int) -> Iterator[tuple[int, bytes, bool]]:
    """A file piece by piece, at least one, with the number of each and whether it is the last."""
    number, piece = 0, source.read(size)
    while True:
        following = source.read(size)
        yield number, piece, not following
        if not following:
            return
        number, piece = number + 1, following
