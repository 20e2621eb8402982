"""The blocks of WordPress's newer editor: HTML between comments that say what it is."""

import re
from collections import Counter
from collections.abc import Callable

from ...record import Warning

# What a block states of itself holds no "<": WordPress writes it as an escape.
MARK = re.compile(r"<!--\s+(?P<closing>/)?wp:(?P<name>[a-z][a-z0-9/_-]*+)(?P<rest>(?:[^<-]|-(?!->))*+)-->")
# Blocks whose text is written by hand, like an older article's.
WRITTEN_BY_HAND = frozenset({"freeform", "core/freeform", "shortcode", "core/shortcode"})
# What stands for nothing that a reader would miss.
NOTHING = frozenset({"spacer", "separator", "nextpage", "more"})


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
        depth = max(0, depth + _step(mark))
        is_by_hand = depth == 0 or (not mark["closing"] and mark["name"] in WRITTEN_BY_HAND)
        missing[mark["name"]] += _is_alone(mark) and mark["name"] not in NOTHING
    pieces.append(_piece(text[at:], by_hand if is_by_hand else str))
    if listed := ", ".join(f"{name} ×{count}" for name, count in missing.items() if count):
        warnings.append(Warning("block", listed))
    return "".join(pieces)


def _piece(text: str, written: Callable[[str], str]) -> str:
    return written(text) if text.strip() else text


def _is_alone(mark: re.Match[str]) -> bool:
    return mark["rest"].rstrip().endswith("/")


def _step(mark: re.Match[str]) -> int:
    if mark["closing"]:
        return -1
    return 0 if _is_alone(mark) else 1
