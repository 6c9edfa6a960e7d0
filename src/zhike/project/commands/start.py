"""Start everything: tables, demo company on the first start, pages, jobs."""

from __future__ import annotations

import argparse
import sys
import threading
import time
from http.client import HTTPConnection, HTTPException

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connections

from zhike.project import data_folder, demo, health, static_files
from zhike.project.commands import CommandRefused, migrate, serve
from zhike.project.lifeline import end_with_starter
from zhike.project.supervisor import Child, Supervisor

LONGEST_START = 60.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `serve` takes, and whether the demo company comes in."""
    serve.add_arguments(parser)
    parser.add_argument("--no-demo", action="store_true", help="leave a new installation empty")


def run(options: argparse.Namespace) -> int:
    """Prepare, then keep web and worker running until a signal comes."""
    if options.supervised:
        end_with_starter()
    serve.take_address(options.host, options.port)
    _prepare(options)
    web = ["serve", "--host", options.host, "--port", str(options.port)]
    children = [
        _child("web", [*web, "--workers", str(options.workers)]),
        _child("worker", ["worker"]),
    ]
    supervisor = Supervisor(children, settings.DATA_DIR / "logs" / "zhike.log")
    threading.Thread(target=_announce, args=(options.host, options.port), daemon=True).start()
    return supervisor.run()


def _child(name: str, arguments: list[str]) -> Child:
    return Child(name, [sys.executable, "-m", "zhike", *arguments, "--supervised"])


def _prepare(options: argparse.Namespace) -> None:
    data_folder.make(settings.DATA_DIR)
    for finding in health.database():
        if finding.is_grave:
            raise CommandRefused(finding.sentence)
        print(finding.sentence, file=sys.stderr)
    migrate.run(options)
    static_files.collect()
    if not options.no_demo and not get_user_model().objects.exists():
        print("Loading the demo company …", flush=True)
        demo.load()
    connections.close_all()


def _announce(host: str, port: int) -> None:
    """Say where it is once it answers, and who may log in."""
    end = time.monotonic() + LONGEST_START
    asked = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    while not _answers(asked, port):
        if time.monotonic() > end:
            print("The web server does not answer yet; its messages stand above.", flush=True)
            return
        time.sleep(0.1)
    shown = f"[{asked}]" if ":" in asked else asked
    print(f"\nZhike 知客 is ready: http://{shown}:{port}/   (Ctrl-C ends it)")
    for line in _logins():
        print(f"  {line}")
    sys.stdout.flush()
    connections.close_all()


def _logins() -> list[str]:
    """Who of the demo company may log in here; how to begin where nobody may."""
    users = get_user_model().objects
    if not users.exists():
        return ["Nobody can log in yet: bin/zhike user add NAME --admin"]
    return [line for line in demo.logins() if users.filter(login=line.split()[0]).exists()]


def _answers(host: str, port: int) -> bool:
    connection = HTTPConnection(host, port, timeout=10)
    try:
        connection.request("HEAD", settings.LOGIN_URL)
        return connection.getresponse().status < 500
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
