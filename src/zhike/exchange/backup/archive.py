"""The file of a backup: a ZIP that any tool opens, whose last 64 bytes vouch for all the others.

The digest stands in the ZIP's comment, so that a flipped bit shows wherever it is: in a member, in
the directory, in the manifest or in the digest itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any, Protocol

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 2**20
_MARK = b"sha256:"
_DIGITS = 64


class BackupRefused(Exception):
    """What was asked for cannot be done; the text is one sentence for the person who asked."""


class Sink(Protocol):
    """Something that takes bytes."""

    def write(self, data: bytes, /) -> int:
        """Take them."""


class _Member:
    """A member under way, whose size and digest are taken down."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest, self.size = file, hashlib.sha256(), 0

    def write(self, data: bytes, /) -> int:
        self.digest.update(data)
        self.size += len(data)
        return self.file.write(data)


class Writer:
    """A backup under way."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        """Begin with nothing."""
        self.package = package
        self.members: dict[str, dict[str, Any]] = {}

    @contextmanager
    def member(self, name: str, *, packed: bool = True) -> Iterator[Sink]:
        """Add a member: what is written goes into it. Pictures and the like are packed already."""
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        # Python 3.13 has a public name for it; the quickest packs as well as a backup needs.
        info._compresslevel = 1  # type: ignore[attr-defined]  # noqa: SLF001
        with self.package.open(info, "w", force_zip64=True) as file:
            member = _Member(file)
            yield member
        self.members[name] = {"size": member.size, "sha256": member.digest.hexdigest()}

    def add(self, name: str, path: Path, *, packed: bool) -> None:
        """Add a file of the disk."""
        with path.open("rb") as file, self.member(name, packed=packed) as member:
            while chunk := file.read(CHUNK):
                member.write(chunk)


@contextmanager
def writing(path: Path) -> Iterator[tuple[Writer, dict[str, Any]]]:
    """A backup that appears under its name when it is whole: what goes in, and its manifest."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    manifest: dict[str, Any] = {"format": FORMAT}
    try:
        with draft.open("xb") as file:
            draft.chmod(0o600)
            with zipfile.ZipFile(file, "w", allowZip64=True) as package:
                writer = Writer(package)
                yield writer, manifest
                manifest["members"] = writer.members
                text = json.dumps(manifest, ensure_ascii=False, indent=1)
                package.writestr(MANIFEST, text, zipfile.ZIP_DEFLATED)
                package.comment = _MARK + b"0" * _DIGITS
        _vouch(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _vouch(path: Path) -> None:
    with path.open("r+b") as file:
        digits = _digest(file, path.stat().st_size - _DIGITS).encode()
        file.seek(-_DIGITS, os.SEEK_END)
        file.write(digits)
        file.flush()
        os.fsync(file.fileno())


def _digest(file: IO[bytes], length: int) -> str:
    digest = hashlib.sha256()
    while length > 0 and (chunk := file.read(min(CHUNK, length))):
        digest.update(chunk)
        length -= len(chunk)
    return digest.hexdigest()


def check(path: Path) -> dict[str, Any]:
    """The manifest of a backup whose every bit is as it was written; raises BackupRefused."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            file.seek(max(0, size - _DIGITS - len(_MARK)))
            vouched = file.read()
            file.seek(0)
            digits = _digest(file, size - _DIGITS)
    except OSError as error:
        raise BackupRefused(f"{path} cannot be read: {error.strerror}.") from None
    if vouched != _MARK + digits.encode():
        raise BackupRefused(
            f"{path} is damaged, cut short or no backup of Zhike; nothing was changed."
        )
    return manifest_of(path)


def manifest_of(path: Path) -> dict[str, Any]:
    """What a backup says of itself, without reading the rest; raises BackupRefused."""
    try:
        with zipfile.ZipFile(path) as package:
            manifest: dict[str, Any] = json.loads(package.read(MANIFEST))
            names = {name for name in package.namelist() if name != MANIFEST}
        number, members = int(manifest["format"]), set(manifest.get("members", ()))
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError):
        raise BackupRefused(f"{path} is no backup of Zhike; nothing was changed.") from None
    if number > FORMAT:
        raise BackupRefused(
            f"{path} was made by a newer version of Zhike ({manifest.get('version', '?')}):"
            " update Zhike first. Nothing was changed."
        )
    if names != members:
        raise BackupRefused(f"{path} does not hold what its manifest names; nothing was changed.")
    return manifest


def unpack(path: Path, manifest: dict[str, Any], folder: Path) -> None:
    """Write all members below a folder, and nowhere else; raises BackupRefused."""
    with zipfile.ZipFile(path) as package:
        for name, known in manifest["members"].items():
            target = folder / _inside(name)
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with package.open(name) as source, target.open("xb") as file:
                member = _Member(file)
                while chunk := source.read(CHUNK):
                    member.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            if (member.size, member.digest.hexdigest()) != (known["size"], known["sha256"]):
                raise BackupRefused(f"{name} in {path} is not what the manifest says.")


def _inside(name: str) -> PurePosixPath:
    """The name as a path below the folder: no way up, no root, no other system's separators."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or not path.parts:
        raise BackupRefused(f"A backup has no member {name!r}; nothing was changed.")
    return path
