"""Visits of the management on the screen: the verdict in words, who waits, the programme."""
