"""Verbs over several parties."""
