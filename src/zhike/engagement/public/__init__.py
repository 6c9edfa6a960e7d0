"""Pages for people outside: one record, by a link, without logging in."""
