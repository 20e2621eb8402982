"""What a page shows of a picture: the picture itself, a figure with its words, a gallery of several.

What hangs on the day, a setting or the page's language is left open here and settled by ``for_readers``: see there.
"""

import re
from dataclasses import dataclass, field
from html import escape, unescape
from math import ceil, log

from .markup import (
    ARCHIVE_PREFIX,
    Attributes,
    Candidates,
    Found,
    Kept,
    Lost,
    open_tag,
    srcset_attribute,
)

# The width of the column, as static/site.css has it, and how high an upright picture stands in it: it fits a window.
COLUMN_REM, HIGHEST_REM = 42.75, 44
# A window's width without its margins.
WINDOW_VW = 92
# The role of a picture that says nothing, whatever the library says of it.
DECORATIVE = "presentation"
PX_A_REM = 16
# The one for whoever knows no srcset.
PLAIN_WIDTH_PX = 1600
# Wider than a mark in running text.
PICTURE_PX = 160

ELSEWHERE, ELSEWHERE_INLINE = "elsewhere", "elsewhere-inline"
NOTICE, MISSING = "picture-notice", "picture-missing"
_REMOTE = re.compile(r"(?:https?:)?//", re.IGNORECASE)

# Sides of pictures as photographers cut them; each has its class in static/site.css. Between two neighbours
# a gallery cuts off a tenth at most. What is longer than these is an infographic or a panorama, and is never cut.
SIDES = ((1, 2), (9, 16), (2, 3), (3, 4), (4, 5), (1, 1), (5, 4), (4, 3), (3, 2), (16, 9), (2, 1))
TALLEST, WIDEST = 0.47, 2.2
UNKNOWN_RATIO = 3 / 2
# How much stands in a row of a gallery: the sum of its pictures' widths by their height, and their number.
ROW_RATIO, ROW_PICTURES, GAP_REM = 3.6, 3, 0.5


@dataclass(slots=True)
class Picture:
    """An ``<img>`` of a body and what is known of it; ``link``: the tag of the link right around it."""

    stated: Attributes
    found: Found | None
    link: str = ""

    @property
    def kept(self) -> Kept | None:
        return self.found if isinstance(self.found, Kept) else None

    @property
    def address(self) -> str:
        return self.stated.get("src", "")

    @property
    def alt(self) -> str:
        if self.stated.get("role") == DECORATIVE:
            return ""
        return self.stated.get("alt", "").strip() or (self.kept.alt if self.kept else "")

    @property
    def size(self) -> tuple[int, int] | None:
        """Width and height in px: as kept, else as the body states them."""
        if self.kept:
            return self.kept.width, self.kept.height
        stated = self.stated_px("width"), self.stated_px("height")
        return stated if all(stated) else None

    @property
    def ratio(self) -> float:
        return self.size[0] / self.size[1] if self.size else UNKNOWN_RATIO

    @property
    def is_small(self) -> bool:
        """Whether it is a mark such as an icon, as the body shows it or as it is."""
        width = self.stated_px("width") or (self.size[0] if self.size else PICTURE_PX)
        return width < PICTURE_PX

    def stated_px(self, side: str) -> int:
        """What the body says of a side, 0 where it says nothing."""
        said = self.stated.get(side, "")
        return int(said) if said.isdecimal() else 0


@dataclass(slots=True)
class Figure:
    """A picture that stands by itself; ``caption``: the element the body has for it, "" where it has none."""

    picture: Picture
    attributes: Attributes = field(default_factory=dict)
    caption: str = ""


def inline(picture: Picture) -> str:
    """Return the picture as it stands in running text, as small as the body wants it."""
    shown = _shown(picture, sizes=_inline_sizes(picture), is_inline=True)
    return f"{picture.link}{shown}</a>" if picture.link else shown


def figure(found: Figure) -> str:
    """Return the figure as it stands alone in the column."""
    return _figure(found, sizes=_within(_widest_rem(found.picture), found.picture))


