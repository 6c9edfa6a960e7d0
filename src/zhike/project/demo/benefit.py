"""What a bus brings a customer of the demo company: a report with two editions."""

from __future__ import annotations

from collections.abc import Mapping

from zhike.access.models import User
from zhike.sales.models import BenefitModel, BenefitReport, Opportunity

OTHERS = {
    "price": "1350000", "seats": "53", "load": "62", "fare": "46", "trips": "4", "distance": "520",
    "labour": "320000", "other": "420000", "years": "10",
}  # fmt: skip


def make(users: Mapping[str, User]) -> None:
    """The bus of the usual figures at two loads, and one of another customer."""
    model = BenefitModel.objects.order_by("pk").first()
    if model is None:
        return
    seller = users["zhouzihan"]
    deals = list(
        Opportunity.objects.filter(owner=seller, won_at__isnull=True, lost_at__isnull=True)
        .select_related("party").order_by("pk")[:2]
    )  # fmt: skip
    for number, deal in enumerate(deals):
        report = BenefitReport(
            party=deal.party, opportunity=deal, model=model, owner=seller,
            values={} if number == 0 else OTHERS,
        )  # fmt: skip
        report.save()
        if number == 0:
            report.values = {**report.values, "load": "60"}
            report.save()
