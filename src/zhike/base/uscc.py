"""The unified social credit code (统一社会信用代码, GB 32100): the number of every organization."""

from __future__ import annotations

import re
import unicodedata
from operator import mul

from zhike.base.errors import N_, BadValue

LENGTH = 18
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = bytes.maketrans(_ALPHABET.encode(), bytes(range(len(_ALPHABET))))
_WEIGHTS = [3**place % 31 for place in range(LENGTH - 1)] + [1]
# Registering authority and kind may be letters (N2 of a village's cooperative), the region not;
# python-stdnum takes digits only, so its check is not used.
_FORM = re.compile(rf"[{_ALPHABET}]{{2}}[0-9]{{6}}[{_ALPHABET}]{{10}}")
_SEPARATORS = str.maketrans("", "", " -\t\xa0")


class BadUscc(BadValue):
    """A text that is no unified social credit code, with what to do."""


def normalise(raw: str) -> str:
    """The code as 18 capital letters and digits.

    Raises `BadUscc` with code `length`, `characters` or `check_digit`.
    """
    text = raw[:100]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = text.translate(_SEPARATORS).upper()
    if len(text) != LENGTH:
        message = N_(
            "A social credit code has 18 characters, this one has %(count)s: compare it with "
            "the business licence."
        )
        raise BadUscc("length", message, count=len(text))
    if not _FORM.fullmatch(text):
        message = N_(
            "In a social credit code characters 3 to 8 are digits and the letters I, O, S, V, Z "
            "never occur: compare it with the business licence."
        )
        raise BadUscc("characters", message)
    if _weighed(text) % 31:
        message = N_(
            "The check digit of the social credit code does not fit: compare every character "
            "with the business licence."
        )
        raise BadUscc("check_digit", message)
    return text


def _weighed(text: str) -> int:
    return sum(map(mul, text.encode().translate(_VALUES), _WEIGHTS))


def completed(first: str) -> str:
    """The first 17 characters of a code with the check digit that fits."""
    return first + _ALPHABET[-_weighed(first) % 31]
