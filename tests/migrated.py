"""An empty, migrated SQLite database that is kept between runs: migrating takes seven seconds."""

import hashlib
import shutil
import sqlite3
from pathlib import Path

import allauth
import django

ROOT = Path(__file__).parents[1] / "src" / "zhike"
# What migrations are made of; a test of theirs that runs them anew is not served from here.
SOURCES = ("*/migrations/*.py", "*/fields.py", "base/ids.py", "records/models/document.py")


def key() -> str:
    """A name for what the migrations make: another one as soon as any of them changes."""
    digest = hashlib.sha256(f"{django.VERSION} {allauth.__version__}".encode())
    for path in sorted({path for source in SOURCES for path in ROOT.glob(source)}):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:20]


def take(kept: Path, database: Path) -> None:
    """Begin with the kept one, if there is one."""
    if kept.exists():
        shutil.copyfile(kept, database)


def keep(kept: Path, database: Path) -> None:
    """Keep a copy for the next run; several processes may do so at once."""
    if kept.exists():
        return
    for old in kept.parent.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    mine = kept.with_suffix(f".{database.parent.name}")
    with sqlite3.connect(database) as connection:
        connection.execute("VACUUM INTO ?", (str(mine),))
    mine.rename(kept)
