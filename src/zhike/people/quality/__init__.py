"""How good what we know of customers is: key fields, conflicts between sources."""
