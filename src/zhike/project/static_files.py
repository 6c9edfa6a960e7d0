"""Style sheets, scripts and pictures under names that carry their contents' hash."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Shipped with django-htmx and not used; an import within them names a file that they do not ship.
UNUSED = ["django_htmx/ext/*", "django_htmx/htmx-4*", "django_htmx/htmax-4*"]


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Static files that browsers may keep for ever: a changed file has a new name.

    Imports between ES modules are rewritten to those names too.
    """

    support_js_module_import_aggregation = True


def collect() -> None:
    """Bring the data folder's copy up to date; costs nothing where no source has changed."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    state = _state_of_sources()
    if stamp.exists() and stamp.read_text() == state:
        return
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=UNUSED)
    stamp.write_text(state)


def _state_of_sources() -> str:
    """A digest over name, size and time of every source file."""
    lines = []
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            lines.append(f"{name} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
