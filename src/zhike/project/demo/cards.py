"""The cards of the demo company's fair: some are leads, some wait to be looked at, one is torn."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhike.access.models import User
from zhike.engagement.models import Card, CardBatch
from zhike.people.models import Lead, Party

FILE = "visitors.csv"
DAYS_AGO = 20
FAIR = "成都客车展"
WAITING = """
何俊|蜀南公共交通有限公司|设备部主任|13890124477|何俊@蜀南|四川省宜宾市翠屏区岷江北路 88 号|email
冉小龙|渝东客运集团有限公司|采购部经理|13983340921|ran@yudong.example|重庆市万州区江南大道 6 号|
李思远|黔北旅游运输公司|总经理|1388503|lisy@qianbei.example|贵州省遵义市汇川区人民路 12 号|mobile
潘悦|滇池通勤巴士公司|行政主管|13708845510|panyue@dianchi.example|云南省昆明市西山区滇池路 301 号|
""".strip()
NAMES = ("name", "company_name", "title", "mobile", "email", "address")


def make(users: Mapping[str, User], today: dt.date) -> None:
    """A batch with cards in every state."""
    batch = CardBatch(
        name=f"{FAIR} {today.year}", day=today - dt.timedelta(days=DAYS_AGO), place="成都",
        source=Party.Source.FAIR, owner=users["zhouzihan"],
    )  # fmt: skip
    batch.save()
    of_fair = Lead.objects.filter(source=Party.Source.FAIR).order_by("pk")
    for lead in of_fair:
        _card(batch, status=Card.Status.NEW, lead=lead, reading=_said(lead))
    person = Party.objects.filter(kind=Party.Kind.PERSON).order_by("pk").first()
    if person is not None:
        _card(batch, status=Card.Status.LINKED, party=person,
              reading={"name": {"value": person.name}})  # fmt: skip
    for line in WAITING.splitlines():
        *values, doubtful = line.split("|")
        fields: dict[str, Any] = {name: {"value": value}
                                  for name, value in zip(NAMES, values, strict=True)}  # fmt: skip
        if doubtful:
            fields[doubtful] |= {"is_certain": False, "doubts": []}
        _card(batch, status=Card.Status.READ, reading=fields)
    _card(batch, status=Card.Status.UNREADABLE, reading={},
          trouble=_("Neither a name nor a company stands here."))  # fmt: skip


def _said(lead: Lead) -> dict[str, Any]:
    return {name: {"value": getattr(lead, name)} for name in NAMES if getattr(lead, name)}


def _card(batch: CardBatch, **values: Any) -> None:
    row = Card.objects.filter(batch=batch.pk).count() + 2
    digest = hashlib.sha256(f"{batch.pk} {row}".encode()).hexdigest()
    Card(batch=batch, file_name=FILE, row=row, sha256=digest, **values).save()
