"""A filter in words, for people who did not write it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhike.web.filter_conditions import Row, condition
from zhike.web.filter_fields import NONE, PERIODS, SOME, UNITS, FilterField, Offered
from zhike.web.filter_nodes import ANY, NEITHER, Node, group_of


def sentence(node: Any, offered: Offered) -> str:
    """What a filter asks."""
    if not isinstance(node, dict):
        return ""
    if "field" in node:
        row = condition(node, offered)
        return _condition(row, offered.fields[row["field"]]) if row else f"{node['field']} …"
    for word in (SOME, NONE):
        if isinstance(node.get(word), str):
            return _relation(node, word, offered)
    group = group_of(node)
    if group is None:
        return ""
    join, parts = group
    word = pgettext("filter", "or") if join in (ANY, NEITHER) else pgettext("filter", "and")
    inner = f" {word} ".join(sentence(part, offered) for part in parts)
    if join == NEITHER:
        return _("not (%(conditions)s)") % {"conditions": inner}
    return f"({inner})"


def _relation(node: Node, word: str, offered: Offered) -> str:
    known = offered.fields.get(f"{node[word]}:")
    if known is None or known.other is None:
        return f"{node[word]} …"
    said = f"{known.label} {dict(known.operators)[word]}"
    where = sentence(node.get("where"), offered.across(known.other))
    if not where or where == "()":
        return said
    return _("%(relation)s where %(conditions)s") % {"relation": said, "conditions": where}


def _condition(row: Row, known: FilterField) -> str:
    operator = dict(known.operators)[row["operator"]]
    if "amount" in row:
        return f"{known.label} {operator} {row['amount']} {UNITS[row['unit']]}"
    if "period" in row:
        return f"{known.label} {operator} {PERIODS[row['period']]}"
    labels = {option["value"]: option["label"] for option in known.options}
    value = row.get("value") or ""
    values = value if isinstance(value, list) else [value]
    text = row.get("display") or ", ".join(labels.get(item, item) for item in values)
    return f"{known.label} {operator} {text}".strip()
