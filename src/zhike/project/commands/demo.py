"""Load the demo company, or take it out again."""

from __future__ import annotations

import argparse

from zhike.project import demo


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`demo load` or `demo clear`."""
    parser.add_argument("what", choices=["load", "clear"])


def run(options: argparse.Namespace) -> int:
    """Do it and say what came of it."""
    if options.what == "load":
        demo.load()
        print("\n".join(demo.logins()))
    else:
        print(f"{demo.clear()} records deleted.")
    return 0
