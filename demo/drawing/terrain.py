"""A landscape seen from a hill: heights on a square map, looked at column by column, near to far."""

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from math import exp
from random import Random

from PIL import Image, ImageChops, ImageFilter

from .noise import calculate, fractal, normal, to_mask
from .scene import Colour, Scene, rgb

MAP = 1024
FINE = 2048
Shape = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the eye is on the map and how high; ``horizon`` is a share of the picture's height."""

    x: float
    y: float
    height: float
    horizon: float = 0.35
    lens: float = 1.1
    far: float = 900.0


@dataclass(frozen=True, slots=True)
class Air:
    """What distance does: ``colour`` has half at about 0.7 × ``reach``; mist lies below ``mist_top``."""

    colour: str
    reach: float
    mist: str = "#ffffff"
    mist_top: float = 0.0
    mist_strength: float = 0.0


def relief(
    heights: Image.Image, random: Random, *, strength: float = 6.0, detail: float = 0.0
) -> Image.Image:
    """Return how lit each place of ``heights`` is by a low sun from the left: 128 is flat ground."""
    ground = heights.resize((FINE, FINE), Image.Resampling.BICUBIC)
    if detail:
        rough = fractal((FINE, FINE), random, cell=14, octaves=3, gain=0.7)
        ground = calculate(lambda land, small: land + small * detail, a=ground, b=rough)
    west = ImageChops.offset(ground, 3, 1)
    lit = calculate(lambda here, there: (here - there) * strength * 60.0 + 128.0, a=ground, b=west)
    return lit.convert("L")


def shade(heights: Image.Image, *, fall: float, scale: float) -> Image.Image:
    """Return a mask of the cast shadows of a sun on the left that drops ``fall`` in height for each step."""
    values = heights.getdata()
    dark = bytearray(MAP * MAP)
    for row in range(MAP):
        start, roof = row * MAP, 0.0
        for index in range(start, start + MAP):
            roof -= fall
            height = values[index] * scale
            if height >= roof:
                roof = height
            else:
                dark[index] = min(255, int((roof - height) * 40))
    soft = Image.frombytes("L", (MAP, MAP), bytes(dark)).filter(ImageFilter.GaussianBlur(1.2))
    return soft.resize((FINE, FINE), Image.Resampling.BICUBIC)


def view(
    scene: Scene,
    heights: Image.Image,
    colours: Image.Image,
    camera: Camera,
    air: Air,
    *,
    scale: float,
    shape: Shape | None = None,
) -> None:
    """Paint the land over the scene's sky.

    ``heights``: MAP wide, from 0 to 1, and ``scale`` high; ``colours``: FINE wide. ``shape`` changes each
    height (from 0 to 1) as it is looked at, where the map is too coarse to hold the change.
    """
    ground = array("f", calculate(lambda value: value * scale, a=heights).getdata())
    paint = colours.tobytes()
    canvas = scene.picture.transpose(Image.Transpose.TRANSPOSE)
    pixels = bytearray(canvas.tobytes())
    steps = _steps(camera, air)
    look = _Look(
        scene.height, camera, rgb(air.colour), rgb(air.mist), air.mist_top, air.mist_strength, scale, shape
    )
    for column in range(scene.width):
        slant = (column / scene.width - 0.5) * camera.lens
        _draw_column(pixels, column * scene.height * 3, slant, steps, ground, paint, look)
    canvas = Image.frombytes("RGB", canvas.size, bytes(pixels))
    scene.picture = canvas.transpose(Image.Transpose.TRANSPOSE)


@dataclass(frozen=True, slots=True)
class _Look:
    rows: int
    camera: Camera
    haze: Colour
    mist: Colour
    mist_top: float
    mist_strength: float
    scale: float
    shape: Shape | None


def _steps(camera: Camera, air: Air) -> list[tuple[float, float]]:
    steps, distance = [], 6.0
    while distance < camera.far:
        steps.append((distance, 1 - exp(-distance / air.reach)))
        distance += max(0.25, distance * 0.0045)
    return steps


