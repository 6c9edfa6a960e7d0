"""The Django app of products."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Products, what they cost, and how much less teams may take."""

    name = "zhike.catalog"
    label = "catalog"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the record types known, and what people ask about them."""
        from zhike.catalog import (  # noqa: PLC0415 — models first
            panels,  # noqa: F401
            places,  # noqa: F401
            questions,  # noqa: F401
            resources,  # noqa: F401
            terms,  # noqa: F401
        )
