"""What record types share: custom fields, tags, saved views, company, rates, totals, search."""

from zhike.records.models.company import Company
from zhike.records.models.custom_field import CustomField
from zhike.records.models.dictionary import Coding, CodingSample, DictionaryEntry
from zhike.records.models.document import Document
from zhike.records.models.exchange_rate import ExchangeRate
from zhike.records.models.external_id import ExternalId
from zhike.records.models.first_week import FirstWeek
from zhike.records.models.in_currency import InCurrency
from zhike.records.models.legal_entity import BrandTemplate, LegalEntity
from zhike.records.models.merge import Merge
from zhike.records.models.notification import Notification, NotificationChoice
from zhike.records.models.number_rule import NumberCounter, NumberRule
from zhike.records.models.page_layout import PageLayout
from zhike.records.models.saved_view import SavedView
from zhike.records.models.tag import Tag
from zhike.records.models.total import Total
from zhike.records.models.work_calendar import Absence, CalendarDay, WorkCalendar

__all__ = [
    "Absence",
    "BrandTemplate",
    "CalendarDay",
    "Coding",
    "CodingSample",
    "Company",
    "CustomField",
    "DictionaryEntry",
    "Document",
    "ExchangeRate",
    "ExternalId",
    "FirstWeek",
    "InCurrency",
    "LegalEntity",
    "Merge",
    "Notification",
    "NotificationChoice",
    "NumberCounter",
    "NumberRule",
    "PageLayout",
    "SavedView",
    "Tag",
    "Total",
    "WorkCalendar",
]
