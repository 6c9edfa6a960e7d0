"""The languages of a paper: Chinese, English, or each thing in both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext, override

from zhike.base.money import currency_name, format_amount
from zhike.records.models import BrandTemplate

Language = BrandTemplate.Language
CODES = {Language.CHINESE: ("zh-hans",), Language.ENGLISH: ("en",),
         Language.BOTH: ("zh-hans", "en")}  # fmt: skip
BESIDE, BELOW = " ", "\n"


class Words:
    """Says things in the language of a paper, whatever that of whoever prints it is."""

    def __init__(self, language: str) -> None:
        """`language` is one of a brand template's; anything else is Chinese."""
        self.language = language if language in CODES else Language.CHINESE
        self.codes = CODES[Language(self.language)]

    @property
    def has_chinese(self) -> bool:
        """Whether Chinese stands on it."""
        return "zh-hans" in self.codes

    @property
    def html_language(self) -> str:
        """What the page says of itself: the first of its languages."""
        return "zh-Hans" if self.has_chinese else "en"

    def __call__(self, message: str, between: str = BESIDE) -> str:
        """A marked text in each language."""
        return self.each(lambda: gettext(message), between)

    def label(self, message: str) -> str:
        """The same, one language below the other: what heads a column."""
        return self(message, BELOW)

    def each(self, text: Callable[[], str], between: str = BESIDE) -> str:
        """What a function says in each language; once where that is the same."""
        said = []
        for code in self.codes:
            with override(code):
                said.append(str(text()))
        return between.join(dict.fromkeys(one for one in said if one))

    def chosen(self, chinese: str, english: str) -> str:
        """Of a name that is kept in both: the one for this paper, the other where it is missing."""
        wanted = [chinese if code != "en" else english for code in self.codes]
        return BELOW.join(dict.fromkeys(t for t in wanted if t)) or chinese or english

    def texts(self, chinese: str, english: str) -> list[str]:
        """The same of texts that are no names: what is missing is left out."""
        wanted = [chinese if code != "en" else english for code in self.codes]
        return [text for text in wanted if text.strip()]

    def day(self, day: dt.date | None) -> str:
        """2026年11月29日; 29 November 2026; in both languages 2026-11-29."""
        if day is None:
            return ""
        if len(self.codes) > 1:
            return day.isoformat()
        if self.has_chinese:
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {day:%B %Y}"

    def amount(self, amount: Decimal, currency: str) -> str:
        """¥1,350,000.00 in China, CNY 1,350,000.00 elsewhere, since ¥ is the yen, too."""
        if self.has_chinese and len(self.codes) == 1:
            return format_amount(amount, currency, lang="zh-hans")
        return f"{currency} {amount:,.2f}"

    def currency(self, code: str) -> str:
        """What the currency is called, with its code."""
        names = dict.fromkeys(currency_name(code, lang) for lang in self.codes)
        return f"{BESIDE.join(names)} ({code})"
