"""The right time: rules that say when to turn to a customer, what they meet, who is told."""
