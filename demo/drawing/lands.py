"""Landscapes: mountains, dunes, terraces, tea."""

from math import pi, sin

from PIL import Image, ImageChops, ImageFilter

from .noise import calculate, fractal, ridged, to_mask
from .scene import Scene, tinted
from .terrain import FINE, MAP, Air, Camera, flattened, relief, shade, steep, view

SQUARE = (MAP, MAP)


def _mountains(scene: Scene, *, cell: float = 420, sharp: float = 1.6) -> Image.Image:
    crests = ridged(fractal(SQUARE, scene.random, cell=cell, octaves=7, gain=0.48))
    return flattened(crests, lambda height: height * height * (sharp - height * (sharp - 1)))


def glacier(seed: int) -> Image.Image:
    """High snow peaks at morning with a glacier between them."""
    scene = Scene(seed)
    scene.sky([(0, "#2f5f9c"), (0.25, "#7fa6cf"), (0.45, "#e9d9cf"), (1, "#f3e3d6")])
    scene.clouds("#ffffff", top=-0.1, bottom=0.4, thickness=0.5, cell=0.3)
    heights = _mountains(scene)
    rock = steep(heights, low=0.016, high=0.05)
    colours = tinted(relief(heights, scene.random, strength=0.7, detail=0.03), [(0, "#3f587f"), (0.45, "#9fb6d2"), (0.6, "#f6efe8"), (1, "#fffaf2")])
    stone = tinted(relief(heights, scene.random, strength=0.9, detail=0.05), [(0, "#1d2735"), (0.5, "#5a5f68"), (1, "#b8a595")])
    colours.paste(stone, (0, 0), rock)
    colours.paste((52, 78, 122), (0, 0), shade(heights, fall=0.5, scale=190).point([tone * 0.6 for tone in range(256)]))
    view(scene, heights, colours, Camera(500, 900, 150, horizon=0.3), Air("#c9d3e0", 800, "#e6ebf2", 60, 0.5), scale=190)
    return scene.finished()


def mist(seed: int) -> Image.Image:
    """Blue ranges one behind the other, cloud in the valleys."""
    scene = Scene(seed)
    scene.sky([(0, "#6f8fb0"), (0.25, "#c9ccc9"), (0.42, "#f7dcb8"), (1, "#f4e6d0")])
    scene.glow(0.68, 0.27, 0.36, "#ffd9a0", strength=0.9)
    scene.disc(0.68, 0.25, 0.022, "#fff6e0", blur=6)
    tones = [("#aebccb", 0.5), ("#8fa4b9", 0.56), ("#6d88a2", 0.64), ("#4b6a86", 0.73), ("#2c4a63", 0.84), ("#142c40", 0.97)]
    for step, (tone, y) in enumerate(tones):
        pale = "#e8dccb" if step < 3 else "#b9c6cf"
        scene.ridge(y, 0.17 + 0.03 * step, [(0, tone), (0.35, tone), (1, pale)], waves=2.2 + step * 0.7, gain=0.47)
        scene.mist(y + 0.06, 0.10, "#f1e8dc", 0.75 - 0.1 * step)
    return scene.finished()


def dunes(seed: int) -> Image.Image:
    """Sand sea with low sun: sharp crests, one side lit."""
    scene = Scene(seed)
    scene.sky([(0, "#4d7fb0"), (0.2, "#9cb8c6"), (0.36, "#f0cfa4"), (1, "#e8b983")])
    heights = _dune_heights(scene)
    view(scene, heights, _sand(scene, heights), Camera(470, 980, 64, horizon=0.3), Air("#ecc79d", 620), scale=74)
    return scene.finished()


def _dune_heights(scene: Scene) -> Image.Image:
    bend = fractal(SQUARE, scene.random, cell=300, octaves=3, gain=0.4)
    swell = fractal(SQUARE, scene.random, cell=420, octaves=2)
    wave = Image.new("F", SQUARE)
    wave.putdata([_dune_wave(x, y, push) for (y, x), push in zip(_places(), bend.getdata(), strict=True)])
    return flattened(calculate(lambda a, b: a * (b * 0.9 + 0.25) + b * 0.35, a=wave, b=swell).filter(ImageFilter.BoxBlur(0)), lambda h: h)


def _places():
    return ((row, column) for row in range(MAP) for column in range(MAP))


def _dune_wave(x: float, y: float, push: float) -> float:
    # The wind side rises slowly over seven tenths of a wave and the lee side falls in the rest.
    phase = ((x * 0.8 + y * 0.45) / 150 + push * 3.2) % 1.0
    return sin(phase / 0.7 * pi / 2) ** 1.3 if phase < 0.7 else 1 - sin((phase - 0.7) / 0.3 * pi / 2)


def _sand(scene: Scene, heights: Image.Image) -> Image.Image:
    lit = relief(heights, scene.random, strength=1.0)
    lines = fractal((FINE, FINE), scene.random, cell=10, octaves=2, stretch=5)
    lit = ImageChops.add(lit, to_mask(lines, low=0, high=12), 1, -10)
    colours = tinted(lit, [(0, "#3b2430"), (0.38, "#7c4a3a"), (0.5, "#cf9560"), (0.62, "#efc48a"), (1, "#fff0cf")])
    colours.paste((74, 44, 56), (0, 0), shade(heights, fall=0.42, scale=74).point([tone * 0.7 for tone in range(256)]))
    return colours


