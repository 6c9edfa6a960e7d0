"""Serve the pages and the API; jobs are done by `worker`, and `start` runs both."""

from __future__ import annotations

import argparse
import importlib
import os
import socket

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from zhike.project import configuration, data_folder
from zhike.project.commands import CommandRefused
from zhike.project.configuration import LOOPBACK, WrongSetting
from zhike.project.lifeline import end_with_starter

EVERY_ADDRESS = frozenset({"0.0.0.0", "::"})  # noqa: S104 (named in order to be refused)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen and with how many processes."""
    parser.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1, this machine only")
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="default: 8000")
    parser.add_argument(
        "--workers", type=int, default=2, metavar="N", help="processes (default: 2)"
    )
    parser.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Serve until a signal comes."""
    take_address(options.host, options.port)
    if options.supervised:
        end_with_starter()
    # Not before: the settings ask for the address. Once here, and not once in every forked worker.
    importlib.import_module("zhike.project.wsgi")
    server = Granian(
        "zhike.project.wsgi:in_worker",
        factory=True,
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=options.workers,
        # Few: SQLite's writers queue anyway, and every thread keeps a connection of its own.
        blocking_threads=4,
        blocking_threads_idle_timeout=600,
        # Counts connections, idle ones too; below the usual limit of 1,024 open files.
        backpressure=900,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
    )
    with data_folder.take_part(configuration.read(os.environ).data_dir):
        server.serve()
    return 0


def take_address(host: str, port: int) -> None:
    """Check that the address is free and its name allowed, here and in processes yet to start."""
    allow(host)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # granian shares a taken port silently, so that this is the only one who would notice.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise CommandRefused(
                f"Zhike cannot listen at {host}, port {port}: {_reason(error)}."
                " Choose another with --host and --port."
            ) from None


def _reason(error: Exception) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error)


def allow(host: str) -> None:
    """Let requests that name this host in; the settings are read from the environment."""
    named = os.environ.get("ZHIKE_ALLOWED_HOSTS", "")
    if host in EVERY_ADDRESS:
        if not named:
            raise WrongSetting(
                f"With --host {host}, ZHIKE_ALLOWED_HOSTS must name the hosts by which browsers"
                " reach Zhike, such as crm.example.cn."
            )
    elif f"[{host}]" not in LOOPBACK and host not in LOOPBACK:
        bracketed = f"[{host}]" if ":" in host else host
        os.environ["ZHIKE_ALLOWED_HOSTS"] = ",".join(filter(None, (named, bracketed)))
    configuration.read(os.environ)
