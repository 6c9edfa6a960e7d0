"""Everything that sourcing adds, to be made known when apps are ready."""

from zhike.sales.sourcing import questions  # noqa: F401
