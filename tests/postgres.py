"""A PostgreSQL server for one run of tests: started in a temporary folder, removed afterwards."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Nothing in this server is worth a disk's time.
OPTIONS = (
    "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    " -c max_connections=60 -c shared_buffers=64MB"
)
LOCALE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"


def find() -> Path | None:
    """The folder of the newest server programs on this machine."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda folder: int("".join(filter(str.isdigit, folder.parent.name)) or 0),
        reverse=True,
    )
    if shutil.which("pg_config"):
        answer = subprocess.run(
            ["pg_config", "--bindir"], capture_output=True, text=True, check=True
        )
        folders.append(Path(answer.stdout.strip()))
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


@contextmanager
def running(programs: Path) -> Iterator[str]:
    """A fresh server; yields the URL of a database whose role may make databases and no more."""
    with tempfile.TemporaryDirectory(prefix="zhike-pg-") as folder:
        data = f"{folder}/data"
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root.
            shutil.chown(folder, "postgres")
        _run(
            programs / "initdb", "-D", data, "-U", "postgres", "-E", "UTF8", "--auth=trust",
            "--locale", LOCALE, "--no-sync",
        )  # fmt: skip
        control = (programs / "pg_ctl", "-D", data, "-w")
        _run(*control, "-l", f"{folder}/log", "-o", f"-k {folder} {OPTIONS}", "start")
        try:
            sql = (programs / "psql", "-h", folder, "-U", "postgres", "-q", "-c")
            _run(*sql, "CREATE ROLE zhike LOGIN CREATEDB")
            _run(*sql, "CREATE DATABASE zhike OWNER zhike")
            yield f"postgresql://zhike@/zhike?host={folder}"
        finally:
            _run(*control, "-m", "immediate", "stop")


def _run(*command: str | Path) -> None:
    as_user: dict[str, Any] = {}
    if os.geteuid() == 0:
        as_user = {"user": "postgres", "group": "postgres", "extra_groups": []}
    # Not a pipe: the server would inherit it and never close it.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd="/", **as_user
        )
        if done.returncode:
            said.seek(0)
            raise RuntimeError(f"{Path(command[0]).name}: {said.read().decode(errors='replace')}")
