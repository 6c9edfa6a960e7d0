"""The Django app of exchange."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Import and export."""

    name = "zhike.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Know the jobs and the place in the navigation."""
        from zhike.exchange import exports, jobs, places, questions  # noqa: F401, PLC0415
