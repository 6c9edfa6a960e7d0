"""Every text on screen has its Chinese."""

import re

from tests.messages import is_done, marked, translated

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|{\w+}")


def _forms(text):
    return text if isinstance(text, tuple | list) else (text,)


def _pairs():
    catalog = translated()
    for message in marked():
        if message.id:
            first = _forms(message.id)[0]
            yield message, catalog.get(first, message.context)


def test_every_marked_text_is_translated():
    missing = [
        message.id
        for message, translation in _pairs()
        if translation is None or translation.fuzzy or not is_done(translation.string)
    ]
    assert missing == [], "bin/messages adds them to the catalogue; then translate them"


def test_a_translation_has_the_placeholders_of_its_text():
    wrong = [
        (message.id, translation.string)
        for message, translation in _pairs()
        if translation
        and is_done(translation.string)
        and set(PLACEHOLDER.findall(_forms(message.id)[-1]))
        != set(PLACEHOLDER.findall(_forms(translation.string)[-1]))
    ]
    assert wrong == []
