"""A picture being painted: sky, light, hills, water, mist, and the grain of film over all."""

from functools import cache
from math import sin
from random import Random

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

from .noise import fractal, profile, to_mask

OVERSAMPLING = 2
Colour = tuple[int, int, int]
Stops = list[tuple[float, str]]


@cache
def rgb(colour: str) -> Colour:
    """Return ``#rrggbb`` as three numbers."""
    return ImageColor.getrgb(colour)[:3]


def mixed(first: str, second: str, share: float) -> Colour:
    """Return the colour that lies ``share`` of the way from ``first`` to ``second``."""
    pairs = zip(rgb(first), rgb(second), strict=True)
    return tuple(round(a + (b - a) * share) for a, b in pairs)


def ramp(stops: Stops, count: int) -> list[Colour]:
    """Return ``count`` colours that pass through ``stops`` of (place from 0 to 1, colour)."""
    return [_between(stops, index / max(count - 1, 1)) for index in range(count)]


def _between(stops: Stops, place: float) -> Colour:
    for (start, first), (end, second) in zip(stops, stops[1:], strict=False):
        if place <= end:
            return mixed(first, second, max(0.0, (place - start) / (end - start)))
    return rgb(stops[-1][1])


def tinted(mask: Image.Image, stops: Stops) -> Image.Image:
    """Return a grey picture with its tones replaced by the colours of ``stops``."""
    colours = ramp(stops, 256)
    return Image.merge("RGB", [mask.point([colour[band] for colour in colours]) for band in range(3)])


