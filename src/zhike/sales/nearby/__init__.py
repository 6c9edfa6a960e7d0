"""Who is near a customer, or where one is going: found by region and address, to be visited."""
