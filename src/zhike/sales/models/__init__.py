"""Pipelines with processes, opportunities with what is theirs, targets, forecasts, visits."""

from zhike.sales.models.competitor import OpportunityCompetitor
from zhike.sales.models.executive import Executive, VisitPolicy
from zhike.sales.models.executive_visit import CustomerOpinion, ExecutiveVisit
from zhike.sales.models.forecast import Forecast
from zhike.sales.models.lesson import Lesson, LessonStage, UsefulMark
from zhike.sales.models.line import OpportunityLine
from zhike.sales.models.opportunity import Opportunity
from zhike.sales.models.pipeline import Pipeline, Stage
from zhike.sales.models.process import Process
from zhike.sales.models.stage_criterion import StageCriterion
from zhike.sales.models.stage_step import StageStep
from zhike.sales.models.step import OpportunityStep
from zhike.sales.models.target import Target

__all__ = [
    "CustomerOpinion", "Executive", "ExecutiveVisit", "Forecast", "Lesson", "LessonStage",
    "Opportunity", "OpportunityCompetitor", "OpportunityLine", "OpportunityStep", "Pipeline",
    "Process", "Stage", "StageCriterion", "StageStep", "Target", "UsefulMark", "VisitPolicy",
]  # fmt: skip
