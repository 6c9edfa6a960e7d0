"""The backups that an installation keeps in its data folder, and what is known of each."""

from __future__ import annotations

import json
import re
import shutil
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from zhike.exchange.backup import password

FOLDER = "backups"
DAILY, BY_HAND, BEFORE = "daily", "by-hand", "before-restore"
STAMP = "%Y%m%d-%H%M%S"
NAME = re.compile(r"zhike-(\d{8}-\d{6})-(daily|by-hand|before-restore)\.zip(\.locked)?")


@dataclass(frozen=True)
class Kept:
    """A backup in the folder; what stands beside it survives the restoring of the database."""

    path: Path
    made_at: datetime
    kind: str
    size: int
    proof: dict[str, Any]
    """`at`, `seconds` and `error` of the last time that it was restored on trial."""

    @property
    def is_locked(self) -> bool:
        """Whether it has a password."""
        return self.path.suffix == ".locked"

    @property
    def is_proven(self) -> bool:
        """Whether the last trial succeeded."""
        return bool(self.proof) and not self.proof.get("error")

    @property
    def proven_at(self) -> datetime | None:
        """When that was."""
        return datetime.fromisoformat(self.proof["at"]) if self.is_proven else None


def folder() -> Path:
    """Where they lie: on the same disk, so that copies elsewhere are still somebody's task."""
    path = Path(settings.DATA_DIR) / FOLDER
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def new_path(kind: str) -> Path:
    """The file of a backup that is to be made now."""
    end = ".zip.locked" if password.is_set() else ".zip"
    return folder() / f"zhike-{datetime.now(UTC):{STAMP}}-{kind}{end}"


def path_of(name: str) -> Path | None:
    """The backup of this name, if there is one."""
    path = folder() / name
    return path if NAME.fullmatch(name) and path.is_file() else None


def all_kept() -> list[Kept]:
    """All of them, newest first."""
    names = ((path, NAME.fullmatch(path.name)) for path in folder().iterdir())
    found = [_kept(path, match) for path, match in names if match]
    return sorted(found, key=lambda one: one.made_at, reverse=True)


def _kept(path: Path, match: re.Match[str]) -> Kept:
    made = datetime.strptime(match[1], STAMP).replace(tzinfo=UTC)
    try:
        proof = json.loads(_beside(path).read_text())
    except (OSError, ValueError):
        proof = {}
    return Kept(path, made, match[2], path.stat().st_size, proof)


def _beside(path: Path) -> Path:
    return path.with_name(path.name.partition(".")[0] + ".proof.json")


def sweep() -> None:
    """Take away what a backup or a trial left behind that was killed a day ago or earlier."""
    data, oldest = Path(settings.DATA_DIR), time.time() - 86_400
    for path in (*folder().glob(".*.part"), *data.glob("backing-up-*"), *data.glob("restoring-*"),
                 *data.glob("unlocking-*")):  # fmt: skip
        if path.stat().st_mtime < oldest:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def note_proof(path: Path, *, seconds: float, error: str = "") -> None:
    """Write down how a trial ended."""
    proof = {"at": timezone.now().isoformat(), "seconds": round(seconds, 1), "error": error}
    _beside(path).write_text(json.dumps(proof))


def prune(count: int) -> None:
    """Keep so many daily ones, and the newest that is proven; what people made stays."""
    daily = [one for one in all_kept() if one.kind == DAILY]
    proven = next((one for one in daily if one.is_proven), None)
    for one in daily[count:]:
        if one != proven:
            one.path.unlink(missing_ok=True)
            _beside(one.path).unlink(missing_ok=True)
