"""First working shape; being deepened."""

from markdown_it import MarkdownIt

_PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def render(source: str) -> str:
    """Render Markdown to HTML; the caller sanitizes it."""
    return str(_PARSER.render(source))
