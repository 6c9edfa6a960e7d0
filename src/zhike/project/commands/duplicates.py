"""Find customers and leads that stand here twice: `duplicates [--changed]`."""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from dataclasses import asdict

from zhike.people.duplicates.jobs import last_scan
from zhike.people.duplicates.pairs import Report
from zhike.people.duplicates.scanning import scan
from zhike.people.duplicates.scanning_leads import scan_leads
from zhike.people.duplicates.uniting import unite_same_codes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How much is compared."""
    parser.add_argument(
        "--changed", action="store_true", help="only those changed since the last scan"
    )


def run(options: argparse.Namespace) -> int:
    """Compare here and now, and say what came of it as JSON."""
    began = time.monotonic()
    report = Report()
    unite_same_codes(report)
    since = last_scan() if options.changed else None
    scan(since, report=report)
    scan_leads(since, report=report)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    figures = {"seconds": round(time.monotonic() - began, 1), "megabytes": peak // 1024}
    json.dump(asdict(report) | figures, sys.stdout)
    print()
    return 0
