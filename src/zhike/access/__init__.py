"""Who may see and do what: users, teams, roles, scopes, field rights, collaborators.

One layer answers "which rows, which fields, which verbs" for a user; every page, count, search,
export and job asks it. It may not know any business record: it works on kinds and querysets.
"""
