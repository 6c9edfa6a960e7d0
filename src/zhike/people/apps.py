"""The Django app of people and organizations."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Parties and what belongs to them."""

    name = "zhike.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the record types known."""
        from zhike.people import attention, panels, resources  # noqa: F401, PLC0415 — models must be loaded first
