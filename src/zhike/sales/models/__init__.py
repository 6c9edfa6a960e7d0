"""Pipelines with their stages and processes, and opportunities with what belongs to them."""

from zhike.sales.models.competitor import OpportunityCompetitor
from zhike.sales.models.line import OpportunityLine
from zhike.sales.models.opportunity import Opportunity
from zhike.sales.models.pipeline import Pipeline, Stage
from zhike.sales.models.process import Process
from zhike.sales.models.stage_criterion import StageCriterion
from zhike.sales.models.stage_step import StageStep
from zhike.sales.models.step import OpportunityStep

__all__ = [
    "Opportunity", "OpportunityCompetitor", "OpportunityLine", "OpportunityStep", "Pipeline",
    "Process", "Stage", "StageCriterion", "StageStep",
]  # fmt: skip
