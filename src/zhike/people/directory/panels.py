"""What stands on the page of a batch: its list is loaded there, and taken back."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhike.access.granted import ADMINISTER
from zhike.access.rights import Access
from zhike.exchange.text_files import ENCODINGS
from zhike.people.models import DirectoryBatch
from zhike.web.panels import Panel, register_panel


def loading(access: Access, batch: DirectoryBatch) -> dict[str, Any] | None:
    """A form for the file, or what came of it; for those alone who set up the directory."""
    if not access.can(DirectoryBatch, ADMINISTER):
        return None
    url = f"/directory-batches/{batch.pk}/"
    return {
        "load": "" if batch.is_in_use else f"{url}load/", "trouble": batch.trouble,
        "take_back": f"{url}take-back/" if batch.is_in_use else "",
        "refused": f"{url}refused/" if batch.refused and batch.stored else "",
        "search": f"/directory/?since={batch.dated}" if batch.is_in_use else "",
        "encoding": {
            "kind": "select", "name": "encoding", "label": _("encoding"), "blank": _("found out"),
            "options": [{"value": name, "label": label} for name, label in ENCODINGS.items()],
        },
    }  # fmt: skip


register_panel(
    DirectoryBatch,
    Panel("list", _("the list itself"), 15, "people/directory_list.html", loading, is_live=False),
)
