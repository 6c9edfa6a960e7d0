"""Kill the server again and again under writers: `python -m tests.reliability.kill --kills 200`.

Nothing that was acknowledged may be lost, nothing written by halves, and what was asked twice with
one key must have happened once. With `--seed`, clients and times are the same again.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from tests.reliability.clients import Client, Deed

CLIENTS = 8


def main() -> int:
    """Run it; 1 with a sentence where something was lost or torn, and the folder is kept then."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--database-url", default="", help="an empty PostgreSQL database")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="zhike-kill-"))
    os.environ["ZHIKE_DATA_DIR"] = str(folder)
    os.environ["ZHIKE_DATABASE_URL"] = options.database_url
    os.environ["DJANGO_SETTINGS_MODULE"] = "zhike.project.settings"
    django.setup()
    print(f"seed {options.seed}, {folder}", flush=True)
    try:
        figures = Run(options.seed, folder).go(options.kills)
    except AssertionError as broken:
        print(f"FAILED: {broken}; history and database are in {folder}", flush=True)
        return 1
    print(", ".join(f"{value} {name}" for name, value in figures.items()), flush=True)
    shutil.rmtree(folder)
    return 0


class Run:
    """One run: an installation, its clients, and what became of their writes."""

    def __init__(self, seed: int, folder: Path) -> None:
        from tests.reliability.clients import Client, History

        self.chance = random.Random(seed)
        history = History(folder / "history.jsonl")
        token = _install()
        self.clients = [
            Client(number, token, random.Random(seed * 100 + number), history)
            for number in range(CLIENTS)
        ]
        self.figures = {
            "kills": 0, "acknowledged": 0, "unknown": 0, "unknown but done": 0,
            "asked again": 0, "lost": 0, "slowest restart in s": 0.0,
        }  # fmt: skip

    def go(self, kills: int) -> dict[str, Any]:
        """Kill, check, start again; at the end check everything."""
        from tests.reliability.checks import assert_whole

        for number in range(kills):
            self._round()
            if number % 20 == 19:
                assert_whole()
                print(f"{number + 1} kills: {self.figures}", flush=True)
        self._round(is_last=True)
        assert_whole()
        self._assert_no_strangers()
        return self.figures

    def _round(self, *, is_last: bool = False) -> None:
        from tests.reliability import checks
        from zhike.project.bench.server import family, free_port, wait_until_ready

        port, stop = free_port(), threading.Event()
        command = [sys.executable, "-m", "zhike", "serve", "--port", str(port)]
        server = subprocess.Popen(command, start_new_session=True, stdin=subprocess.DEVNULL)
        seconds = wait_until_ready(port, server)
        slowest = max(self.figures["slowest restart in s"], round(seconds, 1))
        self.figures["slowest restart in s"] = slowest
        threads = [threading.Thread(target=c.work, args=(port, stop)) for c in self.clients]
        for thread in threads:
            thread.start()
        self._await_first_answers()
        time.sleep(self.chance.uniform(0.05, 1.5))
        if is_last:
            stop.set()
        else:
            processes = family(server.pid)
            os.killpg(server.pid, signal.SIGKILL)
            self.figures["kills"] += 1
            await_end(processes)
        for thread in threads:
            thread.join()
        if is_last:
            os.killpg(server.pid, signal.SIGTERM)
        server.wait()
        for client in self.clients:
            self._settle(client, checks)

    def _await_first_answers(self) -> None:
        """A server fresh from its start would be killed before it had written anything."""
        end = time.monotonic() + 30
        while sum(len(client.done) for client in self.clients) < CLIENTS:
            if time.monotonic() > end:
                break
            time.sleep(0.005)

    def _settle(self, client: Client, checks: Any) -> None:
        """Compare what the client was told with what there is, and go on from there."""
        touched = {deed.thing.id: deed.thing for deed in client.done}
        open_deeds = [deed for deed in client.done if deed.verdict != "ok"]
        self.figures["acknowledged"] += len(client.done) - len(open_deeds)
        refused = [deed.verdict for deed in open_deeds if deed.verdict != "unknown"]
        assert not refused, f"client {client.number} was refused: {refused}"
        unknown = open_deeds[-1] if open_deeds else None
        for thing in touched.values():
            state, version = checks.stored(thing.resource, thing.id)
            allowed = [thing.state]
            if unknown is not None and unknown.thing is thing:
                allowed.append(unknown.after)
                self._unknown(client, unknown, is_done=state != thing.state)
            assert state in allowed, f"lost: {thing} is {state}"
            assert state is None or version >= thing.version, f"lost: version of {thing}"
            thing.state, thing.version = state, version
        client.done.clear()

    def _unknown(self, client: Client, deed: Deed, *, is_done: bool) -> None:
        """A write without an answer happened or not; one with a key is asked for again."""
        self.figures["unknown"] += 1
        self.figures["unknown but done"] += is_done
        if "Idempotency-Key" in deed.request.headers:
            deed.verdict = "unknown"
            client.again = deed
            self.figures["asked again"] += 1

    def _assert_no_strangers(self) -> None:
        """Every record is one that a client made, so nothing happened twice."""
        from zhike.people.models import Party
        from zhike.sales.models import Opportunity

        known = {t.id for client in self.clients for t in client.things if t.state}
        stored = {*Party.objects.values_list("pk", flat=True),
                  *Opportunity.objects.values_list("pk", flat=True)}  # fmt: skip
        assert stored == known, f"{len(stored - known)} strangers, {len(known - stored)} lost"
        names = list(Party.objects.values_list("name", flat=True))
        assert len(names) == len(set(names)), "made twice"


def _install() -> str:
    """An empty installation with an administrator; the text of a token."""
    from zhike.access.models import ApiToken, User
    from zhike.ledger.current import change_set
    from zhike.project import first_start, static_files
    from zhike.project.commands import migrate

    migrate.run(argparse.Namespace())
    static_files.collect()
    first_start.ensure()
    with change_set(by=None, door="system"):
        user = User(login="killer", name="killer", is_admin=True)
        user.save()
        return ApiToken.issue(user)


def await_end(processes: list[int]) -> None:
    """Wait until none of these processes is there."""
    end = time.monotonic() + 60
    while any(Path(f"/proc/{pid}/fd").exists() and _is_alive(pid) for pid in processes):
        assert time.monotonic() < end, "a process of the server outlived its group"
        time.sleep(0.01)


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
