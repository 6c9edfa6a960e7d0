"""Joint plans on the screen: ours, and what the customer sees and writes by a link."""
