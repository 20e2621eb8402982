"""Landscapes: mountains, dunes, terraces, tea."""

from math import pi, sin

from PIL import Image, ImageChops, ImageFilter

from .noise import calculate, fractal, normal, ridged, to_mask
from .scene import Scene, tinted
from .terrain import FINE, MAP, Air, Camera, flattened, relief, shade, steep, view

SQUARE = (MAP, MAP)
TERRACES = 40


def _rising(
    heights: Image.Image, *, share: float, start: float = 0.0, end: float = 1.0, drop: float = 0.0
) -> Image.Image:
    """Return land that rises with distance from ``start`` to ``end`` of the way; ``share`` of it is slope.

    Behind ``end`` it falls again by ``drop``, so that the skyline is a crest and not the end of the map.
    """
    way = [(MAP - row) / MAP for row in range(MAP)]
    column = Image.new("F", (1, MAP))
    column.putdata([_eased((far - start) / (end - start)) - drop * _eased((far - end) / 0.25) for far in way])
    slope = column.resize(SQUARE)
    return normal(
        calculate(
            lambda land, far: land * (1 - share) * (far * 0.85 + 0.15) + far * share, a=heights, b=slope
        )
    )


def _eased(value: float) -> float:
    value = min(1.0, max(0.0, value))
    return value * value * (3 - 2 * value)


def _mountains(scene: Scene, *, cell: float) -> Image.Image:
    crests = ridged(fractal(SQUARE, scene.random, cell=cell, octaves=7, gain=0.47))
    peaks = flattened(crests, lambda height: height * height)
    return _rising(peaks, share=0.25, start=0.2, end=0.58, drop=0.7)


def glacier(seed: int) -> Image.Image:
    """High snow peaks at morning above a field of ice."""
    scene = Scene(seed)
    scene.sky([(0, "#24528f"), (0.3, "#6f9dcc"), (0.5, "#d7dfe2"), (1, "#f3e3d6")])
    scene.clouds("#ffffff", top=-0.1, bottom=0.45, thickness=0.6, cell=0.3)
    heights = _mountains(scene, cell=300)
    snow = tinted(
        relief(heights, scene.random, strength=1.5, detail=0.03),
        [(0, "#2c4674"), (0.42, "#8aa5c9"), (0.55, "#dfe5ec"), (0.7, "#fff6ea"), (1, "#fffaf2")],
    )
    stone = tinted(
        relief(heights, scene.random, strength=1.2, detail=0.05),
        [(0, "#121a28"), (0.5, "#4a4b52"), (1, "#b39b86")],
    )
    snow.paste(stone, (0, 0), steep(heights, scene.random, low=0.018, high=0.034))
    snow.paste(
        (44, 72, 120), (0, 0), shade(heights, fall=0.6, scale=190).point([tone * 0.55 for tone in range(256)])
    )
    snow.paste((74, 124, 170), (0, 0), _crevasses(scene))
    view(
        scene,
        heights,
        snow,
        Camera(512, 1010, 62, horizon=0.55, lens=0.95, far=960),
        Air("#b9cbe0", 1700, "#dfe7f0", 40, 0.3),
        scale=190,
    )
    return scene.finished()


def _crevasses(scene: Scene) -> Image.Image:
    """Return a mask of cracks in the ice of the near half, FINE wide."""
    cracks = ridged(fractal((FINE, FINE), scene.random, cell=46, octaves=3, gain=0.4, stretch=3))
    near = Image.linear_gradient("L").point([min(255, max(0, (tone - 150) * 4)) for tone in range(256)])
    return ImageChops.multiply(to_mask(cracks, low=0.95, high=0.995), near.resize((FINE, FINE)))


def mist(seed: int) -> Image.Image:
    """Blue ranges one behind the other, cloud in the valleys."""
    scene = Scene(seed)
    scene.sky([(0, "#6f8fb0"), (0.25, "#c9ccc9"), (0.42, "#f7dcb8"), (1, "#f4e6d0")])
    scene.glow(0.68, 0.27, 0.36, "#ffd9a0", strength=0.9)
    scene.disc(0.68, 0.25, 0.022, "#fff6e0", blur=6)
    tones = [
        ("#aebccb", 0.5),
        ("#8fa4b9", 0.56),
        ("#6d88a2", 0.64),
        ("#4b6a86", 0.73),
        ("#2c4a63", 0.84),
        ("#142c40", 0.97),
    ]
    for step, (tone, y) in enumerate(tones):
        pale = "#e8dccb" if step < 3 else "#b9c6cf"
        scene.ridge(
            y, 0.17 + 0.03 * step, [(0, tone), (0.35, tone), (1, pale)], waves=2.2 + step * 0.7, gain=0.47
        )
        scene.mist(y + 0.06, 0.10, "#f1e8dc", 0.75 - 0.1 * step)
    return scene.finished()


