"""What of files and cards has to leave with everything else: content that lies on disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from zhike.engagement import storage
from zhike.engagement.models import Card, File
from zhike.exchange.archive.contents import register_contents


def kept() -> Iterator[tuple[str, Path]]:
    """Every file and every card's picture by its name, with where its content lies."""
    cards = Card.objects.exclude(storage_key="").values_list("file_name", "storage_key")
    rows = File.objects.exclude(storage_key="").order_by("pk").values_list("name", "storage_key")
    for found in (rows, cards.order_by("pk")):
        for name, key in found.iterator():
            yield name, storage.path_of(key)


register_contents(kept)
