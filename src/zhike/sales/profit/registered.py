"""Everything that profit adds, to be made known when apps are ready."""

from zhike.sales.profit import (
    page,  # noqa: F401
    panels,  # noqa: F401
    promoted,  # noqa: F401
    questions,  # noqa: F401
)
