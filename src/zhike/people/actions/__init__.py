"""Verbs over several records: one module each."""
