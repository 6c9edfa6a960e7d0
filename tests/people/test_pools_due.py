"""What waits in leads and pools stands in Today."""

import datetime as dt

from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.people.company import lead, party
from zhike.people.due import due_for
from zhike.people.models import Lead, Party


def test_leads_to_answer_and_customers_that_leave_stand_in_today(company):
    lin = company.people["林"]
    now = timezone.now()
    asked, leaves, later = lead(company), party("静", lin), party("还早", lin)
    others = party("别人的", company.people["陈"])
    models.QuerySet(Lead).filter(pk=asked.pk).update(respond_by=now - dt.timedelta(hours=1))
    today = timezone.localdate(now)
    for record, days in ((leaves, 2), (others, 2), (later, 9)):
        day = today + dt.timedelta(days=days)
        models.QuerySet(Party).filter(pk=record.pk).update(recycles_on=day)
    found = list(due_for(company.access("林"), now))
    assert [one.title for one in found] == ["陈磊", "静"]
    assert found[0].actions[0]["url"].endswith("/take_up/?back=/")


def test_the_number_of_queries_does_not_grow_with_rows(company):
    access, counts = company.access("林"), []
    list(due_for(access, timezone.now()))
    for _ in range(2):
        for n in range(4):
            made = lead(company, name=f"线索{n}")
            models.QuerySet(Lead).filter(pk=made.pk).update(respond_by=timezone.now())
        with CaptureQueriesContext(connection) as caught:
            list(due_for(access, timezone.now()))
        counts.append(len(caught))
    assert counts[0] == counts[1]
