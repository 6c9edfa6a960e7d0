"""Pages of those who look after the house: users, teams, roles, custom fields, tokens, settings.

It may not know any business record; record types reach it as every page does, by their Resource.
"""
