from django.db import models
from django.db.migrations import AddIndex

import zhike.ledger.migrating


class Migration(zhike.ledger.migrating.Migration):

    dependencies = [
        ('sales', '0016_quote_to_cash'),
    ]

    operations = [
        AddIndex(
            model_name='payment',
            index=models.Index(condition=models.Q(('returns__isnull', False)), fields=['returns', 'status'], name='payment_returns'),
        ),
    ]
