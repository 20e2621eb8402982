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


def as_html(body: str, *, written_in: SourceFormat) -> str:
    """Return a body as HTML that is not yet safe to show."""
    MAX_BODY_CHARACTERS.check(len(body))
    return body if written_in == "html" else markdown.render(body)
