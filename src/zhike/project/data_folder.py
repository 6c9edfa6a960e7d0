"""The folder that holds all of an installation's state, and the secret key kept in it."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.core.management.utils import get_random_secret_key

from zhike.project.configuration import WrongSetting


def make(folder: Path) -> None:
    """Make the folder, for its owner alone: it holds customers' data and a key."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise WrongSetting(f"ZHIKE_DATA_DIR {folder} cannot be made: {error.strerror}.") from None


def secret_key(folder: Path) -> str:
    """The installation's key from the file `secret-key`, made on the first call."""
    path = folder / "secret-key"
    if not path.exists():
        make(folder)
        _keep(path, get_random_secret_key())
    try:
        key = path.read_text().strip()
    except OSError as error:
        raise WrongSetting(f"The key file {path} cannot be read: {error.strerror}.") from None
    if len(key) < 32:
        raise WrongSetting(f"The key file {path} is damaged: put its backup there, or delete it.")
    return key


def _keep(path: Path, key: str) -> None:
    """Write the key at once and whole: two processes starting together agree on one."""
    handle, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w") as file:
        file.write(key)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()


def take_part(folder: Path) -> IO[bytes]:
    """Say that this process uses the folder, as long as the file returned is open."""
    file = _lock_file(folder)
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise WrongSetting("A backup is being restored here: start when it is done.") from None
    return file


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Keep every other process out; False where one is in."""
    with _lock_file(folder) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True


def _lock_file(folder: Path) -> IO[bytes]:
    make(folder)
    return (folder / "in-use").open("ab")
