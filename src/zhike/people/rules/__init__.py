"""Judgements about customers in plain Python, without a database."""
