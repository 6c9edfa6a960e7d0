"""Pipelines, their stages, opportunities with their lines, targets and forecasts."""

from zhike.sales.models.forecast import Forecast
from zhike.sales.models.line import OpportunityLine
from zhike.sales.models.opportunity import Opportunity
from zhike.sales.models.pipeline import Pipeline, Stage
from zhike.sales.models.target import Target

__all__ = ["Forecast", "Opportunity", "OpportunityLine", "Pipeline", "Stage", "Target"]
