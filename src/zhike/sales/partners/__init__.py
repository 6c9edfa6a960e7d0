"""What partners bring: registered deals, how long they are protected, who hears of what."""
