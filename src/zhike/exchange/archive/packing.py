"""Writing an archive: every table and file as of one moment."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils import timezone

from zhike.exchange.archive import manifest
from zhike.exchange.archive.containers import Writing, written
from zhike.exchange.archive.contents import missing_contents
from zhike.exchange.archive.manifest import MEMBER, Manifest, Told
from zhike.exchange.archive.tables import tables
from zhike.ledger.consumers import advance
from zhike.ledger.sealing import SEALER
from zhike.ledger.snapshot import snapshot
from zhike.records.models import Company

BEAT = 10_000
Beat = Callable[[str, int], None]


def pack(path: Path, beat: Beat = lambda table, rows: None) -> Manifest:
    """Write everything to a `.zip` or a folder; Unfit where there is something already."""
    # What is sealed before it leaves shows every later tampering.
    while advance(SEALER):
        pass
    with snapshot(), written(path) as archive:
        packing = _Packing(archive)
        packing.put(manifest.README, [manifest.EXPLAINED.encode()])
        told = [
            Told(table.name, list(table.fields), *packing.put(
                manifest.member_of(table.name), _counted(table.lines(), table.name, beat)
            ))
            for table in tables()
        ]  # fmt: skip
        files = size = 0
        for name, source in stored_files():
            size += packing.copy(name, source)
            files += 1
        whole = Manifest(
            timezone.now().isoformat(timespec="seconds"), Company.here().name, told, files, size
        )
        packing.put(manifest.MANIFEST, [whole.text()])
        return replace(whole, sums=packing.put_sums(), missing=tuple(missing_contents()))


def folder() -> Path:
    """Where an installation keeps its files."""
    return Path(settings.DATA_DIR)


def stored_files() -> Iterator[tuple[str, Path]]:
    """Every kept file with its name as a member, in order."""
    root = folder()
    for path in sorted((root / manifest.FILES).glob("*/*")):
        name = path.relative_to(root).as_posix()
        if MEMBER.fullmatch(name) and path.is_file():
            yield name, path


def _counted(lines: Iterable[bytes], table: str, beat: Beat) -> Iterator[bytes]:
    count = 0
    for count, line in enumerate(lines, 1):
        yield line
        if count % BEAT == 0:
            beat(table, count)
    beat(table, count)


@dataclass
class _Packing:
    """Members on their way into the archive, and what is known of those that are in it."""

    archive: Writing
    sums: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, lines: Iterable[bytes]) -> tuple[int, str]:
        """Write a member; how many pieces it had, and its sum."""
        digest, count = hashlib.sha256(), 0
        with self.archive.member(name) as member:
            for line in lines:
                member.write(line)
                digest.update(line)
                count += 1
        self.sums[name] = digest.hexdigest()
        return count, self.sums[name]

    def copy(self, name: str, source: Path) -> int:
        """Write a file as it is; its size."""
        with source.open("rb") as file, self.archive.member(name) as member:
            digesting = _Digesting(member)
            shutil.copyfileobj(file, digesting)
        self.sums[name] = digesting.digest.hexdigest()
        return digesting.size

    def put_sums(self) -> str:
        """Write the list of sums; its own."""
        lines = [f"{digest}  {name}\n".encode() for name, digest in self.sums.items()]
        return self.put(manifest.SUMS, lines)[1]


class _Digesting:
    """A file that is being written, with the sum of what went through."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest, self.size = file, hashlib.sha256(), 0

    def write(self, some: bytes) -> int:
        self.digest.update(some)
        self.size += len(some)
        return self.file.write(some)
