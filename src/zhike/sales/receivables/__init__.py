"""What customers owe: instalments, payments, how long they are overdue, invoices."""
