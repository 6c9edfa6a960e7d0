"""The Django app of access rights."""

from django.apps import AppConfig

from zhike.ledger.projections import register


class AccessConfig(AppConfig):
    """Users, teams and roles."""

    name = "zhike.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Notice every change of rights."""
        from zhike.access.freshness import RightsFreshness  # noqa: PLC0415 — models must be loaded

        register(RightsFreshness())
