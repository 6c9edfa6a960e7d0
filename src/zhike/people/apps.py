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
            cards,  # noqa: F401
            converting,  # noqa: F401
            due,  # noqa: F401
            first_week,  # noqa: F401
            lead_questions,  # noqa: F401
            panels,  # noqa: F401
            places,  # noqa: F401
            pool_attention,  # noqa: F401
            pool_pages,  # noqa: F401
            questions,  # noqa: F401
            resources,  # noqa: F401
            terms,  # noqa: F401
        )
        from zhike.people.duplicates import (  # noqa: PLC0415
            alike,  # noqa: F401
            jobs,  # noqa: F401
            keys,  # noqa: F401
            leads,  # noqa: F401
            pages,  # noqa: F401
            programs,  # noqa: F401
            queue,  # noqa: F401
        )
        from zhike.people.models import Party  # noqa: PLC0415
        from zhike.people.quality import (  # noqa: PLC0415
            arriving,  # noqa: F401
            conflicts,  # noqa: F401
            panel,  # noqa: F401
            rules_page,  # noqa: F401
        )
        from zhike.people.quality import pages as quality_pages  # noqa: F401, PLC0415
        from zhike.people.quality.completeness import Completeness, of_new  # noqa: PLC0415

        projections.register(Completeness())
        projections.register_column(Party.record_type, "completeness", of_new)
        _pools()
        from zhike.people.directory import registered  # noqa: F401, PLC0415


def _pools() -> None:
    """Let rights know of pools, and the ledger what follows for their clocks and for scores."""
    from zhike.people.actions import pooling  # noqa: F401, PLC0415
    from zhike.people.pools import assigning, commons  # noqa: F401, PLC0415
    from zhike.people.pools.recycling import Recycling  # noqa: PLC0415
    from zhike.people.pools.responding import ResponseClock  # noqa: PLC0415
    from zhike.people.scoring import Scores  # noqa: PLC0415

    for projection in (Recycling(), ResponseClock(), Scores()):
        projections.register(projection)
