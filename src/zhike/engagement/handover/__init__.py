"""Handing over: somebody leaves, and in one deed their work goes to others by a rule."""
