"""What every test may ask for. `db`, `client` and `live_server` come from pytest-django."""

import gc
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import pytest
from django.db import connection, transaction
from django.utils import translation
from playwright.sync_api import Browser, Page, expect
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from tests import browser, migrated, settings
from tests import cast as casting

hypothesis.settings.register_profile(
    "zhike", derandomize=True, max_examples=25, deadline=None, database=None
)
hypothesis.settings.register_profile(
    "quick", hypothesis.settings.get_profile("zhike"), max_examples=4, stateful_step_count=12
)
# A machine that runs other things besides is slow, not wrong.
expect.set_options(timeout=20_000)
hypothesis.settings.load_profile("quick" if os.environ.get("ZHIKE_TEST_QUICK") else "zhike")


WITH_A_DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}


# How many ordinary tests last as long as one with this mark, roughly.
WEIGHTS = {"slow": 40, "evaluation": 40, "browser": 10, "full": 4}


def _weight(item: pytest.Item) -> int:
    return max((n for mark, n in WEIGHTS.items() if item.get_closest_marker(mark)), default=1)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Among processes: the longest files first, lest the last of them let the others wait.

    On PostgreSQL: leave out what asks no database; with SQLite it ran just so.
    """
    if hasattr(config, "workerinput"):
        weights: Counter[Path] = Counter()
        for item in items:
            weights[item.path] += _weight(item)
        items.sort(key=lambda item: -weights[item.path])
    if connection.vendor != "postgresql":
        return
    asks = [
        bool(WITH_A_DATABASE & set(getattr(item, "fixturenames", ())))
        or item.get_closest_marker("django_db") is not None
        for item in items
    ]
    config.hook.pytest_deselected(items=[i for i, it in zip(items, asks, strict=True) if not it])
    items[:] = [item for item, it in zip(items, asks, strict=True) if it]


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_unconfigure() -> None:
    """Leave nothing behind: a process of pytest-xdist ends without the usual tidying."""
    settings.TEMPORARY_FOLDER.cleanup()


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """A database that lies there already is one that `django_db_setup` has put there."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def kept_database(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> Path:
    """Where the migrated database is kept; what is kept lies where the tests' own will be."""
    # Where pytest's cache lies, and there also in a run that is told to do without one.
    folder = request.config.rootpath / ".pytest_cache" / "d" / "migrated"
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{migrated.key()}.sqlite3"
    if connection.vendor == "sqlite":
        migrated.take(kept, Path(connection.settings_dict["TEST"]["NAME"]))
    return kept


@pytest.fixture(scope="session")
def django_db_setup(
    kept_database: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The tests' own database, migrated in this run or in an earlier one.

    PostgreSQL copies one only while nobody uses it: so the cast's is copied before any test.
    """
    if connection.vendor == "sqlite":
        migrated.keep(kept_database, Path(connection.settings_dict["TEST"]["NAME"]))
        yield
        return
    own = connection.settings_dict["NAME"]
    drop = f'DROP DATABASE IF EXISTS "{own}_cast"'
    with django_db_blocker.unblock():
        connection.close()
        _maintain(drop, f'CREATE DATABASE "{own}_cast" TEMPLATE "{own}"')
    yield
    with django_db_blocker.unblock():
        _maintain(drop)


def _maintain(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)


@pytest.fixture(autouse=True)
def forgetful(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a rollback or a flush does not take back: rights, a language, what FTS5 holds."""
    yield
    casting.forget()
    translation.deactivate()
    marker = request.node.get_closest_marker("django_db")
    is_real = "transactional_db" in request.fixturenames or "live_server" in request.fixturenames
    if (is_real or (marker and marker.kwargs.get("transaction"))) and connection.vendor == "sqlite":
        with request.getfixturevalue("django_db_blocker").unblock(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM records_search")


@pytest.fixture
def on_postgresql() -> None:
    """Skip what holds on PostgreSQL alone."""
    if connection.vendor != "postgresql":
        pytest.skip("about PostgreSQL; bin/test runs it where PostgreSQL is found")


@pytest.fixture
def on_sqlite() -> None:
    """Skip what holds on SQLite alone."""
    if connection.vendor != "sqlite":
        pytest.skip("about SQLite")


@contextmanager
def _elsewhere(database: str) -> Iterator[None]:
    """Another database in place of the tests' own."""
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database
    casting.forget()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own
        casting.forget()


@pytest.fixture(scope="session")
def standing_cast(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, kept_database: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[str, casting.Cast]:  # fmt: skip
    """Everybody and everything of tests/cast.py in a database of their own."""
    database = f"{connection.settings_dict['NAME']}_cast"
    if connection.vendor == "sqlite":
        database = str(tmp_path_factory.mktemp("cast") / "cast.sqlite3")
        migrated.take(kept_database, Path(database))
    with django_db_blocker.unblock(), _elsewhere(database), transaction.atomic():
        built = casting.build()
    return database, built


@pytest.fixture(scope="module")
def whole_cast(
    standing_cast: tuple[str, casting.Cast], django_db_blocker: DjangoDbBlocker
) -> Iterator[casting.Cast]:
    """Everybody and everything, made once a process; what a module does to them is taken back."""
    database, built = standing_cast
    with django_db_blocker.unblock(), _elsewhere(database), casting.rolled_back():
        yield built.copy()


@pytest.fixture
def cast(whole_cast: casting.Cast, db) -> casting.Cast:
    """The cast for one test: what the test writes is taken back."""
    return whole_cast


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all tests of a process."""
    # Playwright keeps an event loop in this thread, in which Django would refuse to query.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with browser.running() as chromium:
        yield chromium


@pytest.fixture
def page(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A new Chinese visitor's tab on the live server: `page.goto("/login/")`.

    The test fails when the page breaks its own security policy or a script of it fails.
    """
    context = chromium.new_context(
        base_url=live_server.url,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": 1440, "height": 900},
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    yield page
    context.close()
    assert not complaints, complaints
