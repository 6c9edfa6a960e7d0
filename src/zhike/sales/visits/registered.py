"""Everything that visits add to pages, to be made known when apps are ready."""

from zhike.sales.actions import visit  # noqa: F401
from zhike.sales.visits import (
    brief,  # noqa: F401
    due,  # noqa: F401
    pieces,  # noqa: F401
    questions,  # noqa: F401
    resources,  # noqa: F401
    watching,  # noqa: F401
)
