"""The Django app of sales."""

from django.apps import AppConfig


class SalesConfig(AppConfig):
    """Pipelines, stages and opportunities."""

    name = "zhike.sales"
    label = "sales"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the record types known, and what they add to pages."""
        from zhike.sales import attention, panels, resources  # noqa: F401, PLC0415 — after the models
