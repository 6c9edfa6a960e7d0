"""Telephone numbers: one stored form (E.164), one form to read, one form for who may not see."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import phonenumbers

from zhike.base.errors import N_, BadValue

LONGEST = 60
_MOBILE = re.compile(r"(?:(?:\+|00)?86)?(1[3-9]\d{9})", re.ASCII)
_CHINESE_MOBILE = re.compile(r"\+86(1[3-9]\d)(\d{4})(\d{4})")
_LANDLINE = re.compile(r"(?:\+86|0086|0)(10\d{8}|[2-9]\d{8,10})", re.ASCII)
# Hong Kong, Macao and Taiwan numbers are often written without the plus sign.
_NEIGHBOUR = re.compile(r"852[2-9]\d{7}|8536\d{7}|886[2-9]\d{7,8}")
# Hotlines of banks, carriers and towns (95588, 10086, 12345), which no numbering plan lists.
_HOTLINE = re.compile(r"95\d{3,4}|96\d{3,4}|1[02]\d{3}")
_EXTENSION = re.compile(
    r"(?:(?:分机号?|转|ext(?:ension|n)?|;ext=|x|#)[.: ]*|(?<=\d{7})-)(\d{1,7})$",
    re.ASCII | re.IGNORECASE,
)
_DECORATION = str.maketrans("", "", " -()[].·/\t\xa0–—‐‑−")
_DIGITS = re.compile(r"\+?\d{3,20}", re.ASCII)


class BadPhone(BadValue):
    """A text that is no telephone number, with what to do."""


# A new number is asked for by the rules, by the stored form and by search.
@lru_cache(maxsize=4096)
def normalise(raw: str, *, region: str = "CN") -> str:
    """The number in E.164, an extension behind it: `+8613800138000`, `+862112345678;ext=801`.

    Accepts brackets, spaces, dashes, full-width digits and 转801. `region` is the ISO country of a
    number without country code. Raises `BadPhone` with code `phone` or `region`.
    """
    text = raw.translate(_DECORATION)
    mobile = _MOBILE.fullmatch(text)
    if mobile and (region == "CN" or text[0] == "+"):
        return _chinese_mobile(mobile[1])
    if len(raw) > LONGEST:
        raise _bad()
    text = unicodedata.normalize("NFKC", raw).strip()
    extension = _EXTENSION.search(text)
    if extension:
        text = text[: extension.start()]
    text = text.removeprefix("tel:").translate(_DECORATION)
    if not _DIGITS.fullmatch(text):
        raise _bad()
    return _international(text, region) + (f";ext={extension[1]}" if extension else "")


def _bad() -> BadPhone:
    message = N_(
        "This is not a telephone number: check the digits, and write a foreign number with + "
        "and its country code."
    )
    return BadPhone("phone", message)


def _chinese_mobile(digits: str) -> str:
    # The numbering plan decides on five digits; the library takes ten times as long to ask.
    if not _is_mobile_range(digits[:5]):
        raise _bad()
    return f"+86{digits}"


@lru_cache(maxsize=10_000)
def _is_mobile_range(prefix: str) -> bool:
    return _is_chinese(f"{prefix}000000")


def _is_chinese(national: str) -> bool:
    number = phonenumbers.PhoneNumber(country_code=86, national_number=int(national))
    return phonenumbers.is_valid_number(number)


def _international(text: str, region: str) -> str:
    if region == "CN":
        mobile = _MOBILE.fullmatch(text)
        if mobile:
            return _chinese_mobile(mobile[1])
        # Parsing takes longer than the verdict, and an area code needs none.
        landline = _LANDLINE.fullmatch(text)
        if landline and _is_chinese(landline[1]):
            return f"+86{landline[1]}"
        if _HOTLINE.fullmatch(text.removeprefix("+86")):
            return f"+86{text.removeprefix('+86')}"
        if _NEIGHBOUR.fullmatch(text):
            text = f"+{text}"
    if text.startswith("00"):
        text = f"+{text[2:]}"
    if region not in phonenumbers.SUPPORTED_REGIONS:
        message = N_("The country is not known: give its two-letter code, for example CN.")
        raise BadPhone("region", message)
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        raise _bad() from None
    if not phonenumbers.is_valid_number(number):
        raise _bad()
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _parts(e164: str) -> tuple[str, str, str]:
    """Country code with +, national digits, extension; of anything else, its digits in between."""
    number, _, extension = e164.partition(";ext=")
    if number.startswith("+86"):
        return "+86", number[3:], extension
    if number.startswith("+"):
        for length in (1, 2, 3):
            if int(number[1 : 1 + length] or 0) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
                return number[: 1 + length], number[1 + length :], extension
    return "", number, extension


def mask(value: str) -> str:
    """The number as shown to whom it is hidden: `+86 138****8000`; of short ones still less.

    Takes anything, so that a value which never passed `normalise` does not leak either.
    """
    digits = value if _is_e164(value) else "".join(filter(str.isdigit, value))
    country, national, _ = _parts(digits)
    tail = 4 if len(national) >= 10 else len(national) // 4
    head = 3 if len(national) >= 11 else len(national) // 5
    return f"{country} {national[:head]}****{national[len(national) - tail :]}".strip()


def _is_e164(value: str) -> bool:
    return re.fullmatch(r"\+\d+(;ext=\d+)?", value, re.ASCII) is not None


def display(e164: str) -> str:
    """The number as one reads it: `138 0013 8000`, `021-1234 5678转801`, `+1 415-555-2671`."""
    mobile = _CHINESE_MOBILE.fullmatch(e164)
    if mobile:
        return " ".join(mobile.groups())
    if not _is_e164(e164):
        return e164
    country, national, extension = _parts(e164)
    if country != "+86":
        number = phonenumbers.parse(e164)
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return _chinese(national) + (f"转{extension}" if extension else "")


def _chinese(national: str) -> str:
    """Area code, a dash and the number; a 400 or 800 number in threes; a hotline as it is."""
    if len(national) < 8:
        return national
    if national.startswith(("400", "800")):
        return "-".join((national[:3], national[3:6], national[6:]))
    area = 2 if national.startswith(("10", "2")) else 3
    number = national[area:]
    return f"0{national[:area]}-{number[:-4]} {number[-4:]}"
