"""What goes to the customer on paper: quotes, contracts and orders as PDF, behind a QR code."""
