"""What of files has to leave with everything else: their content, which lies on disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from zhike.engagement import storage
from zhike.engagement.models import File
from zhike.exchange.archive.contents import register_contents


def kept() -> Iterator[tuple[str, Path]]:
    """Every file by its name, with where its content lies."""
    rows = File.objects.exclude(storage_key="").order_by("pk").values_list("name", "storage_key")
    for name, key in rows.iterator():
        yield name, storage.path_of(key)


register_contents(kept)
