"""Verbs over several records of people, a module each."""
