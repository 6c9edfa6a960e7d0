"""The one kind of error for a value that a person, a file or a program gave us."""

from __future__ import annotations


def N_(message: str) -> str:  # noqa: N802
    """Mark a message for translation where it is written; the door that shows it translates it."""
    return message


class BadValue(ValueError):
    """A value that cannot be taken, with the reason and what to do.

    `code` names the reason for programs, `message` is an English sentence with %(named)s
    placeholders and `params` fills them: a door shows `gettext(error.message) % error.params`.
    """

    def __init__(self, code: str, message: str, **params: object) -> None:
        """`code`: lower-case with underscores; `message`: marked with `N_`."""
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.params = params

    def __str__(self) -> str:
        """The sentence in English."""
        return self.message % self.params
