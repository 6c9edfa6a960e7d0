"""Everything that rewards add to pages, to be made known when apps are ready."""

from zhike.records.undoing import register_consequence
from zhike.sales.models import Reward
from zhike.sales.rewards import (
    panels,  # noqa: F401
    questions,  # noqa: F401
    referring,  # noqa: F401
    resources,  # noqa: F401
    standing,  # noqa: F401
)

register_consequence(Reward.record_type)
