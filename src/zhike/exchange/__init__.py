"""Import and export: every record type from and to tables, through the same door as people.

It knows records by their FieldSpecs alone, never what a customer or a deal is.
"""
