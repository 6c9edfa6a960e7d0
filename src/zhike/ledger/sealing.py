"""Sealing: a consumer chains blocks of changes, so that a later tampering shows.

A change's digest is SHA-256 over its salt and diff; a block's is over the one before it and, for
each change in order of number, its identity and digest. Redaction removes salt and diff and keeps
the digest, so the chain still verifies (PIPL article 47 and the audit both hold).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from zhike.ledger.consumers import Consumer
from zhike.ledger.models.change_set import Change
from zhike.ledger.models.cursor import Seal

START = bytes(32)


def digest(change: Change) -> bytes:
    """The digest of what a change says."""
    if change.diff is None:
        return bytes(change.digest or b"")
    return hashlib.sha256(bytes(change.salt or b"") + change.diff.encode()).digest()


def block_digest(previous: bytes, changes: Iterable[Change]) -> bytes:
    """The digest of a block: the chain so far and its changes in order."""
    block = hashlib.sha256(previous)
    for change in changes:
        identity = (
            change.seq, change.change_set_id, change.kind, change.record,
            change.operation, change.action, change.at.timestamp(),
        )  # fmt: skip
        block.update(repr(identity).encode() + digest(change))
    return block.digest()


def ranges(seqs: Sequence[int]) -> str:
    """Numbers as `1-3,7`."""
    parts: list[list[int]] = []
    for seq in seqs:
        if parts and seq == parts[-1][1] + 1:
            parts[-1][1] = seq
        else:
            parts.append([seq, seq])
    return ",".join(f"{a}-{b}" if a != b else str(a) for a, b in parts)


def numbers(text: str) -> list[int]:
    """The reverse of `ranges`."""
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return found


def seal(changes: Sequence[Change]) -> None:
    """Chain these changes to the last block."""
    last = Seal.objects.order_by("-number").first()
    previous = bytes(last.digest) if last else START
    ordered = sorted(changes, key=lambda change: change.seq)
    Seal.objects.create(
        seqs=ranges([c.seq for c in ordered]),
        previous=previous,
        digest=block_digest(previous, ordered),
    )


def broken_seals() -> list[int]:
    """The numbers of blocks that no longer verify: empty when nobody tampered."""
    broken = []
    previous = START
    for block in Seal.objects.order_by("number").iterator():
        changes = Change.objects.filter(seq__in=numbers(block.seqs)).order_by("seq")
        expected = block_digest(previous, changes)
        if bytes(block.previous) != previous or bytes(block.digest) != expected:
            broken.append(block.number)
        previous = bytes(block.digest)
    return broken


SEALER = Consumer("seal", seal)
