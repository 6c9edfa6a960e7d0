"""Everything that timing rules add, to be made known when apps are ready."""

from zhike.sales.timing import (
    page,  # noqa: F401
    questions,  # noqa: F401
    reminding,  # noqa: F401
    resources,  # noqa: F401
)
