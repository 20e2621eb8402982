"""Seeded randomness in the shapes that nature has: clouds, relief, ridge lines."""

from collections.abc import Callable
from math import cos, pi
from random import Random

from PIL import Image, ImageMath

Size = tuple[int, int]


def calculate(expression: Callable[..., Image.Image], **images: Image.Image) -> Image.Image:
    """Return the picture that ``expression`` makes of ``images``, pixel by pixel."""
    return ImageMath.lambda_eval(lambda names: expression(*(names[name] for name in images)), **images)


def fractal(
    size: Size, random: Random, *, cell: float, octaves: int = 5, gain: float = 0.5, stretch: float = 1.0
) -> Image.Image:
    """Return cloudy noise from 0 to 1, mode F.

    ``cell``: pixels between the largest features; ``gain``: what the next octave keeps of an octave's height;
    ``stretch``: how many times wider than high the features are.
    """
    total = Image.new("F", size)
    for octave in range(octaves):
        pitch = cell / 2**octave
        cells = (max(3, round(size[0] / pitch / stretch)), max(3, round(size[1] / pitch)))
        layer = Image.frombytes("L", cells, random.randbytes(cells[0] * cells[1])).convert("F")
        weight = gain**octave
        total = calculate(
            lambda sum_, new, weight=weight: sum_ + new * weight, a=total, b=_smooth(layer, size)
        )
    return normal(total)


def _smooth(layer: Image.Image, size: Size) -> Image.Image:
    return layer.resize(size, Image.Resampling.BICUBIC)


def normal(picture: Image.Image) -> Image.Image:
    """Return ``picture`` with its values spread over 0 to 1."""
    low, high = picture.getextrema()
    return calculate(lambda value: (value - low) / max(high - low, 1e-6), a=picture)


def ridged(picture: Image.Image) -> Image.Image:
    """Return noise folded at its middle, so that it has crests instead of domes."""
    return normal(calculate(lambda value: 1.0 - abs(value * 2.0 - 1.0), a=picture))


def to_mask(picture: Image.Image, *, low: float = 0.0, high: float = 1.0) -> Image.Image:
    """Return ``picture`` as a mask, mode L: black at ``low`` and below, white at ``high`` and above."""
    span = 255.0 / (high - low)
    return calculate(lambda value: (value - low) * span, a=picture).convert("L", dither=Image.Dither.NONE)


def profile(count: int, random: Random, *, waves: float, octaves: int = 6, gain: float = 0.5) -> list[float]:
    """Return ``count`` heights from 0 to 1 of a skyline: ``waves`` hills, finer ones on them."""
    heights = [0.0] * count
    for octave in range(octaves):
        _add_waves(heights, random, waves * 2**octave, gain**octave)
    low, high = min(heights), max(heights)
    return [(height - low) / (high - low) for height in heights]


def _add_waves(heights: list[float], random: Random, waves: float, weight: float) -> None:
    knots = [random.random() for _ in range(int(waves) + 3)]
    shift = random.random()
    for index in range(len(heights)):
        place = index / len(heights) * waves + shift
        knot = int(place)
        ease = (1 - cos((place - knot) * pi)) / 2
        heights[index] += weight * (knots[knot] * (1 - ease) + knots[knot + 1] * ease)
