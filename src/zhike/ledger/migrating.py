"""A migration that renders the models once for several operations that only add."""

from __future__ import annotations

from itertools import groupby

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AddField, AddIndex, CreateModel
from django.db.migrations import Migration as DjangoMigration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED


class Migration(DjangoMigration):
    """Django renders all related models anew after every operation: most of a first start's time.

    Tables, indexes and columns that may be empty are added to what is there, whatever the other
    models look like: of a row of these, what the last one leaves behind is rendered once.
    """

    def apply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,
    ) -> ProjectState:
        """Apply all operations in their order."""
        if collect_sql or not self.atomic or not schema_editor.atomic_migration:
            return super().apply(project_state, schema_editor, collect_sql)
        for adds, some in groupby(self.operations, _only_adds):
            if adds:
                _add(self.app_label, list(some), project_state, schema_editor)
            else:
                part = type("Part", (DjangoMigration,), {"operations": list(some)})
                project_state = part(self.name, self.app_label).apply(project_state, schema_editor)
        return project_state


def _add(
    app: str,
    operations: list[Operation],
    state: ProjectState,
    schema_editor: BaseDatabaseSchemaEditor,
) -> None:
    before = state.clone()
    rendered = state.__dict__.pop("apps", None)
    for operation in operations:
        operation.state_forwards(app, state)
    if rendered is not None:
        state.apps = rendered
        names = [(app, _model(operation)) for operation in operations]
        state.reload_models(names, delay=not any(map(_relates, operations)))
    for operation in operations:
        operation.database_forwards(app, schema_editor, before, state)


def _only_adds(operation: Operation) -> bool:
    """Whether the database needs to know nothing but what is added."""
    if isinstance(operation, AddField):
        field = operation.field
        is_bare = field.default is NOT_PROVIDED and field.db_default is NOT_PROVIDED
        return field.null and is_bare and not field.unique and not field.many_to_many
    return type(operation) in (CreateModel, AddIndex)


def _relates(operation: Operation) -> bool:
    """Whether other models look different afterwards."""
    if isinstance(operation, AddField):
        return bool(operation.field.is_relation)
    return isinstance(operation, CreateModel)


def _model(operation: Operation) -> str:
    name = "name" if isinstance(operation, CreateModel) else "model_name"
    return str(getattr(operation, name)).lower()
