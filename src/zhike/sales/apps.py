"""The Django app of sales."""

from django.apps import AppConfig


class SalesConfig(AppConfig):
    """Pipelines, stages and opportunities."""

    name = "zhike.sales"
    label = "sales"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the record types known, and what they add to pages."""
        from zhike.sales import (  # noqa: PLC0415 — after models
            attention,  # noqa: F401
            brief,  # noqa: F401
            card_steps,  # noqa: F401
            cockpit,  # noqa: F401
            cockpit_questions,  # noqa: F401
            discounting,  # noqa: F401
            documents,  # noqa: F401
            due,  # noqa: F401
            finance_maps,  # noqa: F401
            first_week,  # noqa: F401
            forecasts,  # noqa: F401
            from_leads,  # noqa: F401
            keeping,  # noqa: F401
            panels,  # noqa: F401
            pipeline_panels,  # noqa: F401
            places,  # noqa: F401
            questions,  # noqa: F401
            reminders,  # noqa: F401
            resources,  # noqa: F401
            terms,  # noqa: F401
            unlogged,  # noqa: F401
            watching,  # noqa: F401
        )

        _matters()


def _matters() -> None:
    """Let each matter with a package of its own make itself known."""
    from zhike.sales.benefit import registered as benefit  # noqa: F401, PLC0415
    from zhike.sales.contracts import registered as contracts  # noqa: F401, PLC0415
    from zhike.sales.credit import registered as credit  # noqa: F401, PLC0415
    from zhike.sales.joint import registered as joint  # noqa: F401, PLC0415
    from zhike.sales.lessons import registered as lessons  # noqa: F401, PLC0415
    from zhike.sales.nearby import registered as nearby  # noqa: F401, PLC0415
    from zhike.sales.papers import registered as papers  # noqa: F401, PLC0415
    from zhike.sales.partners import registered as partners  # noqa: F401, PLC0415
    from zhike.sales.planning import registered as planning  # noqa: F401, PLC0415
    from zhike.sales.profit import registered as profit  # noqa: F401, PLC0415
    from zhike.sales.quotes import registered as quotes  # noqa: F401, PLC0415
    from zhike.sales.receivables import registered as receivables  # noqa: F401, PLC0415
    from zhike.sales.rewards import registered as rewards  # noqa: F401, PLC0415
    from zhike.sales.sourcing import registered as sourcing  # noqa: F401, PLC0415
    from zhike.sales.timing import registered as timing  # noqa: F401, PLC0415
    from zhike.sales.visits import registered as visits  # noqa: F401, PLC0415
