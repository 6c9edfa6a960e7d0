"""The one gate, run by bin/test: every check in order, then what was done, skipped and why."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field

from tests import browser, postgres

QUICK_SECONDS = 90
PROCESSES = 2
DECIDED_ON_SQLITE = ("browser", "once")
NO_POSTGRESQL = "no server found (apt-get install postgresql) and no ZHIKE_TEST_DATABASE_URL"
LADDER = "import sys, importlinter.cli as cli; sys.exit(cli.lint_imports_command())"


@dataclass
class Outcome:
    """How one check ended."""

    name: str
    verdict: str
    seconds: float
    remark: str = ""


@dataclass
class Gate:
    """One run: what it is to do, in which environment, and what came of it so far."""

    options: argparse.Namespace
    environment: dict[str, str]
    outcomes: list[Outcome] = field(default_factory=list)

    def check(self, name: str, *command: str, remark: str = "", **environment: str) -> None:
        """Run one command; its words are shown as they come."""
        print(f"\n=== {name}", flush=True)
        begun = time.monotonic()
        done = subprocess.run([sys.executable, *command], env=self.environment | environment)
        verdict = "FAILED" if done.returncode else "passed"
        self.outcomes.append(Outcome(name, verdict, time.monotonic() - begun, remark))

    def require(self, name: str, is_there: bool, sentence: str) -> None:
        """Fail with a sentence where something is missing."""
        if not is_there:
            print(f"\n=== {name}: {sentence}", file=sys.stderr, flush=True)
            self.outcomes.append(Outcome(name, "FAILED", 0.0, sentence))

    def skip(self, name: str, reason: str) -> None:
        """Note what was left out."""
        self.outcomes.append(Outcome(name, "skipped", 0.0, reason))

    def report(self) -> int:
        """Print the summary; 1 if anything failed."""
        print("\n=== summary")
        for outcome in self.outcomes:
            line = f"{outcome.verdict:<8}{outcome.seconds:7.1f} s  {outcome.name}"
            print(f"{line}: {outcome.remark}" if outcome.remark else line)
        seconds = sum(outcome.seconds for outcome in self.outcomes)
        failed = any(outcome.verdict == "FAILED" for outcome in self.outcomes)
        print(f"{'FAILED' if failed else 'passed'} in {seconds:.0f} s")
        if self.options.quick and seconds > QUICK_SECONDS:
            print(f"--quick promises {QUICK_SECONDS} s: mark the slowest tests `full` or `slow`.")
        return int(failed)


def main() -> int:
    """Run the gate as the command line asks."""
    parser = argparse.ArgumentParser(prog="bin/test", description=__doc__)
    extent = parser.add_mutually_exclusive_group()
    extent.add_argument("--quick", action="store_true", help="at most 90 s: SQLite, no browser")
    extent.add_argument("--all", action="store_true", help="slow ones too, all on both databases")
    parser.add_argument("--require-postgres", action="store_true", help="fail without PostgreSQL")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zhike-gate-") as folder:
        gate = Gate(options, _environment(folder))
        _static_checks(gate)
        _tests_on_sqlite(gate)
        _tests_on_postgresql(gate)
        return gate.report()


def _environment(folder: str) -> dict[str, str]:
    """This environment without an installation's settings; tools get a folder to work in."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("ZHIKE_") or name.startswith("ZHIKE_TEST_")
    }
    kept.pop("ZHIKE_TEST_DATABASE_URL", None)
    return kept | {"ZHIKE_DATA_DIR": folder, "ZHIKE_SECRET_KEY": "for the gate's own tools alone!!"}


def _static_checks(gate: Gate) -> None:
    gate.check("lint", "-m", "ruff", "check", ".")
    gate.check("format", "-m", "ruff", "format", "--check", ".")
    gate.check("types", "-m", "mypy")
    gate.check("ladder of packages", "-c", LADDER)
    gate.check(
        "migrations", "-m", "django", "makemigrations", "--check", "--dry-run",
        "--settings", "tests.settings",
    )  # fmt: skip


def _pytest(
    gate: Gate, name: str, left_out: tuple[str, ...], processes: int = PROCESSES, **environment: str
) -> None:
    marks = " and ".join(f"not {mark}" for mark in left_out)
    gate.check(
        # By file: what a file's tests share is made once. tests/conftest.py orders the files.
        name, "-m", "pytest", "-n", str(processes), "--dist", "loadfile", "-rs",
        "--no-loadscope-reorder",
        "--durations", "10", "-m", marks,
        remark=f"without {', '.join(left_out)}" if left_out else "",
        **environment,
    )  # fmt: skip


def _tests_on_sqlite(gate: Gate) -> None:
    if gate.options.quick:
        left_out = ("slow", "evaluation", "browser", "full")
        _pytest(gate, "tests on SQLite, few examples", left_out, ZHIKE_TEST_QUICK="1")
        return
    gate.require("Chromium", browser.find() is not None, f"tests need it: {browser.CURE}")
    _pytest(gate, "tests on SQLite", () if gate.options.all else ("slow",))


def _tests_on_postgresql(gate: Gate) -> None:
    """Everything again that SQL, locks or a server's death decide; the rest would repeat itself.

    Left out, whatever is asked for, is what the run on SQLite has decided: what asks no database
    (tests/conftest.py knows it), what a browser is driven for (scripts and layout), and what is
    marked `once`: answers made above the database, or a computation that no query takes part in.
    """
    name = "tests on PostgreSQL"
    if gate.options.quick:
        gate.skip(name, "--quick")
        return
    urls = os.environ.get("ZHIKE_TEST_DATABASE_URL", "").split()
    programs = postgres.find()
    left_out = DECIDED_ON_SQLITE + (() if gate.options.all else ("slow", "evaluation"))
    with ExitStack() as stack:
        if not urls and programs:
            urls = [stack.enter_context(postgres.running(programs)) for _ in range(PROCESSES)]
        if urls:
            # A server each: a consumer waits for every older transaction of its server.
            together = {"ZHIKE_TEST_DATABASE_URL": " ".join(urls)}
            _pytest(gate, name, left_out, processes=len(urls), **together)
        elif gate.options.require_postgres:
            gate.require(name, False, NO_POSTGRESQL)
        else:
            gate.skip(name, NO_POSTGRESQL)


if __name__ == "__main__":
    sys.exit(main())
