"""Bring two changed texts of one story together, block by block; what both changed stays for a person."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from .complexity import TooComplex
from .tree import body_of, children
from .vocabulary import names

MOST_BLOCKS = 2_000
# Pairs of equal blocks: what comparing two bodies costs hangs on them more than on their length.
MOST_PAIRS = 20_000

_BLOCKS = names(
    "address article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main"
    " nav ol p pre section table ul"
)
# White space beside them says nothing.
_AROUND_PARTS = re.compile(
    " ?(</?(?:blockquote|caption|col|colgroup|dd|div|dl|dt|figcaption|figure|h[2-6]|li|ol|p|table|tbody|td|tfoot|th"
    r"|thead|tr|ul)(?: [^<>]*)?>) ?"
)

Blocks = tuple[str, ...]


class Kind(StrEnum):
    """Where a piece of the merged text is from; a conflict has no text of its own yet."""

    UNCHANGED = "unchanged"
    OURS = "ours"
    THEIRS = "theirs"
    SAME = "same"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of blocks, as each side has it."""

    kind: Kind
    base: Blocks
    ours: Blocks
    theirs: Blocks

    @property
    def merged(self) -> Blocks:
        """The blocks that stand in the merged text; for a conflict ours, until someone decides."""
        return self.theirs if self.kind == Kind.THEIRS else self.ours


@dataclass(frozen=True, slots=True)
class _Change:
    """One side's blocks ``start`` to ``end`` of the base became ``length`` others."""

    start: int
    end: int
    length: int
    is_ours: bool

    @property
    def adds(self) -> bool:
        return self.length > self.end - self.start

    def meets(self, other: "_Change") -> bool:
        """Whether both sides changed the same blocks, or both add some at one place, in no order that is known."""
        if self.start < other.end and other.start < self.end:
            return True
        touches = self.start in (other.start, other.end) or self.end in (other.start, other.end)
        is_new = self.start == self.end or other.start == other.end
        return touches and is_new and self.adds and other.adds


def merge(base: str | None, ours: str, theirs: str) -> list[Piece]:
    """Return the pieces of which a merged body is made, in order; the same for any order of the sides.

    A block is a paragraph, heading, list, table, figure or quotation at the top of the HTML, or the loose text between
    two of them; white space between blocks is not compared. No block of any side is lost: each side's blocks, piece
    after piece, are that side's body. ``base`` None: whatever differs is a conflict. Bodies that would take long are
    one conflict.
    """
    ours_blocks, theirs_blocks = blocks(ours), blocks(theirs)
    if base is None:
        return _compared(ours_blocks, theirs_blocks)
    base_blocks = blocks(base)
    our_changes = _changes(base_blocks, ours_blocks, is_ours=True)
    their_changes = _changes(base_blocks, theirs_blocks, is_ours=False)
    if our_changes is None or their_changes is None:
        return [_piece(base_blocks, ours_blocks, theirs_blocks)]
    return list(_pieces(base_blocks, ours_blocks, theirs_blocks, our_changes + their_changes))


def join(pieces: Sequence[Blocks]) -> str:
    """Return the HTML of runs of blocks."""
    return "\n".join(block for piece in pieces for block in piece)


def blocks(html: str) -> Blocks:
    """Return the blocks of some clean HTML; one for all of it where it is too complex to be parsed."""
    try:
        nodes = children(body_of(html))
    except TooComplex:
        return (html.strip(),)
    found: list[str] = []
    loose: list[str] = []
    for node in nodes:
        if node.tag in _BLOCKS:
            found += [*_run(loose), node.html or ""]
            loose = []
        else:
            loose.append(node.html or "")
    return (*found, *_run(loose))


def _run(loose: list[str]) -> list[str]:
    text = "".join(loose).strip()
    return [text] if text else []


def _gist(block: str) -> str:
    """Return what two blocks share that differ by white space alone, as an editor's surface leaves them."""
    if "<pre" in block:
        return block
    return _AROUND_PARTS.sub(r"\1", " ".join(block.split()))


def _matcher(one: Blocks, other: Blocks) -> SequenceMatcher[str] | None:
    """Return the comparison of two bodies; None where it would take long."""
    if max(len(one), len(other)) > MOST_BLOCKS:
        return None
    first, second = list(map(_gist, one)), list(map(_gist, other))
    counted = Counter(second)
    if sum(counted[block] for block in first) > MOST_PAIRS:
        return None
    return SequenceMatcher(None, first, second, autojunk=False)


def _compared(ours: Blocks, theirs: Blocks) -> list[Piece]:
    matcher = _matcher(ours, theirs)
    if matcher is None:
        return [_piece((), ours, theirs)]
    return [
        Piece(Kind.SAME if tag == "equal" else Kind.CONFLICT, (), ours[o1:o2], theirs[t1:t2])
        for tag, o1, o2, t1, t2 in matcher.get_opcodes()
    ]


def _changes(base: Blocks, side: Blocks, *, is_ours: bool) -> list[_Change] | None:
    """Return what the side changed, in order; blocks that became as many others are each a change of its own."""
    matcher = _matcher(base, side)
    if matcher is None:
        return None
    found = []
    for tag, start, end, side_start, side_end in matcher.get_opcodes():
        length = side_end - side_start
        if tag == "replace" and length == end - start:
            found += [_Change(each, each + 1, 1, is_ours) for each in range(start, end)]
        elif tag != "equal":
            found.append(_Change(start, end, length, is_ours))
    return found


def _pieces(base: Blocks, ours: Blocks, theirs: Blocks, changes: list[_Change]) -> Iterator[Piece]:
    """Walk through the three texts side by side, from cluster to cluster of changes."""
    b = o = t = 0
    for cluster in _clusters(changes):
        start, end = cluster[0].start, max(change.end for change in cluster)
        if start > b:
            yield Piece(Kind.UNCHANGED, base[b:start], ours[o : o + start - b], theirs[t : t + start - b])
            o, t = o + start - b, t + start - b
        ours_end = o + end - start + _growth(cluster, is_ours=True)
        theirs_end = t + end - start + _growth(cluster, is_ours=False)
        yield _piece(base[start:end], ours[o:ours_end], theirs[t:theirs_end])
        b, o, t = end, ours_end, theirs_end
    if b < len(base):
        yield Piece(Kind.UNCHANGED, base[b:], ours[o:], theirs[t:])


def _clusters(changes: list[_Change]) -> list[list[_Change]]:
    """Return the changes in order, those together that meet."""
    found: list[list[_Change]] = []
    for change in sorted(changes, key=lambda change: (change.start, change.end)):
        last = found[-1] if found else []
        if any(other.is_ours != change.is_ours and other.meets(change) for other in reversed(last)):
            last.append(change)
        else:
            found.append([change])
    return found


def _growth(cluster: list[_Change], *, is_ours: bool) -> int:
    return sum(change.length - change.end + change.start for change in cluster if change.is_ours == is_ours)


def _piece(base: Blocks, ours: Blocks, theirs: Blocks) -> Piece:
    kinds = {
        Kind.SAME: _is_alike(ours, theirs),
        Kind.THEIRS: _is_alike(ours, base),
        Kind.OURS: _is_alike(theirs, base),
    }
    kind = next((kind for kind, holds in kinds.items() if holds), Kind.CONFLICT)
    return Piece(kind, base, ours, theirs)


def _is_alike(one: Blocks, other: Blocks) -> bool:
    return list(map(_gist, one)) == list(map(_gist, other))
