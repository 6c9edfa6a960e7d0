"""The benchmark: makes a company of a given size and measures pages, the API and imports."""
