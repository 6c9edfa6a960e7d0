"""What the company sells. Knows nothing of deals."""
