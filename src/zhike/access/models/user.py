"""People who work here, and the teams they work in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import check_password as check
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhike.access.models.role import Role, Scope
from zhike.access.models.zones import ZONES
from zhike.base.errors import N_, BadValue
from zhike.base.pinyin import sort_key
from zhike.ledger.actions import action
from zhike.ledger.current import change_set
from zhike.ledger.fields import RecordRef, SortKeyField
from zhike.ledger.models import Part, Record, RecordQuerySet
from zhike.ledger.models.change_set import Door


class Team(Record):
    """A part of the company (a region, an office, a department), within another or at the top."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}

    name = models.CharField(_("name"), max_length=100)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("belongs to"),
        related_name="children",
    )  # fmt: skip
    head = models.ForeignKey(
        "User", models.SET_NULL, null=True, blank=True, verbose_name=_("head"), related_name="+",
        help_text=_("Answers for this team: what is late comes to this person."),
    )  # fmt: skip
    code = models.CharField(
        _("team code"), max_length=20, blank=True,
        help_text=_("Stands in the numbers of documents where their rule asks for it."),
    )  # fmt: skip
    name_sort = SortKeyField(max_length=120, editable=False)
    derived = frozenset({"name_sort"})

    class Meta:
        """Sorted by name."""

        verbose_name = _("team")
        verbose_name_plural = _("teams")
        indexes = [models.Index(fields=["name_sort", "id"], name="team_name")]
        constraints = [
            models.UniqueConstraint(fields=["name", "parent"], name="team_unique_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """A team belongs to none of those below it."""
        parents = dict(Team.objects.values_list("pk", "parent"))
        above, seen = self.parent_id, set()
        while above is not None and above not in seen:
            seen.add(above)
            if above == self.pk:
                message = N_("A team cannot belong to itself or to one below it.")
                yield "parent", BadValue("circle", message)
                return
            above = parents.get(above)

    @classmethod
    def derive(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Sort by pinyin."""
        return {"name_sort": sort_key(values.get("name") or "")}


class UserQuerySet(RecordQuerySet):
    """Reads users."""

    def get_by_natural_key(self, login: str) -> User:
        """The user who logs in by this name."""
        return self.get(login=login)  # type: ignore[no-any-return]

    def colleagues(self) -> UserQuerySet:
        """Those who work here: nobody's work is given to people from outside."""
        return self.filter(represents="")


class User(Record, AbstractBaseUser):
    """Someone who works with Zhike, or did: owner of customers, deals and tasks."""

    administered: ClassVar[bool] = True
    everyone: ClassVar[dict[str, str]] = {"read": Scope.ALL}

    login = models.CharField(_("log-in name"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=100)
    email = models.EmailField(_("email"), blank=True)
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, verbose_name=_("team"), related_name="users"
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_admin = models.BooleanField(_("administrator"), default=False)
    language = models.CharField(
        _("language"), max_length=10, blank=True, choices=[("zh-hans", "中文"), ("en", "English")]
    )
    time_zone = models.CharField(_("time zone"), max_length=40, blank=True, choices=ZONES)
    currency = models.CharField(_("currency of sums"), max_length=3, blank=True, editable=False)
    is_password_temporary = models.BooleanField(
        _("password must be changed"), default=False, editable=False
    )
    represents = RecordRef(
        _("comes in for"), default="", editable=False,
        help_text=_("The company from outside that this person speaks for: nothing but the pages "
                    "made for it is within reach."),
    )  # fmt: skip
    name_sort = SortKeyField(max_length=120, editable=False)
    last_login = None

    derived = frozenset({"name_sort"})
    secret = frozenset({"password"})
    objects = UserQuerySet.as_manager()  # type: ignore[misc]
    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        """Sorted by name."""

        verbose_name = _("user")
        verbose_name_plural = _("users")
        indexes = [
            models.Index(fields=["name_sort", "id"], name="user_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def derive(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Sort by pinyin, with the surname's own reading."""
        return {"name_sort": sort_key(values.get("name") or "", person=True)}

    @property
    def represented(self) -> UUID | None:
        """The party for which this person comes in from outside; None for colleagues."""
        return UUID(self.represents.partition(":")[2]) if self.represents else None

    def problems(self) -> Iterator[tuple[str, BadValue]]:
        """Somebody must be left who can administer; nobody from outside does."""
        if self.represents and self.is_admin:
            message = N_("Somebody from outside cannot administer.")
            yield "is_admin", BadValue("outside", message)
        if not self._state.adding and self.is_last_administrator and not self._administers:
            message = N_("One active administrator must remain; make another first.")
            yield "is_active" if self.is_admin else "is_admin", BadValue("last", message)

    @property
    def _administers(self) -> bool:
        return self.is_admin and self.is_active

    @property
    def is_last_administrator(self) -> bool:
        """Whether nobody else could administer."""
        others = User.objects.filter(is_admin=True, is_active=True).exclude(pk=self.pk)
        return not others.exists()

    @action(
        _("deactivate"), icon="lock",
        when=lambda user: user.is_active and not (user.is_admin and user.is_last_administrator),
    )  # fmt: skip
    def deactivate(self) -> None:
        """End the work of this user: sessions and tokens are refused from now on."""
        self.is_active = False
        self.save()

    @action(_("activate"), when=lambda user: not user.is_active, icon="check")
    def activate(self) -> None:
        """Let the user in again."""
        self.is_active = True
        self.save()

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this is the password; an old hash is renewed as a change of the system's."""

        def renew(raw: str | None) -> None:
            self.set_password(raw)
            with change_set(by=None, door=Door.SYSTEM, action="renew_password"):
                self.save(action="renew_password")

        return check(raw_password, self.password, renew)


class UserRole(Part):
    """A role that a user has."""

    administered: ClassVar[bool] = True
    named_by = ("role",)
    part_of = "user"
    user = models.ForeignKey(User, models.CASCADE, related_name="user_roles")
    role = models.ForeignKey(Role, models.PROTECT, verbose_name=_("role"))

    class Meta:
        """A role once."""

        verbose_name = _("role of a user")
        verbose_name_plural = _("roles of a user")
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="user_role_once")]

    def __str__(self) -> str:
        return str(self.role_id)


class TeamHelp(Part):
    """A further team whose customers a user helps with."""

    administered: ClassVar[bool] = True
    named_by = ("team",)
    part_of = "user"
    user = models.ForeignKey(User, models.CASCADE, related_name="team_helps")
    team = models.ForeignKey(Team, models.PROTECT, verbose_name=_("team"))

    class Meta:
        """A team once."""

        verbose_name = _("helps in")
        verbose_name_plural = _("helps in")
        constraints = [models.UniqueConstraint(fields=["user", "team"], name="team_help_once")]

    def __str__(self) -> str:
        return str(self.team_id)
