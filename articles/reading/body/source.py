"""A body as it stands in the file, made HTML: which of the two it is written in, and Markdown rendered."""

import re
from typing import Literal

from ...text import markdown
from ..formats import HTML_SUFFIXES, suffix_of
from ..limits import MAX_BODY_CHARACTERS

SourceFormat = Literal["html", "markdown"]
BLOCK_TAG = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype|html|body|div|p|section|article|main|header|figure|h[1-6]|table|ul|ol|"
    r"blockquote|pre|img|picture|center|noscript|style|script|iframe|video|hr|br|span|strong|b|a)\b",
    re.I | re.S,
)
MARKDOWN_LINE = re.compile(r"^(?:#{1,6} |[-*+] \S|\d{1,3}\. \S|> |```|~~~|!\[|\*\*|\[[^\]\n]+\]\()", re.M)


def source_format(body: str, *, path: str) -> SourceFormat:
    """Say what a body is written in: HTML by its name, or where a block begins it and no Markdown shows."""
    if suffix_of(path) in HTML_SUFFIXES:
        return "html"
    return "html" if BLOCK_TAG.match(body) and not MARKDOWN_LINE.search(body) else "markdown"


PARAGRAPH = re.compile(r"<(?:p|br|h[1-6]|li|td)\b", re.I)


def is_plainly_markdown(body: str) -> bool:
    """Whether a body that is said to be HTML is Markdown: it has lines that only Markdown has, and no paragraph."""
    return bool(MARKDOWN_LINE.search(body)) and not PARAGRAPH.search(body)


FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
# An element that ends on its own line; CommonMark would take the lines below it as HTML as well, kramdown does not.
WHOLE_ELEMENT = re.compile(
    r" {0,3}<(?:(?P<void>br|hr|img|input)\b[^<>]*>|(?P<name>[a-z][a-z0-9]{0,15})\b.*</(?P=name)>)[ \t]*$",
    re.I,
)
NO_TEXT = re.compile(r"[ \t]*(?:<|$)|[ \t]{4}|\t")


def _apart(body: str) -> str:
    """Return Markdown with an empty line between an HTML element on a line of its own and the text below it."""
    lines = body.split("\n")
    apart: list[str] = []
    fence = ""
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        apart.append(line)
        if found := FENCE.match(line):
            fence = "" if fence and found[1].startswith(fence) else fence or found[1]
        elif not fence and line.lstrip().startswith("<") and not NO_TEXT.match(below):
            apart += [""] if WHOLE_ELEMENT.match(line) else []
    return "\n".join(apart)


def as_html(body: str, *, written_in: SourceFormat) -> str:
    """Return a body as HTML that is not yet safe to show."""
    MAX_BODY_CHARACTERS.check(len(body))
    if written_in == "html":
        return body
    return markdown.render(_apart(body) if "<" in body else body)
