"""Backups of a whole installation: made, kept, proven, restored."""
