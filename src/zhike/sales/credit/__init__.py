"""Credit: what customers may do, what is known of how they pay, and what they bring."""
