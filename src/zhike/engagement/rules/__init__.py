"""Judgements without a database."""
