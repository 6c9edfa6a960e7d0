"""A process as tests of selling need it: steps, criteria, in force."""

from typing import Any

from zhike.access.models import Team
from zhike.ledger.current import change_set
from zhike.sales.models import Process, StageCriterion, StageStep


def department(name: str) -> Team:
    """A department."""
    with change_set(by=None, door="system"):
        made = Team(name=name)
        made.save()
    return made


def process(
    company: Any, *steps: dict[str, Any], criteria: tuple[dict[str, Any], ...] = ()
) -> Process:
    """A version of the company's process, in force; stages by their names."""
    with change_set(by=None, door="system"):
        made = Process(pipeline=company.pipeline)
        made.save()
        for values in steps:
            given = dict(values)
            given["responsible"] = "department" if given.get("department") else "owner"
            StageStep(process=made, stage=company.stages[given.pop("stage")], **given).save()
        for values in criteria:
            given = dict(values)
            StageCriterion(process=made, stage=company.stages[given.pop("stage")], **given).save()
        made.publish()
    return made
