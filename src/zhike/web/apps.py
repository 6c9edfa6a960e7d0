"""The Django app of web."""

from django.apps import AppConfig

from zhike.ledger import projections


class WebConfig(AppConfig):
    """The generic pages and the components that they are made of."""

    name = "zhike.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the panels known that every record has, and what people ask of every page."""
        from zhike.web import (  # noqa: PLC0415 — after models
            asked,  # noqa: F401
            first_week,  # noqa: F401
            guide_pages,  # noqa: F401
            jobs,  # noqa: F401
            kept,  # noqa: F401
            questions,  # noqa: F401
            record_panels,  # noqa: F401
            unmerge_page,  # noqa: F401
        )
        from zhike.web.merged_marks import MergedMarks  # noqa: PLC0415

        projections.register(MergedMarks())