class Scene:
    """A canvas drawn at twice its size; places and lengths are shares of its width and height, 0 to 1."""

    def __init__(self, seed: int, width: int = 1600, height: int = 1000) -> None:
        self.random = Random(seed)
        self.final = (width, height)
        self.width, self.height = self.size = (width * OVERSAMPLING, height * OVERSAMPLING)
        self.picture = Image.new("RGB", self.size)

    @property
    def pen(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.picture)

    def at(self, x: float, y: float) -> tuple[float, float]:
        return (x * self.width, y * self.height)

    def mask(self) -> tuple[Image.Image, ImageDraw.ImageDraw]:
        """Return an empty mask and a pen for it."""
        mask = Image.new("L", self.size)
        return mask, ImageDraw.Draw(mask)

    def polygon(self, places: list[tuple[float, float]], fill: str | Colour) -> None:
        self.pen.polygon([self.at(*place) for place in places], fill=fill)

    def line(self, places: list[tuple[float, float]], fill: str | Colour, width: int) -> None:
        self.pen.line([self.at(*place) for place in places], fill=fill, width=width)

    def box(self, left: float, top: float, right: float, low: float, fill: str | Colour) -> None:
        self.pen.rectangle((*self.at(left, top), *self.at(right, low)), fill=fill)

    def sky(self, stops: Stops, *, top: float = 0.0, bottom: float = 1.0) -> None:
        """Fill from ``top`` to ``bottom`` with a gradient."""
        rows = round((bottom - top) * self.height)
        column = Image.new("RGB", (1, rows))
        column.putdata(ramp(stops, rows))
        self.picture.paste(column.resize((self.width, rows)), (0, round(top * self.height)))

    def wash(self, mask: Image.Image, colour: str) -> None:
        """Lay ``colour`` over the picture, as thick as ``mask`` is white."""
        self.picture.paste(rgb(colour), (0, 0), mask)

    def light(self, mask: Image.Image, colour: str) -> None:
        """Add light of ``colour`` where ``mask`` is white."""
        glow = Image.new("RGB", self.size)
        glow.paste(rgb(colour), (0, 0), mask)
        self.picture = ImageChops.screen(self.picture, glow)

    def glow(
        self, x: float, y: float, radius: float, colour: str, *, strength: float = 1.0, flat: float = 1.0
    ) -> None:
        """Add a soft round light; ``radius`` is a share of the width, ``flat`` squeezes it to an ellipse."""
        box = (max(2, round(radius * 2 * self.width)), max(2, round(radius * 2 * self.width * flat)))
        spot = ImageChops.invert(Image.radial_gradient("L")).point(_falloff(strength)).resize(box)
        centre = self.at(x, y)
        mask = Image.new("L", self.size)
        mask.paste(spot, (round(centre[0] - box[0] / 2), round(centre[1] - box[1] / 2)))
        self.light(mask, colour)

    def disc(self, x: float, y: float, radius: float, colour: str, *, blur: float = 2.0) -> None:
        mask, pen = self.mask()
        pen.circle(self.at(x, y), radius * self.width, fill=255)
        self.wash(mask.filter(ImageFilter.GaussianBlur(blur)), colour)

    def clouds(
        self,
        colour: str,
        *,
        top: float,
        bottom: float,
        thickness: float,
        cell: float = 0.2,
        stretch: float = 4.0,
    ) -> None:
        """Lay clouds of noise between ``top`` and ``bottom``, fading at both."""
        half = (self.width // 2, self.height // 2)
        noise = fractal(
            half, self.random, cell=cell * half[0] / stretch, octaves=6, gain=0.55, stretch=stretch
        )
        mask = to_mask(noise, low=0.45, high=0.9).resize(self.size)
        self.wash(ImageChops.multiply(mask, self.band(top, bottom, thickness)), colour)

    def band(self, top: float, bottom: float, strength: float = 1.0) -> Image.Image:
        """Return a mask that is ``strength`` in the middle and fades to ``top`` and ``bottom``."""
        middle, half = (top + bottom) / 2, max((bottom - top) / 2, 1e-3)
        column = Image.new("L", (1, self.height))
        shares = (max(0.0, 1 - abs(row / self.height - middle) / half) for row in range(self.height))
        column.putdata([round(255 * strength * (3 * share**2 - 2 * share**3)) for share in shares])
        return column.resize(self.size)

    def mist(self, y: float, depth: float, colour: str, strength: float = 0.6) -> None:
        """Lay uneven mist around the height ``y``."""
        small = (self.width // 8, self.height // 8)
        noise = fractal(small, self.random, cell=small[1] / 3, octaves=4, stretch=5)
        uneven = to_mask(noise, low=-0.4, high=0.9).resize(self.size)
        self.wash(ImageChops.multiply(uneven, self.band(y - depth, y + depth, strength)), colour)

    def ridge(
        self, y: float, height: float, stops: Stops, *, waves: float = 3, gain: float = 0.5
    ) -> Image.Image:
        """Paint hills that rise ``height`` above ``y``, coloured from the crest down; return their mask."""
        crest = profile(self.width // 4, self.random, waves=waves, gain=gain, octaves=8)
        line = [(index * 4.1, (y - share * height) * self.height) for index, share in enumerate(crest)]
        mask, pen = self.mask()
        pen.polygon([*line, (self.width, self.height), (0, self.height)], fill=255)
        below = Scene.__new__(Scene)
        below.size, below.width, below.height, below.picture = (
            self.size,
            self.width,
            self.height,
            self.picture.copy(),
        )
        below.sky(stops, top=max(0.0, y - height), bottom=1.0)
        self.picture.paste(below.picture, (0, 0), mask)
        return mask

    def reflect(self, horizon: float, *, darken: str = "#c8d0d8", ripple: float = 0.006) -> None:
        """Mirror what is above ``horizon`` in the water below it, broken by ripples that grow when near."""
        edge = round(horizon * self.height)
        above = self.picture.crop((0, max(0, 2 * edge - self.height), self.width, edge))
        mirror = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM).filter(ImageFilter.GaussianBlur(3))
        mirror = ImageChops.multiply(mirror, Image.new("RGB", mirror.size, darken))
        swell = profile(self.height, self.random, waves=90, octaves=4, gain=0.7)
        for row in range(mirror.height):
            near = row / max(mirror.height, 1)
            push = (
                (swell[row] - 0.5 + 0.3 * sin(row / (4 + 26 * near)))
                * ripple
                * self.width
                * (0.15 + 2 * near)
            )
            strip = mirror.crop((0, row, self.width, row + 1))
            self.picture.paste(ImageChops.offset(strip, round(push), 0), (0, edge + row))

    def glitter(
        self,
        x: float,
        horizon: float,
        colour: str,
        *,
        count: int = 900,
        spread: float = 0.05,
        bottom: float = 1.0,
    ) -> None:
        """Scatter sparks of light on water below a sun or a lamp at ``x``."""
        mask, pen = self.mask()
        for _ in range(count):
            near = self.random.random() ** 1.6
            y = horizon + (bottom - horizon) * near
            across = x + self.random.gauss(0, spread * (0.25 + near))
            length, thick = 0.003 + 0.018 * near * self.random.random(), 0.0008 + 0.0022 * near
            left, top = self.at(across - length, y - thick)
            right, low = self.at(across + length, y + thick)
            pen.ellipse(
                (left, top, right, low), fill=round(255 * (1 - 0.6 * near) * self.random.uniform(0.35, 1))
            )
        self.light(mask.filter(ImageFilter.GaussianBlur(2)), colour)

    def stars(self, count: int, *, bottom: float = 1.0, bright: float = 1.0) -> None:
        mask, pen = self.mask()
        for _ in range(count):
            x, y = self.random.random() * self.width, self.random.random() * bottom * self.height
            size = self.random.random() ** 6 * 3.4 + 0.9
            pen.circle((x, y), size, fill=round(255 * bright * self.random.uniform(0.3, 1)))
        self.light(mask.filter(ImageFilter.GaussianBlur(0.8)), "#eef2ff")

    def soften(self, radius: float) -> None:
        self.picture = self.picture.filter(ImageFilter.GaussianBlur(radius))

    def vignette(self, strength: float = 0.35) -> None:
        """Darken the corners as a lens does."""
        corner = Image.radial_gradient("L").resize((self.width * 3 // 2, self.height * 3 // 2))
        left, top = self.width // 4, self.height // 4
        corner = corner.crop((left, top, left + self.width, top + self.height))
        self.wash(
            corner.point([round(max(0, tone - 90) / 165 * 255 * strength) for tone in range(256)]), "#05070c"
        )

    def finished(self, *, grain: float = 1.7, vignette: float = 0.35) -> Image.Image:
        """Return the picture at its final size with film grain, which also hides the steps of gradients."""
        self.vignette(vignette)
        picture = self.picture.resize(self.final, Image.Resampling.LANCZOS)
        count = self.final[0] * self.final[1]
        speck = Image.frombytes("L", self.final, self.random.randbytes(count)).filter(
            ImageFilter.GaussianBlur(0.7)
        )
        offset = Image.merge(
            "RGB", [speck.point([round(128 + (tone - 128) * grain / 40) for tone in range(256)])] * 3
        )
        return ImageChops.add(picture, offset, scale=1, offset=-128)


def _falloff(strength: float) -> list[int]:
    # Pillow's radial gradient still has 74 at the middle of its edges: only the corners are black.
    return [round(255 * strength * max(0.0, (tone - 78) / 177) ** 2.2) for tone in range(256)]
