"""Users, teams, roles and what they grant."""

from zhike.access.models.collaborator import Collaborator
from zhike.access.models.log import AccessEvent, RightsVersion
from zhike.access.models.owned import Owned
from zhike.access.models.role import Desk, FieldRight, Grant, Level, Role, Scope
from zhike.access.models.token import ApiToken
from zhike.access.models.user import Team, TeamHelp, User, UserRole

__all__ = [
    "AccessEvent",
    "ApiToken",
    "Collaborator",
    "Desk",
    "FieldRight",
    "Grant",
    "Level",
    "Owned",
    "RightsVersion",
    "Role",
    "Scope",
    "Team",
    "TeamHelp",
    "User",
    "UserRole",
]
