"""Further records that the rows of a file make beside their own: contact, company and the tie."""
