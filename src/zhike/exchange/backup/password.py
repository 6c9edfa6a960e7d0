"""The password that backups of this installation get, beside the database and in no backup.

It is sealed with the secret key: whoever has the file alone cannot read it.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from zhike.base import sealing
from zhike.exchange.backup.archive import BackupRefused

NAME = "backup-password"


def kept() -> str:
    """The password, "" where backups have none; raises BackupRefused where it cannot be read.

    Then none is made: a backup without its lock would be a surprise.
    """
    if not _path().exists():
        return ""
    try:
        return sealing.unseal(_path().read_text(), settings.SECRET_KEY, NAME)
    except (OSError, ValueError):
        raise BackupRefused(
            "The password of backups cannot be read since the secret key changed: set it again"
            " on the page of the backups."
        ) from None


def is_set() -> bool:
    """Whether backups have one."""
    return _path().exists()


def keep(password: str) -> None:
    """Backups have this password from now on; with "" none."""
    if not password:
        _path().unlink(missing_ok=True)
        return
    draft = _path().with_suffix(".part")
    draft.touch(mode=0o600)
    draft.write_text(sealing.seal(password, settings.SECRET_KEY, NAME))
    draft.replace(_path())


def _path() -> Path:
    return Path(settings.DATA_DIR) / NAME
