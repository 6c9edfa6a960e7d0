"""The Django app of the ledger."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The ledger under every other package."""

    name = "zhike.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Seal the ledger as it grows."""
        from zhike.ledger import consumers, sealing  # noqa: PLC0415 — models must be loaded

        consumers.register(sealing.SEALER)
