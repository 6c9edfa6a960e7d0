"""A new document is in the name of the legal entity for new papers, and stays so."""

from __future__ import annotations

from typing import Any

from zhike.records.models import LegalEntity
from zhike.sales.models.document import Document
from zhike.sales.models.reasons import register_preset


def in_whose_name(document: Any) -> None:
    """Fill in the entity where nobody says."""
    if document.entity_id is None:
        document.entity = LegalEntity.default()


register_preset(Document, in_whose_name)
