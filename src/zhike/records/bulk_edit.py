"""One edit of many records: a field set, words put on or taken off, a verb, or into the trash.

The same rules hold as for one record; what cannot be done is left and named in the set's report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction
from django.utils.translation import gettext

from zhike.access.models import User
from zhike.access.rights import Access, Denied, access_of
from zhike.base.errors import N_, BadValue
from zhike.ledger.actions import NotNow, actions_of
from zhike.ledger.bulk import LargeSet, paced
from zhike.ledger.jobs import Running, handles
from zhike.ledger.locking import lock_ahead
from zhike.ledger.models import ChangeSet
from zhike.ledger.models.record import RecordInUse
from zhike.ledger.writes import UPDATE, Write
from zhike.records import listing, saving, taking
from zhike.records.errors import Duplicate, FieldError, Invalid, Stale, say
from zhike.records.fieldspec import FieldSpec
from zhike.records.resource import Resource, resource_named

AT_ONCE = 100
LISTED = 1000
JOB = "records.bulk_edit"
Progress = Callable[[UUID, LargeSet], None]


@dataclass(frozen=True)
class Selection:
    """Which records: these, or all that a list holds."""

    ids: list[str] | None = None
    filter: Any = None
    search: str = ""

    def rows(self, resource: Resource, access: Access) -> models.QuerySet[Any]:
        """The records that the user may see of them; raises Invalid for a wrong filter."""
        if self.ids is not None:
            return access.rows(resource.model).filter(pk__in=self.ids)
        return listing.rows(resource, access, listing.Query(self.filter, self.search))


@dataclass(frozen=True)
class Edit:
    """What is done with each: `set`, `add` or `take` on a field, `run` a verb, or `delete`."""

    what: str
    name: str = ""
    value: Any = None

    def verb(self, resource: Resource) -> str:
        """The right that it needs."""
        if self.what == "run":
            return actions_of(resource.model)[self.name].permission
        return "delete" if self.what == "delete" else "update"


@dataclass
class _Edited:
    """How far it has come: in the set's report, where a job that broke off finds it again."""

    report: dict[str, Any]

    def fail(self, record: UUID | str, reason: str) -> None:
        """Name a record that stays as it is."""
        self.report["failed"] += 1
        if len(self.report["failures"]) < LISTED:
            self.report["failures"].append({"record": str(record), "reason": reason})


def editable_specs(resource: Resource, access: Access) -> list[FieldSpec]:
    """The fields that can hold the same value on many records."""
    unique = {f.name for f in resource.model._meta.fields if f.unique} | set(resource.unique)
    specs = resource.specs(access).values()
    kinds = ("json", "reference")
    return [s for s in specs if s.writable and s.column not in unique and s.kind.name not in kinds]


def allowed(
    resource: Resource, access: Access, edit: Edit, selection: Selection
) -> models.QuerySet[Any]:
    """The selected records on which the user may do this."""
    found = selection.rows(resource, access)
    return found.filter(access.condition(resource.model, edit.verb(resource)))


def value_of(resource: Resource, access: Access, edit: Edit) -> Any:
    """The value (or the verb's values) read; raises Invalid or Denied."""
    if not access.can(resource.model, edit.verb(resource)):
        raise Denied(resource.model.record_type, edit.verb(resource))
    if edit.what == "delete":
        return None
    if edit.what == "run":
        action = actions_of(resource.model)[edit.name]
        return saving.action_values(resource, access, action, edit.value or {})
    errors: list[FieldError] = []
    spec = {s.name: s for s in editable_specs(resource, access)}.get(edit.name)
    if spec is None:
        raise Invalid(FieldError(edit.name, gettext("You cannot change this field.")))
    value = taking.parsed(spec, access, edit.value, errors)
    if not errors and value in (None, "", []) and (spec.required or edit.what != "set"):
        errors.append(FieldError(spec.name, say(BadValue("required", N_("Fill this in.")))))
    if errors:
        raise Invalid(*errors)
    return value


def run(
    resource: Resource, access: Access, edit: Edit, selection: Selection, *, reason: str = "",
) -> ChangeSet:  # fmt: skip
    """Do it at once, as one set and one transaction; raises Invalid or Denied."""
    with transaction.atomic():
        large = _begin(resource, access, edit, selection, reason)
        return _go_on(resource, access, edit, selection, large, None, lambda *seen: None)


@handles(JOB)
def run_job(running: Running) -> dict[str, Any]:
    """Do it in the background, with the rights that the user has then."""
    given = running.arguments
    resource = resource_named(given["resource"])
    access = access_of(User.objects.get(pk=running.job.actor), "web")
    edit, selection = Edit(**given["edit"]), Selection(**given["selection"])
    known = running.job.result
    if "change_set" in known:
        large = LargeSet(ChangeSet.objects.get(pk=known["change_set"]))
    else:
        large = _begin(resource, access, edit, selection, given.get("reason", ""))
        running.keep(change_set=str(large.row.pk))
        running.progress(0, allowed(resource, access, edit, selection).count())

    def progress(last: UUID, large: LargeSet) -> None:
        running.keep(after=str(last))
        running.progress(large.row.rows_done)

    after = UUID(known["after"]) if "after" in known else None
    finished = _go_on(resource, access, edit, selection, large, after, progress)
    return {"changed": finished.change_count, "failed": finished.report["failed"]}


def job_arguments(
    resource: Resource, edit: Edit, selection: Selection, reason: str
) -> dict[str, Any]:
    """What the job is given."""
    return {
        "resource": resource.name, "edit": asdict(edit), "selection": asdict(selection),
        "reason": reason,
    }  # fmt: skip


