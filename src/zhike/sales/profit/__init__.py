"""What sales earn: on each page by right, and by customer, product, team, person and month."""
