"""Quotes: lines like a grid, what needs consent, one price for one customer, the advisor."""
