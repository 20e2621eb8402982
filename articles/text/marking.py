"""Show what changed between two texts, word by word, or character by character where words have no spaces."""

import re
from collections import Counter
from difflib import SequenceMatcher
from html import escape

from .letters import LETTERS

MOST_TOKENS = 4_000
# Pairs of equal tokens: what comparing costs hangs on them more than on the length.
MOST_PAIRS = 200_000
# With less in common than this, marks would cut both texts to shreds.
LEAST_IN_COMMON = 0.3

_ALONE = LETTERS["Han"] + LETTERS["Kana"]
# Letters with all that is written above, below or between them; joiners are no punctuation.
_WORD = rf"[^\s{_ALONE}!-/:-@\[-`{{-~\u00a0-\u00bf\u060c\u061b\u061f\u2010-\u205e\u3001-\u3020\uff01-\uff20]+"
_TOKEN = re.compile(rf"{_WORD}|\s+|.", re.S)


def marked(before: str, after: str) -> str:
    """Return ``after`` as escaped HTML: what is new in it within ``<ins>``, what went within ``<del>``."""
    if before == after:
        return escape(after)
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if _would_take_long(old, new):
        return _within("del", before) + _within("ins", after)
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    shared = "".join("".join(old[i:j]) for tag, i, j, _, _ in steps if tag == "equal")
    if len("".join(shared.split())) < LEAST_IN_COMMON * max(len(before), len(after)):
        return _within("del", before) + _within("ins", after)
    return "".join(_piece(tag, old[i:j], new[k:n]) for tag, i, j, k, n in steps)


def _would_take_long(old: list[str], new: list[str]) -> bool:
    counted = Counter(new)
    return max(len(old), len(new)) > MOST_TOKENS or sum(counted[token] for token in old) > MOST_PAIRS


def _piece(tag: str, old: list[str], new: list[str]) -> str:
    if tag == "equal":
        return escape("".join(new))
    return _within("del", "".join(old)) + _within("ins", "".join(new))


def _within(element: str, text: str) -> str:
    return f"<{element}>{escape(text)}</{element}>" if text else ""
