"""What an installation is told by its environment: the `ZHIKE_…` variables, read and checked.

Every wrong value is a `WrongSetting`: one sentence that says which and why, without passwords.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

ROOT = Path(__file__).resolve().parents[3]
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
NAMES = frozenset(
    {
        "ZHIKE_ALLOWED_HOSTS",
        "ZHIKE_DATABASE_URL",
        "ZHIKE_DATA_DIR",
        "ZHIKE_DEBUG",
        "ZHIKE_HTTPS",
        "ZHIKE_SECRET_KEY",
        "ZHIKE_SMTP_URL",
        "ZHIKE_SPARK_MASTER",
        "ZHIKE_TIMING",
        "ZHIKE_WAREHOUSE_URL",
    }
)
LIBPQ_OPTIONS = frozenset({"host", "sslmode", "sslrootcert", "sslcert", "sslkey"})
HOST_NAME = re.compile(r"\.?[\w-]+(\.[\w-]+)*|\[[0-9a-fA-F:.]+\]")
SPARK_MASTER = re.compile(r"local(\[[\d*,]+\])?|spark://.+|k8s://.+|yarn")


class WrongSetting(Exception):
    """A setting that the installation cannot work with; the text says which and why."""


@dataclass(frozen=True)
class Database:
    """Where the records are kept: one SQLite file or one PostgreSQL database."""

    engine: str
    name: str
    user: str = ""
    password: str = field(default="", repr=False)
    host: str = ""
    port: str = ""
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class MailServer:
    """The server that takes outgoing mail; `security` is `none`, `starttls` or `tls`."""

    host: str
    port: int
    security: str
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Configuration:
    """All that an installation may set, checked."""

    data_dir: Path
    database: Database
    secret_key: str = field(repr=False)
    allowed_hosts: tuple[str, ...]
    warehouse_url: str
    spark_master: str
    mail_server: MailServer | None
    https: bool
    debug: bool
    timing: bool


def read(environ: Mapping[str, str]) -> Configuration:
    """The configuration that the environment describes; makes no file.

    `secret_key` is empty where the environment names none: `data_folder.secret_key` keeps one then.
    """
    data_dir = _data_dir(environ.get("ZHIKE_DATA_DIR", ""))
    hosts = _hosts(environ.get("ZHIKE_ALLOWED_HOSTS", ""))
    debug = _switch(environ, "ZHIKE_DEBUG")
    if debug and set(hosts) - set(LOOPBACK):
        raise WrongSetting(
            "ZHIKE_DEBUG=1 shows the program's insides to visitors: it works on this machine's own"
            " address only, without ZHIKE_ALLOWED_HOSTS or --host."
        )
    return Configuration(
        data_dir=data_dir,
        database=_database(environ.get("ZHIKE_DATABASE_URL", ""), data_dir),
        secret_key=_secret_key(environ.get("ZHIKE_SECRET_KEY", "")),
        allowed_hosts=hosts,
        warehouse_url=_warehouse(environ.get("ZHIKE_WAREHOUSE_URL", ""), data_dir),
        spark_master=_spark_master(environ.get("ZHIKE_SPARK_MASTER", "")),
        mail_server=_mail_server(environ.get("ZHIKE_SMTP_URL", "")),
        https=_switch(environ, "ZHIKE_HTTPS"),
        debug=debug,
        timing=_switch(environ, "ZHIKE_TIMING"),
    )


def _data_dir(text: str) -> Path:
    path = Path(text).expanduser().absolute() if text else ROOT / "data"
    if path.exists() and not path.is_dir():
        raise WrongSetting(f"ZHIKE_DATA_DIR must name a folder, but {path} is a file.")
    nearest = next(folder for folder in (path, *path.parents) if folder.exists())
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise WrongSetting(f"ZHIKE_DATA_DIR must name a folder to write in; {nearest} is closed.")
    return path


def _secret_key(text: str) -> str:
    if text and len(text) < 32:
        raise WrongSetting(
            f"ZHIKE_SECRET_KEY must have at least 32 characters, not {len(text)}; without it,"
            " Zhike makes one and keeps it in the data folder."
        )
    return text


def _hosts(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if not HOST_NAME.fullmatch(name):
            raise WrongSetting(
                f"ZHIKE_ALLOWED_HOSTS must be host names parted by commas, without scheme or port;"
                f" {name!r} is none."
            )
    return (*LOOPBACK, *(name for name in names if name not in LOOPBACK))


def _switch(environ: Mapping[str, str], name: str) -> bool:
    text = environ.get(name, "")
    if text not in {"", "0", "1"}:
        raise WrongSetting(f"{name} must be 1 or 0, not {text!r}.")
    return text == "1"


def _split(name: str, text: str) -> tuple[SplitResult, str]:
    """The parts of a URL and its port as text, which `urlsplit` checks only when asked."""
    try:
        parts = urlsplit(text)
        port = "" if parts.port is None else str(parts.port)
    except ValueError as error:
        raise WrongSetting(f"{name} is not a URL: {error}.") from None
    return parts, port


def _database(text: str, data_dir: Path) -> Database:
    if not text:
        return Database("sqlite", str(data_dir / "zhike.sqlite3"))
    parts, port = _split("ZHIKE_DATABASE_URL", text)
    if parts.scheme == "sqlite":
        if parts.netloc or len(parts.path) < 2:
            raise WrongSetting(
                "ZHIKE_DATABASE_URL names no file; three strokes come before a path:"
                " sqlite:////srv/zhike/zhike.sqlite3."
            )
        return Database("sqlite", str(Path(unquote(parts.path[1:])).absolute()))
    if parts.scheme not in {"postgresql", "postgres"}:
        raise WrongSetting(
            "ZHIKE_DATABASE_URL must begin with postgresql:// or sqlite:///,"
            f" not with {parts.scheme or text[:12]!r}."
        )
    return _postgresql(parts, port)


def _postgresql(parts: SplitResult, port: str) -> Database:
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise WrongSetting(
            "ZHIKE_DATABASE_URL names no database; it comes last:"
            " postgresql://user:password@host:5432/zhike."
        )
    options = dict(parse_qsl(parts.query))
    unknown = sorted(set(options) - LIBPQ_OPTIONS)
    if unknown:
        raise WrongSetting(
            f"ZHIKE_DATABASE_URL has the option {unknown[0]!r}, which is none of"
            f" {', '.join(sorted(LIBPQ_OPTIONS))}."
        )
    return Database(
        "postgresql",
        name,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=options.pop("host", "") or unquote(parts.hostname or ""),
        port=port,
        options=options,
    )


def _warehouse(text: str, data_dir: Path) -> str:
    if not text:
        return str(data_dir / "warehouse")
    if "://" in text and not re.match(r"(file|s3|s3a|hdfs|gs|abfss)://.", text):
        raise WrongSetting(
            "ZHIKE_WAREHOUSE_URL must be a folder or begin with file://, s3://, s3a://, hdfs://,"
            " gs:// or abfss://."
        )
    return text


def _spark_master(text: str) -> str:
    if text and not SPARK_MASTER.fullmatch(text):
        raise WrongSetting(
            f"ZHIKE_SPARK_MASTER must be local[N], spark://host:port, k8s://… or yarn,"
            f" not {text!r}."
        )
    return text


def _mail_server(text: str) -> MailServer | None:
    if not text:
        return None
    parts, port = _split("ZHIKE_SMTP_URL", text)
    kinds = {"smtp": ("none", 25), "smtp+starttls": ("starttls", 587), "smtps": ("tls", 465)}
    if parts.scheme not in kinds or not parts.hostname:
        raise WrongSetting(
            "ZHIKE_SMTP_URL must look like smtps://user:password@host:465,"
            " smtp+starttls://user:password@host:587 or smtp://host:25."
        )
    security, usual_port = kinds[parts.scheme]
    return MailServer(
        host=parts.hostname,
        port=int(port or usual_port),
        security=security,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
