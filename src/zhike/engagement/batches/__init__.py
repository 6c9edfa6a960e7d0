"""Business cards in batches: taken in, read, looked at, made leads or linked, followed up."""
