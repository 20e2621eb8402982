"""The blocks of WordPress's newer editor: HTML between comments that say what it is."""

import json
import re
from collections import Counter
from collections.abc import Callable
from html import escape

from ...limits import MAX_BODY_CHARACTERS
from ...record import Warning

# What a block states of itself holds no "<": WordPress writes it as an escape.
MARK = re.compile(r"<!--\s+(?P<closing>/)?wp:(?P<name>[a-z][a-z0-9/_-]*+)(?P<rest>(?:[^<-]|-(?!->))*+)-->")
# Blocks whose text is written by hand, like an older article's.
WRITTEN_BY_HAND = frozenset({"freeform", "core/freeform", "shortcode", "core/shortcode"})
# What stands for nothing that a reader would miss.
NOTHING = frozenset({"spacer", "separator", "nextpage", "more"})
REUSED = re.compile(
    r"<!--\s+wp:(?:core/)?block\s+\{[^<>{}]{0,200}?\"ref\":(\d{1,20})[^<>{}]{0,200}?\}\s+/-->"
)
MOST_LEVELS_OF_REUSE = 5
COVERS = frozenset({"cover", "core/cover", "cover-image", "core/cover-image"})
SHOWS = re.compile(r"<(?:img|video)\b", re.I)


def reused(text: str) -> list[str]:
    """Return the numbers of the blocks that a text shares with others."""
    return REUSED.findall(text) if "block " in text else []


def with_reused(text: str, blocks: dict[str, str]) -> str:
    """Return a text with the blocks that it shares with others in their places, as far as they are known."""
    room = MAX_BODY_CHARACTERS.most

    def shared(found: re.Match[str]) -> str:
        nonlocal room
        block = blocks.get(found[1], found[0])
        room -= len(block)
        MAX_BODY_CHARACTERS.check(MAX_BODY_CHARACTERS.most - room)
        return block

    for _ in range(MOST_LEVELS_OF_REUSE if blocks else 0):
        text = REUSED.sub(shared, text)
    return text


def unwrapped(text: str, by_hand: Callable[[str], str], warnings: list[Warning]) -> str:
    """Return ``text`` without the comments of its blocks, what stands outside of blocks written anew by ``by_hand``.

    A block that WordPress fills in only when it shows the page has nothing to give: it is warned of by its name.
    """
    pieces: list[str] = []
    missing: Counter[str] = Counter()
    depth = at = 0
    is_by_hand = True
    for mark in MARK.finditer(text):
        pieces.append(_piece(text[at : mark.start()], by_hand if is_by_hand else str))
        at = mark.end()
        pieces.append(_cover(mark, text[at : text.find("<!--", at)]))
        depth = max(0, depth + _step(mark))
        is_by_hand = depth == 0 or (not mark["closing"] and mark["name"] in WRITTEN_BY_HAND)
        missing[mark["name"]] += _is_alone(mark) and mark["name"] not in NOTHING
    pieces.append(_piece(text[at:], by_hand if is_by_hand else str))
    if listed := ", ".join(f"{name} ×{count}" for name, count in missing.items() if count):
        warnings.append(Warning("block", listed))
    return "".join(pieces)


def _cover(mark: re.Match[str], shown: str) -> str:
    """Return the picture that older covers show behind their words, by a style that no article may have."""
    if mark["name"] not in COVERS or mark["closing"] or SHOWS.search(shown):
        return ""
    try:
        stated = json.loads(mark["rest"])
    except (ValueError, RecursionError):
        return ""
    address = stated.get("url") if isinstance(stated, dict) else None
    return f'<figure><img src="{escape(address)}"></figure>' if isinstance(address, str) and address else ""


def _piece(text: str, written: Callable[[str], str]) -> str:
    return written(text) if text.strip() else text


def _is_alone(mark: re.Match[str]) -> bool:
    return mark["rest"].rstrip().endswith("/")


def _step(mark: re.Match[str]) -> int:
    if mark["closing"]:
        return -1
    return 0 if _is_alone(mark) else 1
