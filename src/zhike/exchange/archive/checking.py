"""Judging an archive before anything changes: whole, unaltered, of a form that we read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from zhike.exchange.archive import manifest
from zhike.exchange.archive.containers import Reading, Unfit
from zhike.exchange.archive.manifest import FILES, MANIFEST, MEMBER, SUM, SUMS, Manifest, Told
from zhike.exchange.archive.tables import Table, tables

PIECE = 1 << 20
LONGEST_LIST = 1 << 28


def check(archive: Reading) -> Manifest:
    """The manifest of a sound archive; Unfit with what is wrong."""
    there = set(archive.names())
    for needed in (SUMS, MANIFEST):
        if needed not in there:
            raise Unfit(f"The archive is incomplete: it has no {needed}.")
    listed = _text(archive, SUMS)
    sums = dict(_sums(listed))
    if missing := sums.keys() - there:
        raise Unfit(f"The archive is incomplete: it has no {min(missing)}.")
    if foreign := there - sums.keys() - {SUMS}:
        raise Unfit(f"The archive has been altered: {min(foreign)} is not on its list.")
    for name, sum_ in sums.items():
        if name != MANIFEST and not MEMBER.fullmatch(name):
            raise Unfit(f"The archive has been altered: {name} is no name of its own.")
        if digest_of(archive, name) != sum_:
            raise Unfit(f"The archive is damaged or has been altered: {name}.")
    whole = manifest.read(_text(archive, MANIFEST), hashlib.sha256(listed).hexdigest())
    _fits(whole, sums)
    return whole


def _sums(listed: bytes) -> Iterator[tuple[str, str]]:
    for line in listed.decode(errors="replace").splitlines():
        found = SUM.fullmatch(line)
        if found is None:
            raise Unfit(f"The archive is damaged: {SUMS} has a line that is none.")
        yield found[2], found[1]


def _fits(whole: Manifest, sums: dict[str, str]) -> None:
    """The manifest speaks of the members that are there, and of nothing that we do not know."""
    known = {table.name: table for table in tables()}
    for told in whole.tables:
        if told.name not in known or not set(told.fields) <= known[told.name].fields.keys():
            raise Unfit(
                f"This Zhike does not know all of {told.name}: install the newer one first."
            )
        if sums.get(told.member) != told.sha256:
            raise Unfit(f"The manifest has been altered: it is wrong about {told.name}.")
    members = {told.member for told in whole.tables}
    if foreign := {n for n in sums if n.startswith("data/")} - members:
        raise Unfit(f"The manifest has been altered: it leaves out {min(foreign)}.")
    if sum(name.startswith(FILES) for name in sums) != whole.files:
        raise Unfit("The manifest has been altered: it is wrong about the number of files.")


def digest_of(archive: Reading, name: str) -> str:
    """The sum of a member."""
    digest = hashlib.sha256()
    with archive.member(name) as member:
        while piece := member.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _text(archive: Reading, name: str) -> bytes:
    with archive.member(name) as member:
        text = member.read(LONGEST_LIST + 1)
    if len(text) > LONGEST_LIST:
        raise Unfit(f"The archive is damaged: {name} is too large.")
    return text


def differences(told: Told, table: Table) -> str:
    """What tells the rows that stand now from those of the archive; empty if nothing does."""
    digest, rows = hashlib.sha256(), 0
    for line in table.lines(told.fields):
        digest.update(line)
        rows += 1
    if rows != told.rows:
        return f"{table.name} has {rows} rows instead of {told.rows}"
    return "" if digest.hexdigest() == told.sha256 else f"{table.name} has another sum"
