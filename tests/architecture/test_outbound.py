"""Whatever leaves the installation passes one gate, which is closed in a restored copy."""

import ast

from tests.architecture.ladder import ROOT, nodes_of, python_files, shown
from zhike.project import settings

CLIENTS = {
    "smtplib", "http.client", "urllib.request", "socket", "ftplib", "telnetlib", "requests",
    "httpx", "httpx2", "aiohttp", "urllib3", "websockets", "paramiko", "boto3", "django.core.mail",
}  # fmt: skip
DOORS = {"src/zhike/ledger/mail.py"}
"""The modules that send; each asks the gate."""
AT_HOME = {
    "src/zhike/project/commands/start.py": "asks its own server whether it answers",
    "src/zhike/project/commands/serve.py": "looks whether a port is free",
    "src/zhike/project/bench/client.py": "measures its own server",
    "src/zhike/project/bench/server.py": "measures its own server",
}


def _imported(path):
    for node in nodes_of(path, ast.Import):
        yield from (name.name for name in node.names)
    for node in nodes_of(path, ast.ImportFrom):
        if node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def _is_client(name):
    return any(name == client or name.startswith(client + ".") for client in CLIENTS)


def test_only_doors_and_what_stays_at_home_open_connections():
    found = {shown(path) for path in python_files() if any(map(_is_client, _imported(path)))}
    assert found == DOORS | set(AT_HOME)


def test_every_door_asks_the_gate():
    for door in DOORS:
        calls = [
            node.func.attr for node in nodes_of(ROOT / door, ast.Call)
            if isinstance(node.func, ast.Attribute)
        ]  # fmt: skip
        assert "require_open" in calls, door


def test_mail_goes_through_its_door():
    assert settings.EMAIL_BACKEND == "zhike.ledger.mail.GuardedMail"
