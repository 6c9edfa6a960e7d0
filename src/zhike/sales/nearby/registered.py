"""Everything that those nearby add to pages, to be made known when apps are ready."""

from zhike.sales.nearby import (
    panel,  # noqa: F401
    questions,  # noqa: F401
)
