"""The Django app of people and organizations."""

from django.apps import AppConfig

from zhike.ledger import projections


class PeopleConfig(AppConfig):
    """Parties and what belongs to them."""

    name = "zhike.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the record types known, and what people ask about them."""
        from zhike.people import (  # noqa: PLC0415 — after models
            attention,  # noqa: F401
            first_week,  # noqa: F401
            panels,  # noqa: F401
            questions,  # noqa: F401
            resources,  # noqa: F401
            terms,  # noqa: F401
        )
        from zhike.people.quality import arriving, conflicts, pages, panel, rules_page  # noqa: F401, PLC0415
        from zhike.people.quality.completeness import Completeness  # noqa: PLC0415

        projections.register(Completeness())
