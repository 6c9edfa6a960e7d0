"""Pipelines with processes, opportunities with what is theirs, visits of the management."""

from zhike.sales.models.competitor import OpportunityCompetitor
from zhike.sales.models.executive import Executive, VisitPolicy
from zhike.sales.models.executive_visit import CustomerOpinion, ExecutiveVisit
from zhike.sales.models.line import OpportunityLine
from zhike.sales.models.opportunity import Opportunity
from zhike.sales.models.pipeline import Pipeline, Stage
from zhike.sales.models.process import Process
from zhike.sales.models.stage_criterion import StageCriterion
from zhike.sales.models.stage_step import StageStep
from zhike.sales.models.step import OpportunityStep

__all__ = [
    "CustomerOpinion", "Executive", "ExecutiveVisit", "Opportunity", "OpportunityCompetitor",
    "OpportunityLine", "OpportunityStep", "Pipeline", "Process", "Stage", "StageCriterion",
    "StageStep", "VisitPolicy",
]  # fmt: skip
