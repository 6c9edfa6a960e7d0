"""Who needs no checklist any more."""

from __future__ import annotations

from django.db import models

from zhike.access.models import User


class FirstWeek(models.Model):
    """A person who has put the checklist of the first week away; what is done stands elsewhere."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+")
    put_away_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"put away by {self.user_id}"
