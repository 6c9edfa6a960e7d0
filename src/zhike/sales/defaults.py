"""The pipeline that a new installation begins with."""

from __future__ import annotations

from zhike.access.rights import Access
from zhike.sales.models import Pipeline, Stage

# Stored as a company here would name them; administrators rename them as they like.
PIPELINE = "标准销售流程"
OPEN, WON, LOST = Stage.Kind.OPEN, Stage.Kind.WON, Stage.Kind.LOST
STAGES: tuple[tuple[str, str, int, int | None], ...] = (
    ("初步接触", OPEN, 10, 30),
    ("需求确认", OPEN, 25, 30),
    ("方案报价", OPEN, 50, 30),
    ("商务谈判", OPEN, 75, 20),
    ("赢单", WON, 100, None),
    ("输单", LOST, 0, None),
)


def ensure_default_pipeline(access: Access) -> Pipeline:
    """The default pipeline; made, with the stages of ordinary business here, if there is none."""
    found = Pipeline.default()
    if found is not None:
        return found
    with access.change_set("create"):
        pipeline = Pipeline(name=PIPELINE, is_default=True)
        pipeline.save()
        for position, (name, kind, probability, days) in enumerate(STAGES, start=1):
            Stage(
                pipeline=pipeline, name=name, position=position, kind=kind,
                win_probability=probability, max_days=days,
            ).save()  # fmt: skip
    return pipeline
