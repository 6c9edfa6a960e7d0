"""The Django app of products."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Products and what they cost."""

    name = "zhike.catalog"
    label = "catalog"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the record types known, and what people ask about them."""
        from zhike.catalog import questions, resources, terms  # noqa: F401, PLC0415 — models first
