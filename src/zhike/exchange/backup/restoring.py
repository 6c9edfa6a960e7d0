"""A restored installation: put together beside the present one, then switched at one stroke."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from zhike.access.models import User
from zhike.exchange.backup import archive, kept, password
from zhike.exchange.backup.archive import BackupRefused
from zhike.exchange.backup.locking import unlocked
from zhike.exchange.backup.making import FOLDERS, engine, make
from zhike.ledger import outbound
from zhike.ledger.models import ChangeSet, Job

PREFIX = "restoring-"
Migrate = Callable[[], object]


def read(path: Path) -> dict[str, Any]:
    """The manifest of a backup that can be restored here; raises BackupRefused, changes nothing."""
    manifest = archive.check(path)
    if manifest["engine"] != connection.vendor:
        raise BackupRefused(
            f"{path} is of a {manifest['engine']} database and this is {connection.vendor}:"
            " export everything there and import it here. Nothing was changed."
        )
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    for app, name in manifest["migrations"]:
        if (app, name) not in known:
            raise BackupRefused(
                f"{path} was made by a newer version of Zhike ({manifest['version']}: {app}.{name}"
                " is not known here): update Zhike first. Nothing was changed."
            )
    return manifest


def prove(path: Path, migrate: Migrate, *, key: str = "") -> dict[str, Any]:
    """Restore into a place of its own, look whether all is there, and take it away again."""
    with unlocked(path, key) as plain:
        manifest = read(plain)
        with _put_together(plain, manifest, migrate) as unpacked:
            engine().drop(unpacked)
    return manifest


def restore(
    path: Path, migrate: Migrate, *, replace: bool, key: str = ""
) -> tuple[dict[str, Any], Path | None]:
    """Make this installation what the backup holds; it sends nothing until somebody resumes that.

    Returns the manifest, and the backup of the former state where there was one. Nobody may use
    the installation meanwhile. Cut off before the switch, everything is as it was; after it,
    everything is restored. Raises BackupRefused.
    """
    with unlocked(path, key) as plain:
        return _replace(plain, migrate, replace=replace)


def _replace(path: Path, migrate: Migrate, *, replace: bool) -> tuple[dict[str, Any], Path | None]:
    manifest = read(path)
    is_new = is_empty()
    if not is_new and not replace:
        raise BackupRefused(
            "This installation holds data: --replace puts the backup in its place and keeps a"
            " backup of the former state. Nothing was changed."
        )
    folder = Path(settings.DATA_DIR)
    for left in folder.glob(f"{PREFIX}*"):
        shutil.rmtree(left)
    with _put_together(path, manifest, migrate) as unpacked:
        former = None if is_new else kept.new_path(kept.BEFORE)
        if former is not None:
            make(former, password.kept())
        _bring_files(unpacked, folder)
        engine().switch(unpacked)
    _drop_files(manifest, folder)
    return manifest, former


def is_empty() -> bool:
    """Whether nobody has used this installation yet."""
    if not engine().is_there():
        return True
    tables = set(connection.introspection.table_names())
    if User._meta.db_table not in tables:
        return True
    return not User.objects.exists() and not ChangeSet.objects.exists()


@contextmanager
def _put_together(path: Path, manifest: dict[str, Any], migrate: Migrate) -> Iterator[Path]:
    """The restored installation beside ours: unpacked, checked, brought up to date, in quarantine.

    Inside the body ours is the one in use again.
    """
    try:
        with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=PREFIX) as name:
            unpacked = Path(name)
            archive.unpack(path, manifest, unpacked)
            with engine().beside(unpacked, manifest):
                migrate()
                Session.objects.all().delete()
                UserSession.objects.all().delete()
                # The backup holds the job that made it, under way.
                Job.objects.filter(name__startswith="backup.", finished_at=None).delete()
                began = datetime.fromisoformat(manifest["began_at"])
                outbound.hold(f"{timezone.localtime(began):%Y-%m-%d %H:%M}")
            yield unpacked
    except OSError as error:
        raise BackupRefused(f"The backup cannot be unpacked: {error.strerror}.") from None


def _bring_files(unpacked: Path, folder: Path) -> None:
    """Put the backup's files beside ours, under names that are random and therefore no one's."""
    for name in FOLDERS:
        for source in (unpacked / name).rglob("*"):
            target = folder / source.relative_to(unpacked)
            if source.is_file() and not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                source.replace(target)
    # The names must be on the disk before the database that counts on them.
    for at in {folder, *(folder / name for name in FOLDERS)}:
        if at.exists():
            handle = os.open(at, os.O_RDONLY)
            os.fsync(handle)
            os.close(handle)


def _drop_files(manifest: dict[str, Any], folder: Path) -> None:
    """Take away what only the former state knew; its backup has it."""
    for name in FOLDERS:
        for path in (folder / name).rglob("*"):
            if path.is_file() and path.relative_to(folder).as_posix() not in manifest["members"]:
                path.unlink()
