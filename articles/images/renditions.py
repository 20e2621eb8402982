"""The renditions of a picture: which there are, what they show of it, and what they are called.

All of it follows from the picture's bytes, its crop and its focal point, so nothing needs to be written down: a
rendition is made when it is first asked for, under a name that never means anything else.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

FOLDER = "renditions"
WHOLE = ""
LADDER = (320, 640, 960, 1280, 1920)
SUFFIXES = {"webp": ".webp", "jpeg": ".jpg"}
_SHA256 = r"([0-9a-f]{2})/\1[0-9a-f]{62}"
_NAME = re.compile(
    rf"{FOLDER}/{_SHA256}/(?:\d{{1,5}}-\d{{1,5}}-\d{{1,5}}x\d{{1,5}}-)?\d{{1,4}}\.(?:webp|jpg)", re.ASCII
)
_ORIGINAL_NAME = re.compile(rf"originals/{_SHA256}\.[a-z]{{3,4}}")


class Box(NamedTuple):
    """A part of the upright original, in px."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Shape:
    """How a rendition is cut: its sides' ratio (None: as the picture is), its widths in px, and its formats."""

    ratio: tuple[int, int] | None
    ladder: Sequence[int]
    formats: Sequence[str] = ("webp", "jpeg")


# The whole picture, and very small in rows of them; cards, small squares, video's shape, what others show of a story.
SHAPES = {
    WHOLE: Shape(None, LADDER),
    "small": Shape(None, (160,)),
    "card": Shape((3, 2), (160, 320, 640, 960, 1280)),
    "square": Shape((1, 1), (160, 320, 640)),
    "wide": Shape((16, 9), (640, 1280, 1920)),
    "social": Shape((1200, 630), (1200,), formats=("jpeg",)),
}


@dataclass(frozen=True, slots=True)
class Rendition:
    """``box``: what it shows of the upright original; ``name``: where it lies in the storage; sizes in px."""

    name: str
    format: str
    box: Box
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Original:
    """A kept picture: ``width`` and ``height`` in px as shown upright, ``focal_x`` and ``focal_y`` in % of ``crop``."""

    sha256: str
    width: int
    height: int
    crop: Box | None = None
    focal_x: int = 50
    focal_y: int = 50

    @property
    def box(self) -> Box:
        """What is shown of it: the crop, or all of it."""
        return self.crop or Box(0, 0, self.width, self.height)

    def renditions(self, shape: str = WHOLE, *, format: str = "webp") -> list[Rendition]:
        """Return the renditions of the shape, ascending by width. Raises KeyError if there is none of that name."""
        ratio = SHAPES[shape].ratio
        box = cut(self.box, ratio=ratio, focal_x=self.focal_x, focal_y=self.focal_y) if ratio else self.box
        return [self._rendition(box, width, format) for width in widths(box.width, SHAPES[shape].ladder)]

    def every_rendition(self) -> Iterator[Rendition]:
        """Yield those of all shapes and formats."""
        for name, shape in SHAPES.items():
            for format in shape.formats:
                yield from self.renditions(name, format=format)

    def _rendition(self, box: Box, width: int, format: str) -> Rendition:
        part = (
            ""
            if box == (0, 0, self.width, self.height)
            else f"{box.left}-{box.top}-{box.width}x{box.height}-"
        )
        name = f"{folder_of(self.sha256)}/{part}{width}{SUFFIXES[format]}"
        return Rendition(name, format, box, width, max(1, round(box.height * width / box.width)))


def widths(original_px: int, ladder: Sequence[int] = LADDER) -> list[int]:
    """Return the rendition widths for an image ``original_px`` pixels wide.

    Ascending, never wider than the original, whose own width is the last one where it is below the top rung.
    Raises ValueError if original_px < 1. Source: HTML Living Standard, "srcset attributes".
    """
    if original_px < 1:
        raise ValueError(f"a picture is at least 1 pixel wide, not {original_px}")
    return sorted({rung for rung in ladder if rung < original_px} | {min(original_px, max(ladder))})


def cut(box: Box, *, ratio: tuple[int, int], focal_x: int, focal_y: int) -> Box:
    """Return the largest part of ``box`` with the ratio of sides, its middle as near the focal point as it can be."""
    across, down = ratio
    width = min(box.width, max(1, round(box.height * across / down)))
    height = min(box.height, max(1, round(box.width * down / across)))
    left = _around(focal_x, whole=box.width, part=width)
    top = _around(focal_y, whole=box.height, part=height)
    return Box(box.left + left, box.top + top, width, height)


def _around(percent: int, *, whole: int, part: int) -> int:
    middle = round(whole * percent / 100)
    return min(max(0, middle - part // 2), whole - part)


def folder_of(sha256: str) -> str:
    """Return the folder of the storage that holds a picture's renditions and nothing else."""
    return f"{FOLDER}/{sha256[:2]}/{sha256}"


def original_name(sha256: str, *, suffix: str) -> str:
    """Return where an original is stored; ``suffix`` has its dot."""
    return f"originals/{sha256[:2]}/{sha256}{suffix}"


def is_name(name: str) -> bool:
    """Whether a rendition could be called so; whether there is a picture that has it, only its row can tell."""
    return _NAME.fullmatch(name) is not None


def is_original_name(name: str) -> bool:
    """Whether an original could be stored there."""
    return _ORIGINAL_NAME.fullmatch(name) is not None
