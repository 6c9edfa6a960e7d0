"""Everything that lessons add to pages, to be made known when apps are ready."""

from zhike.sales.lessons import panels, questions, resources  # noqa: F401
