"""A backup: the database at one moment, then the files, of which it then has all."""

from __future__ import annotations

import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import ModuleType
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from zhike.exchange.backup import postgresql, sqlite
from zhike.exchange.backup.archive import BackupRefused, Writer, writing
from zhike.exchange.backup.locking import lock

FOLDERS = ("files", "uploads")
"""What lies beside the database: contents of files, tables being imported."""


def engine() -> ModuleType:
    """How this installation's database is dumped and restored."""
    return postgresql if connection.vendor == "postgresql" else sqlite


def make(path: Path, password: str = "") -> dict[str, Any]:
    """Write a backup of this installation, under a password if one is given.

    Returns its manifest. Raises BackupRefused.
    """
    folder = Path(settings.DATA_DIR)
    if path.exists():
        raise BackupRefused(f"{path} exists already: choose another name.")
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix="backing-up-") as draft:
            if not password:
                return _write(path, folder, Path(draft))
            plain = Path(draft) / "plain.zip"
            manifest = _write(plain, folder, Path(draft))
            lock(plain, path, password)
            return manifest
    except OSError as error:
        raise BackupRefused(f"{path} cannot be written: {error.strerror}.") from None


def _write(path: Path, folder: Path, draft: Path) -> dict[str, Any]:
    with writing(path) as (writer, manifest):
        manifest |= about() | {"began_at": timezone.now().isoformat()}
        manifest |= engine().dump(writer, draft)
        # After the database: a file is written before the record that names it.
        for name in FOLDERS:
            _add_folder(writer, folder, name)
        manifest["ended_at"] = timezone.now().isoformat()
    return manifest


def about() -> dict[str, Any]:
    """Which program and which tables."""
    applied = MigrationRecorder(connection).applied_migrations()
    return {
        "version": program(), "engine": connection.vendor,
        "migrations": sorted([app, name] for app, name in applied),
    }  # fmt: skip


def program() -> str:
    """The version of Zhike."""
    try:
        return version("zhike")
    except PackageNotFoundError:
        return "0.1.0"


def _add_folder(writer: Writer, folder: Path, name: str) -> None:
    for path in sorted((folder / name).rglob("*")):
        if not path.is_file() or path.is_symlink():
            continue
        try:
            writer.add(path.relative_to(folder).as_posix(), path, packed=name == "uploads")
        except FileNotFoundError:
            # An upload that was given up between the look and the reading.
            continue
