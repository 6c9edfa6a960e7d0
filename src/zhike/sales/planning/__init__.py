"""Plans that roll up: the weeks of a person, the months of a target, the year of a customer."""
