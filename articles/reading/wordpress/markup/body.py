"""The text of an article as WordPress would show it: paragraphs, shortcodes and blocks made HTML."""

from ...limits import MAX_BODY_CHARACTERS
from ...record import Warning
from . import embeds
from .blocks import unwrapped
from .paragraphs import paragraphed
from .shortcodes import Attachments, expanded


def as_html(text: str, *, attachments: Attachments, warnings: list[Warning]) -> str:
    """Return the text of an article as HTML that is not yet safe to show. Raises Refused over a limit."""
    MAX_BODY_CHARACTERS.check(len(text))
    shown = expanded(embeds.expanded(text), attachments, warnings)
    return unwrapped(shown, paragraphed, warnings).strip()
