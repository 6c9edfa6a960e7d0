"""Valid values for every field of every record type, made from nothing but its FieldSpecs.

What a new record type needs besides stands in tests/kinds.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from tests import kinds
from zhike.base import uscc
from zhike.records.fieldspec import FieldSpec
from zhike.records.models.work_calendar import WEEK
from zhike.records.resource import Resource

ID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
Raw = dict[str, Any]
Target = Callable[[FieldSpec], str]
"""The id of a record that a relation may point at."""


def credit_code(n: int) -> str:
    """The n-th social credit code whose check digit fits."""
    for last in "0123456789ABCDEFGHJKLMNPQRTUWXY":
        code = f"91510100MA6{n:06}{last}"
        try:
            return uscc.normalise(code)
        except uscc.BadUscc:
            continue
    raise AssertionError(n)


def phone(n: int) -> str:
    """The n-th telephone number."""
    return f"1390777{n:04}"


# What a record type's own rules ask for beyond its field's kind.
SPECIAL: dict[tuple[str, str], Callable[[int], Any]] = {
    ("contact-point", "type"): lambda n: "phone",
    ("contact-point", "value"): phone,
    ("lead", "email"): lambda n: f"kn{n:04}qemailz@example.com",
    ("legal-entity", "bank_account"): lambda n: f"6222{n:012}",
    ("company", "time_zone"): lambda n: "Asia/Shanghai",
    ("exchange-rate", "currency"): lambda n: "USD",
    ("exchange-rate", "valid_from"): lambda n: str(dt.date(2020, 1, 1) + dt.timedelta(days=n)),
    **{("work-calendar", day): lambda n: f"{n % 12}:00-18:00" for day in WEEK},
    ("calendar-day", "hours"): lambda n: "9:00-12:00",
    ("calendar-day", "day"): lambda n: str(dt.date(2030, 1, 1) + dt.timedelta(days=n)),
    ("custom-field", "key"): lambda n: f"key{n}",
    ("custom-field", "resource"): lambda n: "party",
    ("dictionary-entry", "resource"): lambda n: "party",
    ("coding-sample", "resource"): lambda n: "party",
    ("page-layout", "resource"): lambda n: "party",
    ("custom-field", "kind"): lambda n: "text",
    ("collaborator", "about_kind"): lambda n: "party",
    ("target", "year"): lambda n: 2000 + n % 100,
    ("account-plan", "year"): lambda n: 2000 + n % 100,
    ("plan-line", "kind"): lambda n: "other",
    ("timing-rule", "moment"): lambda n: "replacement",
    ("stage", "kind"): lambda n: "open",
    ("product", "variant_of"): lambda n: None,
    ("price-book", "parent"): lambda n: None,
    ("price-book", "regions"): lambda n: ["华东"],
    ("promotion", "regions"): lambda n: ["华东"],
    ("promotion", "amount_off"): lambda n: None,
    ("promotion", "series"): lambda n: "",
    ("discount-cap", "series"): lambda n: "",
    ("executive", "is_active"): lambda n: False,
    ("executive-visit", "starts_at"): lambda n: f"{soon(n % 300)}T10:{n % 60:02}:00+08:00",
    ("executive-visit", "ends_at"): lambda n: f"{soon(n % 300)}T12:{n % 60:02}:00+08:00",
    ("partner-policy", "protected_days"): lambda n: 90,
    ("partner-policy", "warning_days"): lambda n: 1 + n % 30,
    ("public-link", "expires_at"): lambda n: f"{soon(1 + n % 300)}T18:00:00+08:00",
    ("stage-step", "responsible"): lambda n: "owner",
    ("stage-step", "number"): lambda n: n,
    ("stage-step", "after"): lambda n: None,
    ("stage-criterion", "kind"): lambda n: "strengths",
    ("stage-criterion", "filter"): lambda n: "",
    ("grant", "resource"): lambda n: "party",
    ("grant", "verb"): lambda n: f"verb{n}",
    ("field-right", "resource"): lambda n: "party",
    ("field-right", "field"): lambda n: f"field{n}",
}  # fmt: skip
SPECIAL |= {(kind.name, name): made for kind in kinds.KINDS for name, made in kind.values.items()}
# The same whatever the record type.
BY_NAME: dict[str, Callable[[int], Any]] = {
    "uscc": credit_code, "phone": phone, "mobile": phone,
}  # fmt: skip
# Later than any other moment of the same record.
LATER = {"valid_to", "ends_at", "next_contact_at", "until", "expires_at"}


def text(spec: FieldSpec, n: int) -> str:
    """A text that no other record holds."""
    return f"{spec.name} {n}"[: spec.max_length]


def value(
    resource: Resource, spec: FieldSpec, n: int, target: Target,
    text: Callable[[FieldSpec, int], str] = text,
) -> Any:  # fmt: skip
    """A raw value as the API takes it; another one for each `n`."""
    special = SPECIAL.get((resource.model.record_type, spec.name), BY_NAME.get(spec.name))
    if special is not None:
        return special(n)
    if spec.target is not None or spec.kind.name == "relation":
        return target(spec)
    day = dt.date(2031 if spec.name in LATER else 2021, 1, 1) + dt.timedelta(days=n % 300)
    made: dict[str, Callable[[], Any]] = {
        "text": lambda: text(spec, n),
        "long_text": lambda: text(spec, n),
        "integer": lambda: 1 + n % 90,
        "number": lambda: str(1 + n % 90),
        "money": lambda: f"{3_000 + n}.50",
        "date": day.isoformat,
        "moment": lambda: f"{day.isoformat()}T08:{n % 60:02}:00+08:00",
        "boolean": lambda: True,
        "choice": lambda: spec.choices[n % len(spec.choices)][0],
        "choices": lambda: [spec.choices[n % len(spec.choices)][0] if spec.choices
                            else text(spec, n)],
        "reference": lambda: "",
        "region": lambda: "510100",
        "country": lambda: "CN",
        "json": lambda: {"erp": text(spec, n)},
    }  # fmt: skip
    return made[spec.kind.name]()


def needed(resource: Resource, specs: dict[str, FieldSpec], n: int, target: Target) -> Raw:
    """The values without which the record type takes no record."""
    return {name: value(resource, spec, n, target) for name, spec in specs.items() if spec.required}


def soon(days: int) -> dt.date:
    """A day from today on."""
    return timezone.localdate() + dt.timedelta(days=days)


def without_ids(text: str) -> str:
    """A text in which a few digits are those of a number: an id holds any four, now and then."""
    return ID.sub("…", text)
