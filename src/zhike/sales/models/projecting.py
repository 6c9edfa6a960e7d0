"""Projected columns are kept: what a recount finds is written where it differs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models


def keep(model: type[models.Model], row: Mapping[str, Any], **values: Any) -> None:
    """Write what differs from a row as it was read, which has its `pk`."""
    changed = {name: value for name, value in values.items() if row[name] != value}
    if changed:
        models.QuerySet[Any](model).filter(pk=row["pk"]).update(**changed)
