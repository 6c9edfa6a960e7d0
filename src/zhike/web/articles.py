"""Markdown of ours as a page reads it: headings with ids, keys as keys, pictures in size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.utils.html import escape, html_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from zhike.base.text import fold
from zhike.web.jpeg import size_of

PICTURES = Path(__file__).parent / "static/web/guide"


@dataclass(frozen=True)
class Section:
    """A heading with the text under it; the page's own has no id."""

    id: str
    title: str
    text: str

    @cached_property
    def folded(self) -> str:
        """The text as search compares it."""
        return fold(self.text)


@html_safe
@dataclass(frozen=True)
class Article:
    """A text of ours: its title, its sections, and its body as markup."""

    title: str
    sections: tuple[Section, ...]
    tokens: tuple[Token, ...]
    language: str

    def __str__(self) -> str:
        """The markup below the title; Markdown that holds HTML shows it as text."""
        return self._body

    @cached_property
    def _body(self) -> str:
        env = {"language": self.language}
        return str(_markdown.renderer.render(self.tokens, _markdown.options, env))

    @property
    def lead(self) -> str:
        """What the page is about, in a sentence."""
        return self.sections[0].text.partition("\n")[0]

    @property
    def contents(self) -> tuple[Section, ...]:
        """The sections that one can go to."""
        return self.sections[1:]


class _Renderer(RendererHTML):
    """What differs from plain Markdown: `code` is a key, a picture is named without its file."""

    def code_inline(
        self, tokens: Sequence[Token], idx: int, options: Any, env: Any
    ) -> str:  # The library's own names.
        """A key of the keyboard."""
        return f"<kbd>{escape(tokens[idx].content)}</kbd>"

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """The picture of this name in the article's language."""
        token = tokens[idx]
        name = f"{token.attrs['src']}.{env['language']}.jpg"
        src = escape(static(f"web/guide/{name}"))
        width, height = size_of(PICTURES / name)
        return (
            f'<a class="guide-picture" href="{src}"><img src="{src}" alt="{escape(token.content)}"'
            f' width="{width}" height="{height}" loading="lazy"></a>'
        )


_markdown = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table")


@cache
def article(file: Path) -> Article:
    """A file as an article; read once."""
    return read(file.read_text(encoding="utf-8"), file.suffixes[0].removeprefix("."))


def read(source: str, language: str) -> Article:
    """Markdown that begins with a heading of the first level, as an article."""
    tokens = _markdown.parse(source)
    title, rest = tokens[1].content, tokens[3:]
    return Article(title, tuple(_sections(title, rest)), tuple(rest), language)


def _sections(title: str, tokens: list[Token]) -> Iterator[Section]:
    """The sections; their headings get ids that are the same in every language: their numbers."""
    lines: list[str] = []
    id_, number = "", 0
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            yield Section(id_, title, "\n".join(lines))
            number += 1
            id_, title, lines = f"s{number}", _plain(tokens[at + 1]), []
            token.attrSet("id", id_)
        elif token.type == "inline" and token.content != title:
            lines.append(_plain(token))
    yield Section(id_, title, "\n".join(lines))


def _plain(token: Token) -> str:
    """The text of a line without its marks."""
    within = token.children or []
    return "".join(c.content for c in within if c.type in ("text", "code_inline", "softbreak"))
