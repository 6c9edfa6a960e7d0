"""What we promised: the ledger of a customer's promises, contradictions, how promises end."""