def dunes(seed: int) -> Image.Image:
    """Sand sea with low sun: sharp crests, one side lit."""
    scene = Scene(seed)
    scene.sky([(0, "#4d7fb0"), (0.2, "#9cb8c6"), (0.36, "#f0cfa4"), (1, "#e8b983")])
    heights = _dune_heights(scene)
    view(
        scene,
        heights,
        _sand(scene, heights),
        Camera(512, 1000, 72, horizon=0.3, lens=0.95),
        Air("#ecc79d", 620),
        scale=74,
    )
    return scene.finished()


def _dune_heights(scene: Scene) -> Image.Image:
    bend = fractal(SQUARE, scene.random, cell=300, octaves=3, gain=0.4)
    swell = fractal(SQUARE, scene.random, cell=420, octaves=2)
    wave = Image.new("F", SQUARE)
    wave.putdata([_dune_wave(x, y, push) for (y, x), push in zip(_places(), bend.getdata(), strict=True)])
    return flattened(
        calculate(lambda a, b: a * (b * 0.9 + 0.25) + b * 0.35, a=wave, b=swell).filter(
            ImageFilter.BoxBlur(0)
        ),
        lambda h: h,
    )


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
    colours = tinted(
        lit, [(0, "#3b2430"), (0.38, "#7c4a3a"), (0.5, "#cf9560"), (0.62, "#efc48a"), (1, "#fff0cf")]
    )
    colours.paste(
        (74, 44, 56), (0, 0), shade(heights, fall=0.42, scale=74).point([tone * 0.7 for tone in range(256)])
    )
    return colours


def terraces(seed: int) -> Image.Image:
    """Rice terraces under water, which hold the evening sky."""
    scene = Scene(seed)
    scene.sky([(0, "#55709a"), (0.14, "#c9b3b0"), (0.24, "#f6c98f"), (1, "#f6c98f")])
    scene.clouds("#fff1de", top=-0.05, bottom=0.25, thickness=0.7)
    smooth = _rising(fractal(SQUARE, scene.random, cell=260, octaves=3, gain=0.25), share=0.34, end=0.95)
    water, rims = _flooded(smooth)
    green = tinted(
        relief(smooth, scene.random, strength=1.5, detail=0.05),
        [(0, "#0f1a10"), (0.5, "#33451f"), (1, "#7d8a3e")],
    )
    sheen = tinted(
        to_mask(fractal((FINE, FINE), scene.random, cell=260, octaves=4)),
        [(0, "#566f93"), (0.35, "#a39bab"), (0.6, "#eebb8c"), (1, "#ffe6b0")],
    )
    green.paste(sheen, (0, 0), water)
    green.paste((24, 30, 18), (0, 0), rims)
    view(
        scene,
        smooth,
        green,
        Camera(512, 1010, 150, horizon=0.22, lens=0.75, far=960),
        Air("#e0bd9c", 1000, "#f3dcc4", 40, 0.4),
        scale=190,
        shape=_step,
    )
    scene.mist(0.22, 0.1, "#f6d9b4", 0.5)
    return scene.finished()


def _flooded(smooth: Image.Image) -> tuple[Image.Image, Image.Image]:
    """Return masks, FINE wide, of each terrace's flooded part and of its rim."""
    fine = smooth.resize((FINE, FINE), Image.Resampling.BICUBIC)
    share = Image.new("F", (FINE, FINE))
    share.putdata([value * TERRACES % 1.0 for value in fine.getdata()])
    water = to_mask(calculate(lambda part: abs(part - 0.3), a=share), low=0.32, high=0.26)
    rims = to_mask(calculate(lambda part: abs(part - 0.66), a=share), low=0.1, high=0.03)
    return water, rims


def _step(height: float) -> float:
    whole = int(height * TERRACES)
    return (whole + _eased((height * TERRACES - whole - 0.5) / 0.5)) / TERRACES


