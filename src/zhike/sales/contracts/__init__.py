"""Contracts and orders: made of what was agreed on before, renewed, confirmed, followed."""
