"""What happens between us and a party: interactions, appointments, tasks, files.

It may not know what is sold or serviced: it points at such records by kind and id.
"""
