"""Users, teams, roles and what else an administrator keeps, on every surface."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, ClassVar

from django.utils.functional import Promise, lazystr
from django.utils.translation import gettext_lazy as _

from zhike.access.granted import ADMINISTER
from zhike.access.models import (
    ApiToken,
    Collaborator,
    FieldRight,
    Grant,
    Level,
    Role,
    Team,
    TeamHelp,
    User,
    UserRole,
)
from zhike.access.rights import Access
from zhike.records.fieldspec import FieldSpec
from zhike.records.kinds import KINDS
from zhike.records.kinds.texts import Text
from zhike.records.models import (
    Coding,
    CodingSample,
    CustomField,
    DictionaryEntry,
    PageLayout,
    SavedView,
    Tag,
)
from zhike.records.resource import Resource, all_resources, register

PUBLIC = ("name", "team", "created_at")
COMMON_VERBS: dict[str, str | Promise] = {
    "read": _("see"), "create": _("create"), "update": _("change"), "delete": _("delete"),
    "import": _("import"), "export": _("export"), ADMINISTER: _("administer"),
    "*": _("every other verb"),
}  # fmt: skip


@register
class TeamResource(Resource):
    """Teams, one within another."""

    model = Team
    name = "teams"
    means = _("A part of the company within another; who sees what follows from it.")
    icon = "team"
    sections = {_("team"): ("name", "parent", "head", "code")}
    columns = ("name", "parent", "head")
    filters = ("parent", "head")
    sorts = {"name": "name_sort"}
    default_sort = "name"
    search = {"names": ("name",)}


@register
class RoleResource(Resource):
    """Roles with what they grant."""

    model = Role
    name = "roles"
    means = _("A bundle of rights that users are given.")
    icon = "role"
    sections = {_("role"): ("name", "desk", "note")}
    columns = ("name", "desk", "note")
    sorts = {"name": "name"}
    default_sort = "name"
    parts = ("grants", "field_rights")


class Named(Text):
    """A word of the rights (`party`, `update`), shown by its name and read back by either."""

    def __init__(self, names: Callable[[], Mapping[str, str | Promise]]) -> None:
        """The names by word, known once every record type is."""
        self.names = names

    def text(self, spec: FieldSpec, value: Any) -> str:
        """The name in the reader's language."""
        return str(self.names().get(value, super().text(spec, value)))

    def read(self, spec: FieldSpec, raw: Any) -> Any:
        """The word."""
        value = super().read(spec, raw)
        return next((word for word, name in self.names().items() if str(name) == value), value)


def kinds() -> dict[str, str | Promise]:
    """Every record type by its kind; `*` for all."""
    known = {r.model.record_type: r.label for r in all_resources()}
    return {"*": _("all record types"), **known}


def verbs() -> dict[str, str | Promise]:
    """Every verb by its word; `*` for all others."""
    own = {verb: label for r in all_resources() for verb, label in r.own_verbs().items()}
    return {**own, **COMMON_VERBS}


def fields() -> dict[str, str | Promise]:
    """What fields are called, as far as their words say it."""
    return {name: spec.label for r in all_resources() for name, spec in r.coded.items()}


@register
class GrantResource(Resource):
    """What a role may do."""

    model = Grant
    name = "grants"
    means = _("A verb that a role may use on a record type, and how far.")
    icon = "key"
    facts: ClassVar[dict[str, Any]] = {
        "resource": {"kind": Named(kinds)}, "verb": {"kind": Named(verbs)}
    }  # fmt: skip
    sections = {_("right"): ("role", "resource", "verb", "scope", "is_denied")}
    columns = ("resource", "verb", "scope", "is_denied")


@register
class FieldRightResource(Resource):
    """What a role may do with a field."""

    model = FieldRight
    name = "field-rights"
    means = _("What a role may do with a field: write it, read it, see it masked, or not see it.")
    icon = "field"
    facts: ClassVar[dict[str, Any]] = {
        "resource": {"kind": Named(kinds)}, "field": {"kind": Named(fields)}
    }  # fmt: skip
    sections = {_("field right"): ("role", "resource", "field", "level", "is_denied")}
    columns = ("resource", "field", "level", "is_denied")


@register
class UserResource(Resource):
    """The people who work here; colleagues see each other's names and teams."""

    model = User
    name = "users"
    means = _("Someone who works with Zhike.")
    icon = "user"
    sections = {
        _("user"): ("name", "login", "email", "team", "language", "time_zone"),
        _("access"): ("is_active", "is_admin"),
    }
    columns = ("name", "team", "login", "email", "is_active", "is_admin")
    filters = ("team", "is_active", "is_admin")
    sorts = {"name": "name_sort"}
    default_sort = "name"
    parts = ("user_roles", "team_helps")
    unique = ("login",)
    search = {"names": ("name",), "codes": ("login",)}

    def specs(self, access: Access) -> dict[str, FieldSpec]:
        """Only who administers sees more than name and team; only an administrator makes others."""
        found = super().specs(access)
        if not access.can(User, ADMINISTER):
            return {name: found[name] for name in PUBLIC if name in found}
        if not access.everything:
            found["is_admin"] = found["is_admin"].seen_as(Level.READ)
        return found


@register
class UserRoleResource(Resource):
    """The roles that users have."""

    model = UserRole
    name = "user-roles"
    means = _("A role that a user has.")
    icon = "role"
    sections = {_("role of a user"): ("user", "role")}
    columns = ("role",)


@register
class TeamHelpResource(Resource):
    """Further teams that users help."""

    model = TeamHelp
    name = "team-helps"
    means = _("A further team in which a user helps.")
    icon = "team"
    sections = {_("helps in"): ("user", "team")}
    columns = ("team",)


