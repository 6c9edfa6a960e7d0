"""Verbs of selling over several records."""
