"""Duplicates: who is there already, asked while a customer is typed in, and of all that are."""
