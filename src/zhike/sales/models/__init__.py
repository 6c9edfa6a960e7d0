"""Pipelines, their stages, and opportunities with their lines."""

from zhike.sales.models.line import OpportunityLine
from zhike.sales.models.opportunity import Opportunity
from zhike.sales.models.pipeline import Pipeline, Stage

__all__ = ["Opportunity", "OpportunityLine", "Pipeline", "Stage"]
