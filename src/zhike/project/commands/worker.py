"""Do the jobs: imports, deliveries, consumers of the ledger."""

from __future__ import annotations

import argparse
import signal
import threading
from types import FrameType

from django.conf import settings

from zhike.ledger import jobs
from zhike.project import data_folder
from zhike.project.lifeline import end_with_starter


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing for a person to choose."""
    parser.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Work until a signal comes; the job in hand is finished first."""
    stop = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    if options.supervised:
        end_with_starter()
    with data_folder.take_part(settings.DATA_DIR):
        jobs.work(stop)
    return 0
