"""What has amounts in one currency: the company's where nobody names another."""

from __future__ import annotations

from typing import Any

from zhike.ledger.models import Record
from zhike.records.models.company import Company


class InCurrency(Record):
    """Something with amounts, which stand in the company's currency unless another is named."""

    currency: Any

    class Meta:
        """Not a table."""

        abstract = True

    def settle(self) -> None:
        """Without a currency it is the company's; may be called any number of times."""
        self.currency = self.currency or Company.here().base_currency

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it in a currency."""
        self.settle()
        super().save(*args, **kwargs)
