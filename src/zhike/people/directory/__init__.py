"""The company directory: lists of companies loaded in batches, searched, and taken out as leads."""