def fitted(width: int, height: int) -> tuple[int, int]:
    """Return the width and height in px at which a picture of that size stands alone: what is upright fits a window."""
    ratio, highest = width / height, HIGHEST_REM * PX_A_REM
    if TALLEST <= ratio < 1 and height > highest:
        return round(highest * ratio), highest
    return width, height


def _widest_rem(picture: Picture) -> float:
    return min(COLUMN_REM, fitted(*picture.size)[0] / PX_A_REM) if picture.size else COLUMN_REM


def gallery(figures: list[Figure], attributes: Attributes | None = None, caption: str = "") -> str:
    """Return the figures in rows as high as each other, with the caption element of them all."""
    rows = "".join(_row(row) for row in _rows(figures))
    return f"{open_tag('figure', _of_class('gallery', attributes or {}))}{rows}{caption}</figure>"


def _rows(figures: list[Figure]) -> list[list[Figure]]:
    rows: list[list[Figure]] = []
    together: list[Figure] = []
    for each in figures:
        if TALLEST <= each.picture.ratio <= WIDEST:
            together.append(each)
            continue
        rows += [*_balanced(together), [each]]
        together = []
    return rows + _balanced(together)


def _balanced(figures: list[Figure]) -> list[list[Figure]]:
    """As even as can be; where they cannot, the first rows have fewer and larger ones."""
    ratios = sum(each.picture.ratio for each in figures)
    wanted = max(ceil(ratios / ROW_RATIO), ceil(len(figures) / ROW_PICTURES))
    number = max(1, min(wanted, ceil(len(figures) / 2)))
    ends = [len(figures) * row // number for row in range(number + 1)]
    return [figures[start:end] for start, end in zip(ends, ends[1:], strict=False) if end > start]


def _row(figures: list[Figure]) -> str:
    whole = max(1.0, sum(each.picture.ratio for each in figures))
    gaps = GAP_REM * (len(figures) - 1)
    shown = (_in_row(each, each.picture.ratio / whole, gaps=gaps) for each in figures)
    return f'<div class="gallery-row">{"".join(shown)}</div>'


def _in_row(found: Figure, share: float, *, gaps: float) -> str:
    ratio = found.picture.ratio
    if ratio < TALLEST or ratio > WIDEST:
        return _figure(found, sizes=_within(COLUMN_REM, found.picture))
    across, down = min(SIDES, key=lambda sides: abs(log(sides[0] / sides[1]) - log(ratio)))
    sizes = f"min({(COLUMN_REM - gaps) * share:.4g}rem, {WINDOW_VW * share:.4g}vw - {gaps * share:.3g}rem)"
    return _figure(found, sizes=sizes, side=f"sides-{across}-{down}")


def _figure(found: Figure, *, sizes: str, side: str = "") -> str:
    picture = found.picture
    caption = found.caption or (
        f'<figcaption dir="auto">{escape(picture.kept.caption)}</figcaption>' if picture.kept else ""
    )
    shown = _shown(picture, sizes=sizes, is_captioned=bool(found.caption))
    # What is not there leads nowhere.
    shown = f"{picture.link}{shown}</a>" if picture.link and not shown.startswith("<p ") else shown
    attributes = _of_class(f"picture {side}".strip(), found.attributes)
    return f"{open_tag('figure', attributes)}{shown}{_credited(caption, picture.kept)}</figure>"


def _of_class(name: str, attributes: Attributes) -> Attributes:
    names = [*name.split(), *attributes.get("class", "").split()]
    return {"class": " ".join(dict.fromkeys(names)), **{k: v for k, v in attributes.items() if k != "class"}}


def _credited(caption: str, kept: Kept | None) -> str:
    """The caption element with the credit, unless it names it already; nothing where there are no words."""
    said = " ".join(unescape(re.sub(r"<[^>]*>", "", caption)).split())
    if kept and kept.credit and kept.credit not in said:
        space = " " if said else ""
        credit = f'{space}<span class="credit">{escape(kept.credit)}</span>'
        return caption.removesuffix("</figcaption>") + credit + "</figcaption>"
    return caption if said else ""


def _shown(picture: Picture, *, sizes: str, is_inline: bool = False, is_captioned: bool = False) -> str:
    if picture.kept:
        return _kept(picture, picture.kept, sizes=sizes, is_inline=is_inline)
    if not isinstance(picture.found, Lost) and _can_be_shown(picture.address):
        return open_tag("img", _linked(picture, is_inline=is_inline))
    if is_inline:
        return f'<span class="{MISSING}">{escape(picture.alt)}</span>' if picture.alt else ""
    source = {"data-source": picture.address} if _REMOTE.match(picture.address) else {}
    alt = "" if is_captioned else escape(picture.alt)
    return f"{open_tag('p', {'class': NOTICE, **source})}{alt}</p>"


def _can_be_shown(address: str) -> bool:
    if _REMOTE.match(address):
        return True
    return address.startswith("/") and not address.startswith(ARCHIVE_PREFIX)


def _linked(picture: Picture, *, is_inline: bool) -> Attributes:
    """The attributes of one that is shown from where it lies."""
    stated: Attributes = {k: v for k, v in picture.stated.items() if k in ("title", "width", "height")}
    own: Attributes = {
        "src": picture.address,
        **stated,
        "alt": picture.alt,
        "loading": "lazy",
        "decoding": "async",
    }
    if not _REMOTE.match(picture.address):
        return own
    name = ELSEWHERE_INLINE if is_inline else ELSEWHERE
    return {"class": name, **own, "referrerpolicy": "no-referrer"}


def _kept(picture: Picture, kept: Kept, *, sizes: str, is_inline: bool) -> str:
    width, height = _stated_size(picture, kept) if is_inline else fitted(kept.width, kept.height)
    title = {"title": picture.stated["title"]} if picture.stated.get("title") else {}
    until = {"data-until": kept.rights_until.isoformat()} if kept.rights_until else {}
    img = {
        **({"src": kept.address} if kept.moves else _sources(kept, sizes)),
        "width": str(width),
        "height": str(height),
        **title,
        "alt": picture.alt,
        "loading": "lazy",
        "decoding": "async",
    }
    return f"{open_tag('picture', until)}{_alternatives(kept, sizes)}{open_tag('img', img)}</picture>"


def _sources(kept: Kept, sizes: str) -> Attributes:
    if not kept.jpeg:
        return {"src": kept.address}
    plain = next((url for url, width in reversed(kept.jpeg) if width <= PLAIN_WIDTH_PX), kept.jpeg[0][0])
    return {"src": plain, "srcset": srcset_attribute(kept.jpeg), "sizes": sizes}


def _alternatives(kept: Kept, sizes: str) -> str:
    """The sources that come first: smaller ones, or of what moves a still one for who asks for that."""
    if not kept.moves:
        return _source("image/webp", kept.webp, sizes)
    still = {"media": "(prefers-reduced-motion: reduce)"}
    return _source("image/webp", kept.webp, sizes, **still) + _source("image/jpeg", kept.jpeg, sizes, **still)


def _source(kind: str, candidates: Candidates, sizes: str, **more: str) -> str:
    if not candidates:
        return ""
    return open_tag("source", {"type": kind, **more, "srcset": srcset_attribute(candidates), "sizes": sizes})


def _within(widest_rem: float, picture: Picture) -> str:
    """The ``sizes`` of a picture that is never drawn larger than it is."""
    own = picture.size[0] / PX_A_REM if picture.size else widest_rem
    return f"min({min(widest_rem, own):.4g}rem, {WINDOW_VW}vw)"


def _inline_sizes(picture: Picture) -> str:
    if picture.kept and picture.stated_px("width"):
        return f"{_stated_size(picture, picture.kept)[0]}px"
    return _within(COLUMN_REM, picture)


def _stated_size(picture: Picture, kept: Kept) -> tuple[int, int]:
    """The size the body wants, in the picture's own ratio and never above its own."""
    width = min(picture.stated_px("width") or kept.width, kept.width)
    return width, max(1, round(kept.height * width / kept.width))
