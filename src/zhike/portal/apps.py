"""The Django app of the portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """What partners see, and who of theirs may come in."""

    name = "zhike.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make known where people from outside find what, and who of them there are."""
        from zhike.portal import panels, places  # noqa: F401, PLC0415 — after models
