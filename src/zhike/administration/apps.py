"""The Django app of administration."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """Users, teams, roles, custom fields, API tokens, the access log."""

    name = "zhike.administration"
    label = "administration"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the record types known, and their places in the navigation."""
        from zhike.administration import (  # noqa: PLC0415 — after models
            brand_pictures,  # noqa: F401
            coding,  # noqa: F401
            dictionary,  # noqa: F401
            first_week,  # noqa: F401
            panels,  # noqa: F401
            places,  # noqa: F401
            questions,  # noqa: F401
            resources,  # noqa: F401
        )
