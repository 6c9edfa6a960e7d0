"""Look whether the installation is sound: settings, database, folder."""

from __future__ import annotations

import argparse

from zhike.project import health


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(options: argparse.Namespace) -> int:
    """Print every finding; 1 if one of them is grave."""
    findings = [*health.configuration(), *health.folder(), *health.database(), *health.contents()]
    for finding in findings:
        print(f"{'error' if finding.is_grave else 'warning'}: {finding.sentence}")
    if not findings:
        print("All is well.")
    return int(any(finding.is_grave for finding in findings))
