"""The Django app of exchange."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Import and export."""

    name = "zhike.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Know the jobs and the place in the navigation."""
        from zhike.exchange import (  # noqa: PLC0415 — after models
            api_description,  # noqa: F401
            export_description,  # noqa: F401
            exports,  # noqa: F401
            field_maps,  # noqa: F401
            first_week,  # noqa: F401
            jobs,  # noqa: F401
            places,  # noqa: F401
            questions,  # noqa: F401
        )
        from zhike.exchange.backup import places as backup_places  # noqa: F401, PLC0415
