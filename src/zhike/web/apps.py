"""The Django app of web."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The generic pages and the components that they are made of."""

    name = "zhike.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the panels known that every record has."""
        from zhike.web import record_panels  # noqa: F401, PLC0415 — models must be loaded first
