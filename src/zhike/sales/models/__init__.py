"""Pipelines, their stages, opportunities with their lines, and visits of the management."""

from zhike.sales.models.executive import Executive, VisitPolicy
from zhike.sales.models.executive_visit import CustomerOpinion, ExecutiveVisit
from zhike.sales.models.line import OpportunityLine
from zhike.sales.models.opportunity import Opportunity
from zhike.sales.models.pipeline import Pipeline, Stage

__all__ = [
    "CustomerOpinion",
    "Executive",
    "ExecutiveVisit",
    "Opportunity",
    "OpportunityLine",
    "Pipeline",
    "Stage",
    "VisitPolicy",
]