def terraces(seed: int) -> Image.Image:
    """Rice terraces under water, which hold the evening sky."""
    scene = Scene(seed)
    scene.sky([(0, "#6a86a8"), (0.2, "#d8c3b4"), (0.33, "#f6c98f"), (1, "#f6c98f")])
    scene.clouds("#fff1de", top=-0.05, bottom=0.3, thickness=0.7)
    smooth = fractal(SQUARE, scene.random, cell=380, octaves=4, gain=0.33)
    heights, banks = _stepped(smooth, steps=34)
    green = tinted(relief(smooth, scene.random, strength=0.8, detail=0.06), [(0, "#1c2b1a"), (0.5, "#4a5f2c"), (1, "#94a04c")])
    water = tinted(to_mask(fractal((FINE, FINE), scene.random, cell=500, octaves=3)), [(0, "#8296ae"), (0.5, "#d9c0ae"), (1, "#ffdca4")])
    green.paste(water, (0, 0), banks)
    view(scene, heights, green, Camera(520, 940, 128, horizon=0.2), Air("#d9bfa6", 700, "#f3dcc4", 50, 0.5), scale=120)
    return scene.finished()


def _stepped(smooth: Image.Image, *, steps: int) -> tuple[Image.Image, Image.Image]:
    """Return the heights cut to steps, and a mask (FINE wide) of the flat, flooded part of each."""
    fine = smooth.resize((FINE, FINE), Image.Resampling.BICUBIC)
    share = Image.new("F", (FINE, FINE))
    share.putdata([value * steps % 1.0 for value in fine.getdata()])
    flat = Image.new("F", SQUARE)
    flat.putdata([_step(value * steps) / steps for value in smooth.getdata()])
    return flat, to_mask(calculate(lambda part: abs(part - 0.42), a=share), low=0.36, high=0.28)


def _step(value: float) -> float:
    whole = int(value)
    part = value - whole
    return whole + max(0.0, (part - 0.8) / 0.2)


def tea(seed: int) -> Image.Image:
    """Hills combed with rows of tea, mist behind."""
    scene = Scene(seed)
    scene.sky([(0, "#a9c4cf"), (0.2, "#dfe7e0"), (0.36, "#f5f0de"), (1, "#eef0e2")])
    smooth = fractal(SQUARE, scene.random, cell=330, octaves=3, gain=0.28)
    rows = Image.new("F", SQUARE)
    rows.putdata([abs(sin(value * 120)) ** 0.6 for value in smooth.getdata()])
    heights = calculate(lambda land, row: land + row * 0.022, a=smooth, b=rows)
    crowns = to_mask(rows, low=0.1, high=1.0).resize((FINE, FINE), Image.Resampling.BICUBIC)
    leaves = tinted(crowns, [(0, "#2c2a1c"), (0.25, "#1f3d1c"), (0.7, "#4c7a2c"), (1, "#9ab84e")])
    light = relief(smooth, scene.random, strength=1.1, detail=0.09)
    colours = ImageChops.multiply(leaves, tinted(light, [(0, "#56687a"), (0.5, "#c9d2c0"), (1, "#fffbe6")]))
    colours = ImageChops.add(colours, colours.point([tone // 4 for tone in range(256)] * 3))
    view(scene, heights, colours, Camera(430, 960, 104, horizon=0.2), Air("#e3eadf", 420, "#f1f4ea", 40, 0.6), scale=96)
    scene.mist(0.26, 0.12, "#f3f5ec", 0.7)
    return scene.finished(vignette=0.2)


def high_pass(seed: int) -> Image.Image:
    """Dusk on a snow pass, one lit window far below."""
    scene = Scene(seed)
    scene.sky([(0, "#0d1a36"), (0.2, "#2e3f6b"), (0.38, "#a06a7a"), (0.5, "#e6a27a"), (1, "#e6a27a")])
    scene.stars(260, bottom=0.22, bright=0.8)
    heights = _mountains(scene, cell=360)
    snow = tinted(relief(heights, scene.random, strength=0.7, detail=0.025), [(0, "#141d3a"), (0.46, "#53649a"), (0.6, "#a9a6c8"), (1, "#ffd9c4")])
    stone = tinted(relief(heights, scene.random, strength=0.8, detail=0.05), [(0, "#0a1020"), (0.5, "#2b3048"), (1, "#7c6470")])
    snow.paste(stone, (0, 0), steep(heights, low=0.02, high=0.05))
    view(scene, heights, snow, Camera(210, 700, 120, horizon=0.33), Air("#7d6c8c", 760, "#6d7099", 70, 0.55), scale=165)
    _hut(scene, 0.62, 0.74)
    return scene.finished(vignette=0.5)


def _hut(scene: Scene, x: float, y: float) -> None:
    pen = scene.pen
    pen.polygon([scene.at(x - 0.022, y), scene.at(x - 0.022, y - 0.03), scene.at(x, y - 0.05), scene.at(x + 0.022, y - 0.03), scene.at(x + 0.022, y)], fill="#10131f")
    pen.polygon([scene.at(x - 0.026, y - 0.028), scene.at(x, y - 0.055), scene.at(x + 0.026, y - 0.028), scene.at(x, y - 0.046)], fill="#c9cbe2")
    pen.rectangle((*scene.at(x - 0.012, y - 0.026), *scene.at(x - 0.003, y - 0.012)), fill="#ffd27a")
    pen.line((*scene.at(x + 0.03, y), *scene.at(x + 0.03, y - 0.10)), fill="#10131f", width=5)
    pen.line((*scene.at(x + 0.022, y - 0.092), *scene.at(x + 0.038, y - 0.092)), fill="#10131f", width=4)
    scene.glow(x - 0.008, y - 0.018, 0.06, "#ffb452", strength=0.8)
