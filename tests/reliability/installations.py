"""Real installations in folders of their own, each with its database, asked by real processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from tests.reliability.clients import Client
from zhike.base.ids import uuid7
from zhike.project.bench.server import free_port, wait_until_ready

ROOT = Path(__file__).parents[2]
PATIENCE = 900  # A machine that runs other things besides is slow, not wrong.
SET_UP = "import django; django.setup()\n"
UPLOAD = """
import hashlib, os, sys
from zhike.engagement import storage
from zhike.engagement.models import File
from zhike.ledger.current import change_set
from zhike.people.models import Party
with change_set(by=None, door="system"):
    party = Party(name="附件"); party.save()
while True:
    kept = storage.store([os.urandom(20_000)])
    with change_set(by=None, door="api"):
        file = File(party=party, name="a.bin", size=kept.size, sha256=kept.sha256,
                    storage_key=kept.key)
        file.save()
    print(file.pk, flush=True)
"""
STATE = """
import hashlib, json
from django.contrib.sessions.models import Session
from tests.reliability import checks
from zhike.engagement import storage
from zhike.engagement.models import File
from zhike.ledger import outbound
from zhike.people.models import Party
from zhike.sales.models import Opportunity
checks.assert_whole()
files = {str(f.pk): f for f in File.objects.all()}
right = [k for k, f in files.items() if storage.path_of(f.storage_key).exists() and
         hashlib.sha256(storage.path_of(f.storage_key).read_bytes()).hexdigest() == f.sha256]
print(json.dumps({
    "versions": {str(r.pk): r.version for m in (Party, Opportunity) for r in m.objects.all()},
    "files": right, "missing": len(files) - len(right), "sessions": Session.objects.count(),
    "is_held": outbound.current_hold() is not None,
}))
"""


class Installation:
    """A data folder and a database."""

    def __init__(self, folder: Path, url: str = "") -> None:
        """Only names: the first command makes them."""
        self.folder, self.url = folder, url
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith("ZHIKE_")
        } | {
            "ZHIKE_DATA_DIR": str(folder), "ZHIKE_DATABASE_URL": url,
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "DJANGO_SETTINGS_MODULE": "zhike.project.settings",
        }  # fmt: skip

    def start(self, *words: Any) -> subprocess.Popen[str]:
        """A word of the command line, under way."""
        return self._popen("-m", "zhike", *map(str, words))

    def zhike(self, *words: Any) -> tuple[int, str]:
        """A word of the command line: its exit code and what it said."""
        process = self.start(*words)
        said = process.communicate(timeout=PATIENCE)[0]
        return process.returncode, said

    def python(self, code: str) -> str:
        """What a program says that runs within."""
        process = self._popen("-c", SET_UP + code)
        said = process.communicate(timeout=PATIENCE)[0]
        assert process.returncode == 0, said
        return said

    def state(self) -> dict[str, Any]:
        """What is there, after the database was looked over."""
        found: dict[str, Any] = json.loads(self.python(STATE).splitlines()[-1])
        return found

    def _popen(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    @contextmanager
    def written_to(self, clients: list[Client]) -> Iterator[dict[str, Any]]:
        """The real server under writers and somebody who uploads; yields what is acknowledged."""
        port, stop = free_port(), threading.Event()
        server = self.start("serve", "--port", port)
        uploader = self._popen("-c", SET_UP + UPLOAD)
        uploads: list[str] = []
        threads = [threading.Thread(target=client.work, args=(port, stop)) for client in clients]
        threads.append(threading.Thread(target=_collect, args=(uploader, uploads)))
        try:
            wait_until_ready(port, server)
            for thread in threads:
                thread.start()
            yield {"uploads": uploads, "port": port}
        finally:
            stop.set()
            for process in (uploader, server):
                process.terminate()
                process.wait(120)
            for thread in threads:
                thread.join()


def _collect(process: subprocess.Popen[str], lines: list[str]) -> None:
    for line in process.stdout:
        lines.append(line.strip())


def acknowledged(clients: list[Client]) -> dict[str, int]:
    """What the clients have been told is written, with the version each was told."""
    things = [thing for client in clients for thing in list(client.things)]
    return {str(thing.id): thing.version for thing in things if thing.version}


@contextmanager
def database(like: str = "") -> Iterator[str]:
    """The URL of a new database on the tests' PostgreSQL server, or "" for SQLite.

    On PostgreSQL it begins as a copy of the one given.
    """
    given = os.environ.get("ZHIKE_TEST_DATABASE_URL", "").split()
    if not given:
        yield ""
        return
    parts, name = urlsplit(given[0]), f"t{uuid7().hex}"
    with psycopg.connect(given[0], autocommit=True) as connection:
        template = f" TEMPLATE {urlsplit(like).path[1:]}" if like else ""
        connection.execute(f"CREATE DATABASE {name}{template}")
        yield parts._replace(path=f"/{name}").geturl()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
