"""REST: one generic set of endpoints over every registered Resource, and its OpenAPI document.

Nouns: Endpoint (authenticates before anything else), Call (one authenticated request), Problem (an
error as RFC 9457 has it), Shape (what one user sees of a record type). It may not know any business
record: fields come from FieldSpecs, verbs from Actions, rights from Access.
"""
