"""Who brings us business: referrals, and what is given for them."""
