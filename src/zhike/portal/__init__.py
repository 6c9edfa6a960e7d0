"""Pages for people from outside: what a partner sees of its own, and how they are let in."""