def _draw_column(
    pixels: bytearray,
    start: int,
    slant: float,
    steps: list[tuple[float, float]],
    ground: array,
    paint: bytes,
    look: _Look,
) -> None:
    camera, lowest = look.camera, look.rows
    horizon, zoom = camera.horizon * look.rows, look.rows / camera.lens * 1.45
    for distance, haze in steps:
        x, y = camera.x + slant * distance, camera.y - distance
        height = _height(ground, x, y)
        if look.shape:
            height = look.shape(height / look.scale) * look.scale
        top = int(horizon + (camera.height - height) * zoom / distance)
        if top >= lowest:
            continue
        top = max(top, 0)
        colour = _through_air(_colour(paint, x * 2, y * 2), haze, height, look)
        pixels[start + top * 3 : start + lowest * 3] = colour * (lowest - top)
        lowest = top
        if not top:
            return


def _height(ground: array, x: float, y: float) -> float:
    column, row = int(x), int(y)
    across, down = x - column, y - row
    west, east = column & 1023, (column + 1) & 1023
    north, south = (row & 1023) << 10, ((row + 1) & 1023) << 10
    upper = ground[north + west] * (1 - across) + ground[north + east] * across
    lower = ground[south + west] * (1 - across) + ground[south + east] * across
    return upper * (1 - down) + lower * down


def _colour(paint: bytes, x: float, y: float) -> tuple[float, float, float]:
    column, row = int(x), int(y)
    across, down = x - column, y - row
    west, east = (column & 2047) * 3, ((column + 1) & 2047) * 3
    north, south = (row & 2047) * FINE * 3, ((row + 1) & 2047) * FINE * 3
    weights = ((1 - across) * (1 - down), across * (1 - down), (1 - across) * down, across * down)
    first, second, third, fourth = north + west, north + east, south + west, south + east
    a, b, c, d = weights
    return (
        paint[first] * a + paint[second] * b + paint[third] * c + paint[fourth] * d,
        paint[first + 1] * a + paint[second + 1] * b + paint[third + 1] * c + paint[fourth + 1] * d,
        paint[first + 2] * a + paint[second + 2] * b + paint[third + 2] * c + paint[fourth + 2] * d,
    )


def _through_air(colour: tuple[float, float, float], haze: float, height: float, look: _Look) -> bytes:
    red, green, blue = colour
    if height < look.mist_top:
        share = (1 - height / look.mist_top) * look.mist_strength * min(1.0, haze * 2.2)
        red += (look.mist[0] - red) * share
        green += (look.mist[1] - green) * share
        blue += (look.mist[2] - blue) * share
    far = look.haze
    red += (far[0] - red) * haze
    green += (far[1] - green) * haze
    blue += (far[2] - blue) * haze
    return bytes((int(red), int(green), int(blue)))


def flattened(heights: Image.Image, change: Callable[..., Image.Image]) -> Image.Image:
    """Return ``heights`` with ``change`` made to them, spread over 0 to 1 again."""
    return normal(calculate(change, a=heights))


def steep(heights: Image.Image, random: Random, *, low: float, high: float) -> Image.Image:
    """Return a mask of the steep places, FINE wide, with the frayed edge that snow has on rock."""
    across = calculate(lambda here, there: abs(here - there), a=heights, b=ImageChops.offset(heights, 2, 0))
    along = calculate(lambda here, there: abs(here - there), a=heights, b=ImageChops.offset(heights, 0, 2))
    slope = calculate(lambda first, second: first + second, a=across, b=along)
    frayed = fractal((FINE, FINE), random, cell=16, octaves=4, gain=0.75)
    fine = slope.resize((FINE, FINE), Image.Resampling.BICUBIC)
    return to_mask(
        calculate(lambda land, edge: land + (edge - 0.5) * low * 1.6, a=fine, b=frayed), low=low, high=high
    )
