"""Everything that partners' registrations add to pages, to be made known when apps are ready."""

from zhike.sales.actions import lead_share, registration  # noqa: F401
from zhike.sales.partners import (
    becoming,  # noqa: F401
    ending,  # noqa: F401
    panels,  # noqa: F401
    places,  # noqa: F401
    questions,  # noqa: F401
    resources,  # noqa: F401
    watching,  # noqa: F401
)
