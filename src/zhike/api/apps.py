"""The Django app of the REST toolkit."""

from django.apps import AppConfig
from django.urls import register_converter

from zhike.api.converters import IdConverter
from zhike.ledger.projections import register


class ApiConfig(AppConfig):
    """Endpoints over every record type."""

    name = "zhike.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Know ids in paths; forget kept answers about whoever is erased."""
        from zhike.api.idempotency import ForgetErased  # noqa: PLC0415 — models must be loaded

        register_converter(IdConverter, "id")
        register(ForgetErased())
