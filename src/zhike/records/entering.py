"""What the company asks of everybody who comes in: its hours, and whether a password is enough."""

from __future__ import annotations

from functools import lru_cache

from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.base import SessionBase

from zhike.access.models import User
from zhike.records.models import Company

PASSED = "second_step"
"""In a session: its user is known to have a second step."""


@lru_cache(maxsize=8)
def _company(_rights_number: int) -> Company:
    """The company, asked anew with every number that a change of it brings."""
    return Company.here()


def company_zone(number: int) -> str:
    """The company's time zone; `number` is that of the rights."""
    return _company(number).time_zone


def must_have_second_step(user: User, number: int) -> bool:
    """Whether the company wants more of this user than a password."""
    wanted = _company(number).second_step
    return wanted == Company.SecondStep.EVERYBODY or (
        wanted == Company.SecondStep.ADMINISTRATORS and user.is_admin
    )


def has_second_step(user: User) -> bool:
    """Whether a password alone does not let this user in."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def lacks_second_step(session: SessionBase, user: User, number: int) -> bool:
    """Whether this user must set up the second step before anything else."""
    if not must_have_second_step(user, number) or session.get(PASSED):
        return False
    if not has_second_step(user):
        return True
    session[PASSED] = True
    return False
