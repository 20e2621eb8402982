"""The text of an article as WordPress would show it: paragraphs, shortcodes and blocks made HTML."""

import re

from ...limits import MAX_BODY_CHARACTERS
from ...record import Warning
from . import embeds
from .blocks import unwrapped, with_reused
from .paragraphs import paragraphed
from .shortcodes import Attachments, expanded

FIGURE = re.compile(r"(<figure\b[^<>]*?\sclass=\")([^\"<>]*)\"", re.I)
# What WordPress calls those of a figure's looks that have a meaning here too.
CLASSES = {
    "wp-block-gallery": "gallery",
    **{f"align{side}": f"align-{side}" for side in ("left", "center", "right")},
}
# A block for a file names it twice.
SECOND_LINK = re.compile(r"<a\b[^<>]*\bwp-block-file__button\b[^<>]*>[^<]*</a>", re.I)


def as_html(text: str, *, attachments: Attachments, blocks: dict[str, str], warnings: list[Warning]) -> str:
    """Return the text of an article as HTML that is not yet safe to show. Raises Refused over a limit.

    ``blocks``: the text of each block that it shares with other articles, by number.
    """
    MAX_BODY_CHARACTERS.check(len(text))
    text = with_reused(text, blocks)
    shown = expanded(embeds.expanded(text), attachments, warnings)
    shown = unwrapped(shown, paragraphed, warnings).strip()
    return FIGURE.sub(_with_our_classes, SECOND_LINK.sub("", shown) if "wp-block-file__" in shown else shown)


def _with_our_classes(figure: re.Match[str]) -> str:
    return f'{figure[1]}{" ".join(CLASSES.get(name, name) for name in figure[2].split())}"'
