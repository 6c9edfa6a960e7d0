"""Pools: who stands how to them, what limits claims, what goes back into them."""