def _begin(
    resource: Resource, access: Access, edit: Edit, selection: Selection, reason: str
) -> LargeSet:
    """The set, whose report names at once what is out of the edit's reach."""
    large = LargeSet.begin(
        by=access.user, door=access.door, action="bulk_edit", reason=reason[:500]
    )
    large.row.report = {"kind": resource.model.record_type, "failed": 0, "failures": []}
    edited = _Edited(large.row.report)
    seen = selection.rows(resource, access)
    within = allowed(resource, access, edit, selection).order_by().values("pk")
    denied = seen.exclude(pk__in=within)
    for id_ in denied.order_by("pk").values_list("pk", flat=True)[:LISTED]:
        why = gettext("Your roles do not reach it.")
        edited.fail(id_, _why_not(resource, access, edit, id_) or why)
    if large.row.report["failed"] == LISTED:
        large.row.report["failed"] = listing.bounded_count(denied)[0]
    if selection.ids is not None:
        there = {str(pk) for pk in seen.values_list("pk", flat=True)}
        for gone in [id_ for id_ in selection.ids if id_ not in there]:
            why = gettext("It was removed meanwhile, or is out of your sight now.")
            edited.fail(gone, _why_not(resource, access, edit, UUID(gone)) or why)
    large.row.save(update_fields=["report"])
    return large


def _why_not(resource: Resource, access: Access, edit: Edit, id_: UUID) -> str:
    """What the verb itself says of a record that is out of its reach; "" for nothing."""
    try:
        if edit.what == "run":
            action = actions_of(resource.model)[edit.name]
            saving.tell_why(action, access, resource.model, id_)
    except NotNow as error:
        return error.sentence
    return ""


def _go_on(
    resource: Resource, access: Access, edit: Edit, selection: Selection, large: LargeSet,
    after: UUID | None, progress: Progress,
) -> ChangeSet:  # fmt: skip
    value = value_of(resource, access, edit)
    edited = _Edited(large.row.report)
    for chunk in paced(_ids(allowed(resource, access, edit, selection), after), start=50):
        if edit.what in ("run", "delete"):
            _perform(resource, access, edit, chunk, large, edited)
        else:
            _set(resource, access, edit, value, chunk, large, edited)
        progress(chunk[-1], large)
    return large.finish()


def _ids(found: models.QuerySet[Any], after: UUID | None) -> Iterator[UUID]:
    """In the order of their ids: what is edited may no longer fit the filter, and is passed by."""
    while True:
        page = found if after is None else found.filter(pk__gt=after)
        ids = list(page.order_by("pk").values_list("pk", flat=True)[:1500])
        if not ids:
            return
        yield from ids
        after = ids[-1]


def _set(
    resource: Resource, access: Access, edit: Edit, value: Any, chunk: Sequence[UUID],
    large: LargeSet, edited: _Edited,
) -> None:  # fmt: skip
    spec = resource.specs(access)[edit.name]

    def plan() -> list[Write]:
        rows = access.rows(resource.model, "update").filter(pk__in=chunk)
        lock_ahead(resource.model, chunk)
        locked = rows.select_for_update(of=("self",)).order_by("pk")
        return [w for w in (_write(spec, edit, value, r, edited) for r in locked) if w is not None]

    large.write(plan, len(chunk))


def _write(spec: FieldSpec, edit: Edit, value: Any, record: Any, edited: _Edited) -> Write | None:
    before = record.state()
    spec.put(record, new_value(spec, edit, value, record))
    problem = next(iter(record.problems()), None) if hasattr(record, "problems") else None
    if problem is not None:
        edited.fail(record.pk, say(problem[1]))
        return None
    after = record.state()
    names = before.keys() | after.keys()
    changed = {n: (before.get(n), after.get(n)) for n in names if before.get(n) != after.get(n)}
    return Write(record.record_type, record.pk, UPDATE, "update", changed) if changed else None


def new_value(spec: FieldSpec, edit: Edit, value: Any, record: Any) -> Any:
    """What the record's field holds afterwards."""
    if edit.what == "set":
        return value
    known = spec.value(record) or []
    if edit.what == "add":
        return [*known, *(item for item in value if item not in known)]
    return [item for item in known if item not in value]


def _perform(
    resource: Resource, access: Access, edit: Edit, chunk: Sequence[UUID], large: LargeSet,
    edited: _Edited,
) -> None:  # fmt: skip
    """Let each record do it itself; one that cannot keeps the others from nothing."""
    with large.saving(len(chunk)) as opened:
        # Those of all at once: one after another they would come in the order of the records.
        lock_ahead(resource.model, chunk)
        for id_ in chunk:
            try:
                with opened.attempt():
                    _perform_one(resource, access, edit, id_, edit.value or {})
            except (NotNow, RecordInUse, Denied, Stale, Invalid, Duplicate,
                    ObjectDoesNotExist) as error:  # fmt: skip
                edited.fail(id_, _sentence(error))


def _perform_one(
    resource: Resource, access: Access, edit: Edit, id_: UUID, values: Mapping[str, Any]
) -> None:
    if edit.what == "delete":
        saving.remove(resource, access, id_)
    else:
        saving.perform(resource, access, id_, edit.name, values)


def _sentence(error: Exception) -> str:
    if isinstance(error, Invalid):
        return error.errors[0].message
    if isinstance(error, NotNow):
        return error.sentence or gettext("This makes no sense for the record as it is.")
    if isinstance(error, RecordInUse):
        return gettext("Other records need it.")
    return gettext("It was changed or removed meanwhile.")
