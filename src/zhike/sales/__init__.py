"""Selling: pipelines and the deals in them. Knows nothing of service or of analytics."""