@register
class TagResource(Resource):
    """Words on records, with their colours."""

    model = Tag
    name = "tags"
    means = _("A word on records, by which they are found.")
    icon = "tag"
    sections = {_("tag"): ("name", "tone")}
    columns = ("name", "tone")
    sorts = {"name": "name"}
    default_sort = "name"
    unique = ("name",)


@register
class ApiTokenResource(Resource):
    """Keys of programs: never their text."""

    model = ApiToken
    name = "api-tokens"
    means = _("A key by which a program acts as a user.")
    in_api = False  # A program that could write them could become somebody else.
    icon = "key"
    sections = {_("API token"): ("name", "user", "expires_at")}
    columns = ("name", "user", "expires_at", "created_at")
    filters = ("user",)
    sorts = {"created_at": "created_at"}


@register
class CollaboratorResource(Resource):
    """Who works on single records of others."""

    model = Collaborator
    name = "collaborators"
    means = _("Somebody with access to one record until a day.")
    icon = "team"
    sections = {_("collaborator"): ("user", "about_kind", "about_id", "may_edit", "until")}
    columns = ("user", "about_kind", "may_edit", "until")
    filters = ("user", "until")
    sorts = {"created_at": "created_at"}


@register
class SavedViewResource(Resource):
    """Lists under a name; made on the list itself."""

    model = SavedView
    name = "saved-views"
    means = _("A list with its filter, order and columns, kept under a name.")
    icon = "list"
    sections = {_("saved view"): ("name", "visibility", "owner", "team")}
    columns = ("name", "visibility", "owner")
    sorts = {"created_at": "created_at"}


class OfKind(Resource):
    """A record about a record type, which is chosen from those that there are."""

    @cached_property
    def coded(self) -> dict[str, FieldSpec]:
        """Once all are known."""
        specs = dict(Resource.coded.func(self))  # type: ignore[attr-defined]
        specs["resource"] = replace(specs["resource"], kind=KINDS["choice"], choices=kind_choices())
        return specs


@register
class PageLayoutResource(OfKind):
    """Arranged on the page of administration that shows the columns."""

    model = PageLayout
    name = "page-layouts"
    means = _("What a record type's pages show to people of a role, or to all.")
    in_api = False  # It is about pages alone.
    icon = "columns"
    sections = {_("page layout"): ("resource", "role")}
    columns = ("resource", "role", "updated_at")
    sorts = {"created_at": "created_at"}


@register
class DictionaryEntryResource(OfKind):
    """Read and proposed on the page of the dictionary."""

    model = DictionaryEntry
    name = "dictionary-entries"
    means = _("What one value of a choice field means and when it is to be chosen.")
    icon = "field"
    sections = {
        _("dictionary entry"): ("resource", "field", "value", "definition", "examples"),
        _("use"): ("word_field", "status"),
    }
    columns = ("resource", "field", "value", "definition", "word_field", "status")
    filters = ("resource", "field", "status")
    sorts = {"created_at": "created_at"}


@register
class CodingSampleResource(OfKind):
    """Drawn and evaluated on its page; coded on a page for each coder."""

    model = CodingSample
    name = "coding-samples"
    means = _("Records that two people code independently, to see whether they agree.")
    icon = "check"
    sections = {
        _("coding sample"): ("name", "resource", "field", "size", "first_coder", "second_coder"),
    }
    columns = ("name", "resource", "field", "size", "first_coder", "second_coder")
    filters = ("resource", "first_coder", "second_coder")
    sorts = {"created_at": "created_at"}


@register
class CodingResource(Resource):
    """Seen by whoever administers samples, and written by the coders on their page."""

    model = Coding
    name = "codings"
    means = _("One record of a coding sample with what each coder called it.")
    icon = "check"
    sections = {_("coding"): ("sample", "about", "first", "second")}
    columns = ("about", "first", "second")
    sorts = {"created_at": "created_at"}


class KindName:
    """What records of a kind are called, in the reader's language."""

    def __init__(self, resource: Resource) -> None:
        """Keep the record type."""
        self.resource = resource

    def __str__(self) -> str:
        return str(self.resource.label)


def kind_choices(*, custom: bool = False) -> tuple[tuple[str, str | Promise], ...]:
    """Record types that are no parts, by kind; only those with custom fields where asked."""
    return tuple(
        (resource.model.record_type, lazystr(KindName(resource)))
        for resource in all_resources()
        if not resource.is_part and (resource.takes_custom or not custom)
    )


@register
class CustomFieldResource(Resource):
    """Fields that this company added."""

    model = CustomField
    name = "custom-fields"
    means = _("A field that an administrator made in the browser.")
    icon = "field"
    sections = {
        _("custom field"): ("resource", "label", "label_en", "key", "kind", "options", "target"),
        _("formula"): ("formula", "result", "decimals"),
        _("use"): ("is_required", "is_filterable", "is_active", "position"),
    }
    columns = ("label", "resource", "kind", "key", "is_required", "is_filterable", "is_active")
    facts = {"decimals": {"maximum": 4}}
    filters = ("resource", "kind", "is_active")
    sorts = {"created_at": "created_at"}

    @cached_property
    def coded(self) -> dict[str, FieldSpec]:
        """The record types are chosen from those that there are, once all are known."""
        specs = dict(Resource.coded.func(self))  # type: ignore[attr-defined]
        choice = KINDS["choice"]
        takes = kind_choices(custom=True)
        specs["resource"] = replace(specs["resource"], kind=choice, choices=takes)
        specs["target"] = replace(specs["target"], kind=choice, choices=kind_choices())
        specs["options"] = replace(
            specs["options"], help=_("for choices: what one can choose, with ; between")
        )
        return specs