def tea(seed: int) -> Image.Image:
    """Hills combed with rows of tea, mist behind."""
    scene = Scene(seed)
    scene.sky([(0, "#8fb3c6"), (0.2, "#d9e6e3"), (0.3, "#f5f0de"), (1, "#eef0e2")])
    scene.ridge(0.3, 0.2, [(0, "#9cb8b4"), (1, "#dbe6de")], waves=2.5)
    smooth = _rising(fractal(SQUARE, scene.random, cell=300, octaves=3, gain=0.28), share=0.3, end=0.9)
    rows = Image.new("F", SQUARE)
    rows.putdata([abs(sin(value * 230)) ** 0.5 for value in smooth.getdata()])
    leaf = fractal(SQUARE, scene.random, cell=7, octaves=3, gain=0.7)
    heights = calculate(
        lambda land, row, rough: land + row * 0.016 + rough * row * 0.008, a=smooth, b=rows, c=leaf
    )
    leaves = tinted(
        to_mask(rows, low=0.25, high=1.0).resize((FINE, FINE), Image.Resampling.BICUBIC),
        [(0, "#20190f"), (0.3, "#1b3416"), (0.75, "#47742a"), (1, "#86ab45")],
    )
    light = relief(smooth, scene.random, strength=1.6, detail=0.16)
    colours = ImageChops.multiply(leaves, tinted(light, [(0, "#3c4c5c"), (0.5, "#d2d8c2"), (1, "#ffffee")]))
    view(
        scene,
        heights,
        colours,
        Camera(512, 1010, 120, horizon=0.24, lens=0.9, far=900),
        Air("#dfe8df", 900, "#f1f4ea", 30, 0.5),
        scale=150,
    )
    scene.mist(0.3, 0.1, "#f3f5ec", 0.8)
    return scene.finished(vignette=0.25)


def high_pass(seed: int) -> Image.Image:
    """Dusk on a snow pass, one lit window below the peaks."""
    scene = Scene(seed)
    scene.sky([(0, "#0d1a36"), (0.25, "#2e3f6b"), (0.45, "#8d6680"), (0.6, "#e6a27a"), (1, "#e6a27a")])
    scene.stars(300, bottom=0.3, bright=0.8)
    heights = _mountains(scene, cell=300)
    snow = tinted(
        relief(heights, scene.random, strength=1.3, detail=0.03),
        [(0, "#101936"), (0.44, "#4a5b92"), (0.56, "#8f93bf"), (0.7, "#f0bfae"), (1, "#ffe0c8")],
    )
    stone = tinted(
        relief(heights, scene.random, strength=1.0, detail=0.05),
        [(0, "#070b18"), (0.5, "#23273c"), (1, "#7c6470")],
    )
    snow.paste(stone, (0, 0), steep(heights, scene.random, low=0.018, high=0.036))
    view(
        scene,
        heights,
        snow,
        Camera(512, 1010, 66, horizon=0.55, lens=0.95, far=960),
        Air("#8a7390", 1300, "#6d7099", 36, 0.4),
        scale=200,
    )
    _hut(scene, 0.62, 0.80)
    return scene.finished(vignette=0.5)


def _hut(scene: Scene, x: float, y: float) -> None:
    pen = scene.pen
    pen.polygon(
        [
            scene.at(x - 0.022, y),
            scene.at(x - 0.022, y - 0.03),
            scene.at(x, y - 0.05),
            scene.at(x + 0.022, y - 0.03),
            scene.at(x + 0.022, y),
        ],
        fill="#10131f",
    )
    pen.polygon(
        [
            scene.at(x - 0.026, y - 0.028),
            scene.at(x, y - 0.055),
            scene.at(x + 0.026, y - 0.028),
            scene.at(x, y - 0.046),
        ],
        fill="#c9cbe2",
    )
    pen.rectangle((*scene.at(x - 0.012, y - 0.026), *scene.at(x - 0.003, y - 0.012)), fill="#ffd27a")
    pen.line((*scene.at(x + 0.03, y), *scene.at(x + 0.03, y - 0.10)), fill="#10131f", width=5)
    pen.line((*scene.at(x + 0.022, y - 0.092), *scene.at(x + 0.038, y - 0.092)), fill="#10131f", width=4)
    scene.glow(x - 0.008, y - 0.018, 0.06, "#ffb452", strength=0.8)
