"""Which pairs are looked at: those that share something that seldom is shared by chance."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from splink import block_on
from splink.blocking_rule_library import CustomRule
from splink.internals.blocking_rule_creator import BlockingRuleCreator

# So many pairs are looked at one and all, which no rule can do better.
WHOLE = 600_000
EVERYTHING = "1=1"
# A rule that finds more pairs than so many, and so many for each record, tells too little.
MOST_PAIRS = 400_000
MOST_EACH = 30


@dataclass(frozen=True)
class Rule:
    """Pairs that are the same in all of some expressions over fields."""

    needs: tuple[str, ...]
    expressions: tuple[str, ...] = ()

    def creator(self) -> BlockingRuleCreator:
        """The rule for Splink."""
        return block_on(*(self.expressions or self.needs))

    @property
    def key(self) -> str:
        """SQL of what two records must agree in, as one text."""
        return f"concat_ws('|', {', '.join(self.expressions or self.needs)})"

    @property
    def known(self) -> str:
        """SQL that holds of a record that knows all that is compared."""
        return " AND ".join(f"{name} IS NOT NULL" for name in self.needs)


RULES = (
    Rule(("uscc",)),
    Rule(("number",)),
    Rule(("phone",)),
    Rule(("other_phone",)),
    Rule(("email",)),
    Rule(("web",)),
    Rule(("given", "surname")),
    Rule(("person_sound",)),
    Rule(("birthday",)),
    Rule(("surname", "postcode")),
    Rule(("given", "postcode")),
    Rule(("birth_month",)),
    Rule(("birth_day",)),
    Rule(("surname", "birth_month")),
    Rule(("given", "birth_month")),
    Rule(("given", "city")),
    Rule(("surname", "city")),
    Rule(("email_user",)),
    Rule(("email_domain",)),
    Rule(("email",), ("substr(email, 1, 5)",)),
    Rule(("given",)),
    Rule(("surname",)),
    Rule(("street", "street_number")),
    Rule(("city", "street_number")),
    Rule(("core",)),
    Rule(("sound",)),
    Rule(("name_key",)),
    Rule(("letters", "trade")),
    Rule(("core", "trade"), ("substr(core, 1, 2)", "trade")),
    Rule(("sound",), ("substr(sound, 1, 8)", "province")),
    Rule(("sound", "trade"), ("substr(sound, 1, 4)", "trade")),
    Rule(("core", "trade", "town"), ("substr(core, -2)", "trade", "town")),
    Rule(("trade", "town")),
)

# Of pairs that agree in one of these the parameters of all other comparisons are learnt.
TEACHERS = (
    Rule(("number",)),
    Rule(("uscc",)),
    Rule(("email",)),
    Rule(("phone",)),
    Rule(("given", "surname")),
    Rule(("birthday",)),
    Rule(("core",)),
    Rule(("web",)),
    Rule(("name_key",)),
    Rule(("street", "street_number")),
    Rule(("postcode", "surname")),
)

SURE = (
    Rule(("uscc",)),
    Rule(("number",)),
    Rule(("given", "surname", "birthday")),
    Rule(("given", "surname", "phone")),
    Rule(("surname", "email")),
    Rule(("given", "email")),
    Rule(("core", "phone")),
    Rule(("core", "web", "trade")),
    Rule(("name_key", "street_number")),
    Rule(("core", "trade", "town")),
)


def rules_for(known: Collection[str], rules: Collection[Rule]) -> list[Rule]:
    """Those of the rules whose fields at least some records hold."""
    return [rule for rule in rules if set(rule.needs) <= set(known)]


def everything() -> BlockingRuleCreator:
    """No pair is left out."""
    return CustomRule(EVERYTHING)
