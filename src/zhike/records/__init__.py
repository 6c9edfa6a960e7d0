"""What a record type is made of: Resource, FieldSpec, filter, list, save, search, custom fields.

Every surface (form, column, filter, API, import, export, history) is drawn from these. It may
not know any business record: domains register theirs.
"""
