"""Bring the database's tables up to date; a new one gets its roles and its pipeline."""

from __future__ import annotations

import argparse

from django.core.management import call_command

from zhike.ledger.consumers import renew_cursors
from zhike.project import first_start


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(options: argparse.Namespace) -> int:
    """Apply what is missing; a second call does nothing."""
    call_command("migrate", interactive=False, verbosity=0)
    renew_cursors()
    first_start.ensure()
    return 0
