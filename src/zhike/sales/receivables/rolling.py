"""Each day something gets older: what is due becomes overdue, within a minute of midnight."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from zhike.ledger.jobs import each_minute
from zhike.sales.models import PaymentPlan
from zhike.sales.models.locking import lock_customers
from zhike.sales.models.outstanding import Outstanding, count
from zhike.sales.models.receiving import count_plans

AT_ONCE, MOST = 200, 20_000


@each_minute
def grow_older() -> None:
    """Count anew the customers of whom something is older today; harmless when run twice."""
    for _turn in range(MOST // AT_ONCE):
        today = timezone.localdate()
        with transaction.atomic():
            rows = Outstanding.objects.filter(changes_on__lte=today).order_by("changes_on", "pk")
            parties = set(rows.values_list("party", flat=True)[:AT_ONCE])
            if not parties:
                return
            lock_customers(parties)
            late = PaymentPlan.objects.filter(
                party__in=parties, left__gt=0, due_on__lt=today, status__in=("open", "part")
            )
            count_plans(late.values_list("pk", flat=True))
            count(parties)
