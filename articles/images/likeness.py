"""Which pictures look alike: 64 bits of each that survive another size, format and quality.

Which of a picture's slowest waves rise (a "perceptual hash"): what is large and plain in it, not its detail.
"""

from collections.abc import Sequence
from math import cos, pi

from PIL import Image

from . import pixels

BITS = 64
_SIDE = 32
_WAVES = 8
# A wave lower than this is noise: another format or size makes it rise or fall.
_NOISE = 64
# With fewer waves there is nothing by which a picture could be told from another: one colour, or a plain gradient.
_LEAST_WAVES = 4
_COSINES = [[cos(pi * wave * (2 * place + 1) / (2 * _SIDE)) for place in range(_SIDE)] for wave in range(9)]


def of(image: Image.Image) -> str:
    """Return the likeness of an upright picture, 16 hexadecimal digits; "" where it shows next to nothing."""
    small = image.resize((_SIDE, _SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    waves = _waves(pixels.on_paper(small).convert("L"))
    bits = "".join("1" if wave > _NOISE else "0" for wave in waves)
    return f"{int(bits, 2):0{BITS // 4}x}" if bits.count("1") >= _LEAST_WAVES else ""


def distance(one: str, other: str) -> int:
    """Return how many of 64 bits differ: few where two pictures look alike; all where one has no likeness."""
    return (int(one, 16) ^ int(other, 16)).bit_count() if one and other else BITS


def _waves(grey: Image.Image) -> list[float]:
    """Return the 8 × 8 slowest waves of a discrete cosine transform, without the constant ones' row and column."""
    values = list(grey.tobytes())
    rows = [values[start : start + _SIDE] for start in range(0, len(values), _SIDE)]
    across = [[_product(row, _COSINES[wave]) for row in rows] for wave in range(1, _WAVES + 1)]
    return [_product(column, _COSINES[wave]) for wave in range(1, _WAVES + 1) for column in across]


def _product(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))
