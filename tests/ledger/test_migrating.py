"""Migrations that render once what Django renders after each step end with the same database."""

import sqlite3

import pytest
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations import Migration as DjangoMigration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState

from zhike.ledger.migrating import Migration


def migrated(path, monkeypatch):
    """What a database ends up with, and how many models were rendered for it."""
    rendered, render = [], ModelState.render
    monkeypatch.setattr(
        ModelState, "render", lambda s, apps: (rendered.append(s), render(s, apps))[1]
    )
    wrapper = DatabaseWrapper(connection.settings_dict | {"NAME": str(path)}, alias="default")
    executor = MigrationExecutor(wrapper)
    executor.migrate(executor.loader.graph.leaf_nodes())
    wrapper.close()
    monkeypatch.setattr(ModelState, "render", render)
    with sqlite3.connect(path) as database:
        schema = database.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    return sorted(schema, key=str), len(rendered)


def test_every_migration_of_ours_is_of_the_kind_that_is_quick():
    ours = {
        str(migration): migration
        for migration in MigrationLoader(None).disk_migrations.values()
        if type(migration).__module__.startswith("zhike.")
    }
    plain = [name for name, migration in ours.items() if not isinstance(migration, Migration)]
    assert plain == [], "write `class Migration(zhike.ledger.migrating.Migration)`"


@pytest.mark.slow
def test_the_database_is_the_one_that_django_would_make(db, on_sqlite, tmp_path, monkeypatch):
    quick, few = migrated(tmp_path / "quick.sqlite3", monkeypatch)
    monkeypatch.setattr(Migration, "apply", DjangoMigration.apply)
    slow, many = migrated(tmp_path / "slow.sqlite3", monkeypatch)
    assert quick == slow
    assert few < many * 0.7
