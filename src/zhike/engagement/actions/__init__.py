"""Verbs over several records."""
