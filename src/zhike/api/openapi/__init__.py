"""The OpenAPI 3.1 document, written from the record types' own fields and verbs."""

from zhike.api.openapi.document import build

__all__ = ["build"]
