"""What an archive is kept in: a ZIP file or a folder, with the same members in both."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

SUFFIX = ".zip"
# The same content makes the same file, whenever it is written.
MOMENT = (1980, 1, 1, 0, 0, 0)


class Unfit(Exception):
    """The archive or the place for it will not do; the text is one sentence for the operator."""


class Writing(Protocol):
    """An archive in the making."""

    def member(self, name: str) -> IO[bytes]:
        """A new member, to be filled and closed before the next."""


class Reading(Protocol):
    """An archive that is there."""

    def names(self) -> list[str]:
        """Its members; Unfit where two have one name."""

    def member(self, name: str) -> IO[bytes]:
        """The content of a member."""


@contextmanager
def written(path: Path) -> Iterator[Writing]:
    """Write an archive that has its name only when it is whole."""
    if path.exists():
        raise Unfit(f"{path} is there already: name a new file or folder.")
    draft = path.with_name(path.name + ".partial")
    is_file = path.suffix.lower() == SUFFIX
    try:
        if is_file:
            draft.touch(0o600)
            # For the eyes of its owner alone, from the first byte.
            with (
                draft.open("w+b") as file,
                zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed,
            ):
                yield _ZipWriting(packed)
        else:
            draft.mkdir(mode=0o700)
            yield _FolderWriting(draft)
        draft.rename(path)
    except BaseException:
        draft.unlink(missing_ok=True) if is_file else shutil.rmtree(draft, ignore_errors=True)
        raise


@dataclass(frozen=True)
class _ZipWriting:
    """A ZIP file in the making."""

    packed: zipfile.ZipFile

    def member(self, name: str) -> IO[bytes]:
        entry = zipfile.ZipInfo(name, MOMENT)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        return self.packed.open(entry, "w", force_zip64=True)


@dataclass(frozen=True)
class _FolderWriting:
    """A folder in the making."""

    folder: Path

    def member(self, name: str) -> IO[bytes]:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return path.open("xb")


@contextmanager
def opened(path: Path) -> Iterator[Reading]:
    """Read an archive; Unfit for what is none."""
    if path.is_dir():
        yield _FolderReading(path)
        return
    try:
        with zipfile.ZipFile(path) as packed:
            yield _ZipReading(packed)
    except FileNotFoundError:
        raise Unfit(f"There is no {path}.") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise Unfit(f"{path} is damaged or no archive: {error}.") from None


@dataclass(frozen=True)
class _ZipReading:
    """A ZIP file that is there."""

    packed: zipfile.ZipFile

    def names(self) -> list[str]:
        names = [entry.filename for entry in self.packed.infolist() if not entry.is_dir()]
        if len(set(names)) < len(names):
            raise Unfit("The archive is damaged: two of its members have one name.")
        return names

    def member(self, name: str) -> IO[bytes]:
        return self.packed.open(name)


@dataclass(frozen=True)
class _FolderReading:
    """A folder that is there."""

    folder: Path

    def names(self) -> list[str]:
        return [str(p.relative_to(self.folder)) for p in self.folder.rglob("*") if not p.is_dir()]

    def member(self, name: str) -> IO[bytes]:
        path = self.folder / name
        if path.resolve() != self.folder.resolve() / name:
            raise Unfit(f"The archive is damaged: {name} leads elsewhere.")
        return path.open("rb")
