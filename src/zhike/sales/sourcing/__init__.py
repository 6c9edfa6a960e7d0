"""Where leads come from: what each source brings, what it costs, and who should search."""
