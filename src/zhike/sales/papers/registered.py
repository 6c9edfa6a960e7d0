"""Everything that papers add, to be made known when apps are ready."""

from zhike.sales.papers import (
    api,  # noqa: F401
    page,  # noqa: F401
    presetting,  # noqa: F401
    shared,  # noqa: F401
    watching,  # noqa: F401
)
