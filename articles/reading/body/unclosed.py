"""What nobody closed and a parser would let swallow the rest of the story: comments, scripts, frames, titles."""

import re
from collections import Counter

from ...text.visible_characters import COMMENT, count, unclosed
from ...text.vocabulary import names
from ..record import Warning

CODE = names("script style")
# A tag that shows that a story goes on; before it an unclosed script ends.
BLOCK = re.compile(r"<(?:p|div|h[1-6]|ul|ol|table|figure|blockquote|article|section|img)\b", re.I)
FRAMES = names("iframe video audio object canvas applet noembed noframes")
TAG_END = re.compile(r"[^<>]*>?")


def closed(html: str, warnings: list[Warning]) -> tuple[str, int]:
    """Return ``html`` with nothing left open that hides what follows, and how many characters of code stay hidden.

    The text stays, and a warning says what was open.
    """
    found = unclosed(html)
    if not found:
        return html, 0
    pieces: list[str] = []
    at = hidden = 0
    for name, start in found:
        if start < at:
            continue
        instead, end, code = _instead(html, name, start)
        pieces += [html[at:start], instead]
        at, hidden = end, hidden + code
    counts = Counter("comment" if name == COMMENT else name for name, _ in found)
    warnings.append(Warning("unclosed-html", ", ".join(f"{name} ×{count}" for name, count in counts.items())))
    return "".join([*pieces, html[at:]]), hidden


def _instead(html: str, name: str, start: int) -> tuple[str, int, int]:
    """Return what takes the place of an opening, where the text goes on, and the characters of code between."""
    if name == COMMENT:
        return "", start + len("<!--"), 0
    tag_end = TAG_END.match(html, start + 1)
    end = tag_end.end() if tag_end else len(html)
    if name not in CODE:
        return (f"{html[start:end]}</{name}>" if name in FRAMES else ""), end, 0
    block = BLOCK.search(html, end)
    if block is None:
        # Nothing tells where the code ends: what it hides counts as lost.
        return f"{html[start:]}</{name}>", len(html), 0
    return f"{html[start:end]}</{name}>", block.start(), count(html[end : block.start()])
