"""The Django app of record types."""

from django.apps import AppConfig

from zhike.ledger import projections


class RecordsConfig(AppConfig):
    """Custom fields, tags, files, saved views and the search index."""

    name = "zhike.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep the search index true, follow the definitions of fields, know the jobs."""
        from zhike.ledger import computed, consumers  # noqa: PLC0415 — models must be loaded
        from zhike.records import (  # noqa: F401, PLC0415
            bulk_edit,
            custom_index,
            forgetting,
            formulas,
            mentions,
            notifying,
            reminders,
            resources,
            terms,
            undoing,
        )
        from zhike.records.external_ids import ExternalIds  # noqa: PLC0415
        from zhike.records.models import CustomField  # noqa: PLC0415
        from zhike.records.search import reindex  # noqa: F401, PLC0415
        from zhike.records.search.projection import SearchDocuments  # noqa: PLC0415
        from zhike.records.totals import Totals  # noqa: PLC0415

        projections.register(SearchDocuments())
        projections.register(ExternalIds())
        projections.register(Totals())
        consumers.register(custom_index.CONSUMER)
        consumers.register(formulas.CONSUMER)
        computed.register(formulas.calculation_of)
        CustomField.checks.append(formulas.check)
        consumers.register(notifying.CONSUMER)
