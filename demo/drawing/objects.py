"""Things close by: books, pots, a bowl, a football pitch."""

from math import cos, pi, sin

from PIL import Image, ImageChops, ImageFilter

from .noise import fractal, profile, to_mask
from .scene import Colour, Scene, mixed, rgb, tinted

LEATHER = [
    "#6b2a23",
    "#2f4a3c",
    "#23405e",
    "#7a5a2b",
    "#4a2f4f",
    "#8a3f2a",
    "#3b3a36",
    "#a88a55",
    "#5a6b4a",
    "#b7a27a",
    "#1f2f3c",
    "#8c6f5a",
]


def books(seed: int) -> Image.Image:
    """Shelves of worn books, lamp light from the left."""
    scene = Scene(seed)
    scene.picture.paste((30, 19, 12), (0, 0, *scene.size))
    for shelf in range(3):
        foot = 0.315 + shelf * 0.335
        _shelf_of_books(scene, foot)
        scene.pen.rectangle((*scene.at(0, foot), *scene.at(1, foot + 0.028)), fill="#5b3a22")
        scene.pen.rectangle((*scene.at(0, foot), *scene.at(1, foot + 0.004)), fill="#9a6a3f")
        scene.wash(scene.band(foot + 0.02, foot + 0.075, 0.8), "#0b0604")
    _worn(scene)
    scene.glow(0.2, 0.25, 0.75, "#c98a45", strength=0.42, flat=1.0)
    return scene.finished(vignette=0.65)


def _shelf_of_books(scene: Scene, foot: float) -> None:
    random, x = scene.random, -0.01
    while x < 1.01:
        wide, tall = random.uniform(0.014, 0.042), random.uniform(0.19, 0.285)
        if random.random() < 0.04:
            x += random.uniform(0.01, 0.03)
        lean = random.choice([0, 0, 0, 0, 0, 0.02]) if wide < 0.025 else 0
        _spine(scene, x, foot, wide, tall, lean)
        x += wide + lean + 0.0012


def _spine(scene: Scene, x: float, foot: float, wide: float, tall: float, lean: float) -> None:
    random = scene.random
    tone = mixed_tone(random.choice(LEATHER), random)
    strips = 14
    for strip in range(strips):
        share = strip / strips
        light = 1 - 2.0 * abs(share - 0.36) ** 1.4
        left, right = x + wide * share, x + wide * (share + 1.05 / strips)
        colour = tuple(max(0, min(255, round(part * (0.35 + 0.75 * max(0.0, light))))) for part in tone)
        scene.pen.polygon(
            [
                scene.at(left + lean, foot - tall),
                scene.at(right + lean, foot - tall),
                scene.at(right, foot),
                scene.at(left, foot),
            ],
            fill=colour,
        )
    _gilding(scene, x, foot, wide, tall, lean)


def mixed_tone(colour: str, random) -> tuple[int, int, int]:
    """Return ``colour``, a little lighter or darker each time."""
    return mixed(colour, random.choice(["#000000", "#e8d6b0"]), random.uniform(0, 0.28))


def _gilding(scene: Scene, x: float, foot: float, wide: float, tall: float, lean: float) -> None:
    random, gold = scene.random, scene.random.choice(["#d8b25a", "#caa24a", "#e6d3a0", "#b98d3e"])
    for share in random.choice([(0.12, 0.15, 0.8, 0.83), (0.1, 0.3, 0.33, 0.9), (0.2, 0.78), ()]):
        y, push = foot - tall * share, lean * share
        scene.pen.line(
            (*scene.at(x + push + 0.001, y), *scene.at(x + push + wide - 0.001, y)), fill=gold, width=3
        )
    if random.random() < 0.6:
        top, push = foot - tall * random.uniform(0.66, 0.75), lean * 0.7
        for line in range(random.randint(3, 7)):
            inset = wide * random.uniform(0.26, 0.38)
            y = top + line * 0.011
            scene.pen.line(
                (*scene.at(x + push + inset, y), *scene.at(x + push + wide - inset, y)), fill=gold, width=5
            )


def _worn(scene: Scene) -> None:
    half = (scene.width // 2, scene.height // 2)
    scratches = fractal(half, scene.random, cell=18, octaves=4, gain=0.8, stretch=0.25)
    texture = tinted(to_mask(scratches, low=0.1, high=0.7), [(0, "#a8a39c"), (1, "#ffffff")]).resize(
        scene.size
    )
    scene.picture = ImageChops.multiply(scene.picture, texture)


def pottery(seed: int) -> Image.Image:
    """Five glazed pots on a plank against a plaster wall."""
    scene = Scene(seed)
    scene.sky([(0, "#cfc4b2"), (0.7, "#bfae97"), (1, "#8f7c66")])
    _plaster(scene)
    _plank(scene, 0.79)
    jar = [(0, 0.30), (0.06, 0.36), (0.14, 0.24), (0.24, 0.30), (0.5, 0.62), (0.75, 0.5), (1, 0.30)]
    vase = [(0, 0.22), (0.05, 0.26), (0.3, 0.13), (0.5, 0.22), (0.75, 0.42), (0.92, 0.36), (1, 0.26)]
    bowl = [(0, 0.92), (0.1, 0.90), (0.5, 0.72), (0.85, 0.42), (0.9, 0.34), (1, 0.36)]
    cup = [(0, 0.42), (0.05, 0.43), (0.5, 0.42), (0.85, 0.36), (1, 0.28)]
    bottle = [(0, 0.14), (0.04, 0.17), (0.08, 0.12), (0.4, 0.12), (0.55, 0.3), (0.75, 0.38), (1, 0.3)]
    for x, tall, shape, body, glaze in [
        (0.16, 0.32, cup, "#8d6b4b", "#dfe4da"),
        (0.34, 0.56, vase, "#6a4a38", "#6f9a8f"),
        (0.515, 0.21, bowl, "#5c4636", "#3c5f86"),
        (0.70, 0.43, jar, "#7a5138", "#a9b79a"),
        (0.875, 0.54, bottle, "#4a3a32", "#2a2320"),
    ]:
        _pot(scene, x, 0.80, tall, shape, body, glaze)
    scene.glow(0.0, 0.2, 0.8, "#fff0cf", strength=0.3)
    return scene.finished(vignette=0.45)


def _plaster(scene: Scene) -> None:
    noise = fractal((scene.width // 2, scene.height // 2), scene.random, cell=260, octaves=8, gain=0.62)
    texture = tinted(to_mask(noise), [(0, "#b9b2a6"), (1, "#ffffff")]).resize(scene.size)
    scene.picture = ImageChops.multiply(scene.picture, texture)


def _plank(scene: Scene, y: float) -> None:
    rows = scene.height - round(y * scene.height)
    fibre = fractal((scene.width // 2, rows // 2), scene.random, cell=10, octaves=5, gain=0.7, stretch=40)
    wood = tinted(to_mask(fibre), [(0, "#2b1a10"), (0.5, "#5c3d26"), (1, "#936a44")]).resize(
        (scene.width, rows)
    )
    scene.picture.paste(wood, (0, round(y * scene.height)))
    scene.wash(scene.band(y - 0.006, y + 0.01, 0.5), "#1a0f08")


def _pot(
    scene: Scene, x: float, foot: float, tall: float, shape: list[tuple[float, float]], body: str, glaze: str
) -> None:
    rows = round(tall * scene.height)
    widths = [_width(shape, row / rows) * tall * scene.height * 0.72 for row in range(rows)]
    middle, top, reach = x * scene.width, round(foot * scene.height) - rows, max(widths)
    shadow, dark = scene.mask()
    dark.ellipse((middle - reach * 0.7, top + rows - 26, middle + reach * 1.9, top + rows + 34), fill=190)
    scene.wash(shadow.filter(ImageFilter.GaussianBlur(22)), "#140b06")
    pot, cover = _thrown(scene, widths, rgb(body), rgb(glaze))
    scene.picture.paste(pot, (round(middle - reach), top), cover)
    for size, tone in ((1.0, mixed(glaze, "#ffffff", 0.25)), (0.88, mixed(glaze, "#0a0604", 0.72))):
        rim = widths[0] * size
        scene.pen.ellipse((middle - rim, top - rim * 0.13, middle + rim, top + rim * 0.13), fill=tone)


def _thrown(
    scene: Scene, widths: list[float], body: Colour, glaze: Colour
) -> tuple[Image.Image, Image.Image]:
    """Return a pot of these half ``widths``, row by row, its glaze run down unevenly, and its mask."""
    rows, reach = len(widths), max(widths)
    drip = profile(360, scene.random, waves=9, octaves=4)
    pot, cover = (Image.new(mode, (2 * round(reach) + 2, rows)) for mode in ("RGB", "L"))
    pixels, mask = pot.load(), cover.load()
    for row, wide in enumerate(widths):
        for column in range(int(reach - wide), int(reach + wide)):
            across = (column - reach) / wide
            glazed = row / rows < 0.66 + 0.13 * drip[min(359, int((across + 1) * 179))]
            clay = glaze if glazed else body
            pixels[column, row] = _clay(across, row / rows, clay, scene.random.random(), shiny=glazed)
            mask[column, row] = 255
    return pot.filter(ImageFilter.GaussianBlur(0.9)), cover.filter(ImageFilter.GaussianBlur(1))


def _width(shape: list[tuple[float, float]], share: float) -> float:
    for (start, first), (end, second) in zip(shape, shape[1:], strict=False):
        if share <= end:
            ease = (1 - cos((share - start) / (end - start) * pi)) / 2
            return first + (second - first) * ease
    return shape[-1][1]


def _clay(across: float, down: float, colour: Colour, chance: float, *, shiny: bool) -> tuple[int, int, int]:
    light = max(0.0, 1 - abs(across + 0.38) ** 1.5 * 0.95) * (1.05 - 0.3 * down)
    tone = mixed_rgb((18, 10, 6), colour, min(1.0, 0.16 + 0.92 * light))
    if shiny and abs(across + 0.52) < 0.055 and 0.08 < down < 0.55:
        return mixed_rgb(tone, (255, 252, 240), 0.55 * (1 - abs(across + 0.52) / 0.055))
    return (
        mixed_rgb(tone, (30, 20, 14), 0.55)
        if chance < 0.012
        else mixed_rgb(tone, (255, 250, 235), 0.05 * chance)
    )


def mixed_rgb(first: tuple[int, ...], second: tuple[int, ...], share: float) -> tuple[int, ...]:
    """Return the colour ``share`` of the way from ``first`` to ``second``."""
    return tuple(round(a + (b - a) * share) for a, b in zip(first, second, strict=True))


# Radius and colour of the bowl's rings, from the rim inwards.
BOWL_RINGS = [(0.370, "#2f4f6a"), (0.362, "#dfe6e2"), (0.350, "#f3f3ea"), (0.342, "#4a7391")]
BOWL_INSIDE = [(0.336, "#eef0e8"), (0.315, "#cfd4cc"), (0.300, "#b9a98a")]


def bowl(seed: int) -> Image.Image:
    """A bowl of sweet rice balls from above, osmanthus on it; square."""
    scene = Scene(seed, 1200, 1200)
    fibre = to_mask(fractal((1200, 1200), scene.random, cell=16, octaves=5, gain=0.7, stretch=30))
    wood = tinted(fibre, [(0, "#3a2416"), (0.5, "#6b4529"), (1, "#9c6c42")])
    scene.picture = wood.resize(scene.size)
    for y in (0.31, 0.66):
        scene.wash(scene.band(y - 0.004, y + 0.004, 0.9), "#1c0f08")
    shadow, dark = scene.mask()
    dark.circle(scene.at(0.54, 0.55), 0.375 * scene.width, fill=210)
    scene.wash(shadow.filter(ImageFilter.GaussianBlur(50)), "#120803")
    for radius, colour in BOWL_RINGS + BOWL_INSIDE:
        scene.disc(0.5, 0.5, radius, colour, blur=3)
    scene.disc(0.5, 0.5, 0.293, "#efe0bf", blur=14)
    scene.glow(0.42, 0.42, 0.26, "#fffbee", strength=0.6)
    for x, y in _apart(scene, 26):
        _rice_ball(scene, x, y)
    _osmanthus(scene)
    _steam(scene)
    return scene.finished(vignette=0.5)


def _apart(scene: Scene, count: int) -> list[tuple[float, float]]:
    """Return ``count`` places in the bowl that hardly touch each other."""
    placed: list[tuple[float, float]] = []
    while len(placed) < count:
        angle, reach = scene.random.uniform(0, 2 * pi), 0.245 * scene.random.random() ** 0.5
        spot = (0.5 + reach * cos(angle), 0.5 + reach * sin(angle))
        free = all((spot[0] - x) ** 2 + (spot[1] - y) ** 2 > 0.0046 for x, y in placed)
        # Now and then one lies on another, and so the search ends when the bowl is full.
        if free or scene.random.random() < 0.0006:
            placed.append(spot)
    return placed


def _steam(scene: Scene) -> None:
    steam, cloud = scene.mask()
    for x, bend in ((0.36, 0.03), (0.55, -0.035), (0.66, 0.025)):
        rise = [scene.at(x + bend * sin(step / 5), 0.1 + step * 0.016) for step in range(28)]
        cloud.line(rise, fill=90, width=70)
    scene.light(steam.filter(ImageFilter.GaussianBlur(46)), "#fff7e6")


def _rice_ball(scene: Scene, x: float, y: float) -> None:
    size = scene.random.uniform(0.030, 0.038)
    shadow, dark = scene.mask()
    dark.circle(scene.at(x + 0.006, y + 0.008), size * scene.width, fill=150)
    scene.wash(shadow.filter(ImageFilter.GaussianBlur(12)), "#a8875a")
    for step in range(16):
        share = step / 15
        radius = size * (1 - share) * scene.width
        scene.pen.circle(
            scene.at(x - size * 0.35 * share, y - size * 0.38 * share),
            radius,
            fill=mixed("#d8c8a8", "#fffdf6", min(1.0, share * 1.5)),
        )


def _osmanthus(scene: Scene) -> None:
    for _ in range(120):
        angle, reach = scene.random.uniform(0, 2 * pi), 0.28 * scene.random.random() ** 0.6
        x, y, turn = 0.5 + reach * cos(angle), 0.5 + reach * sin(angle), scene.random.uniform(0, pi)
        tone = scene.random.choice(["#e9a32a", "#f2be4a", "#d9831c"])
        for petal in range(4):
            px, py = scene.at(
                x + 0.0042 * cos(turn + petal * pi / 2), y + 0.0042 * sin(turn + petal * pi / 2)
            )
            scene.pen.circle((px, py), 7, fill=tone)
        scene.pen.circle(scene.at(x, y), 4, fill="#a85f12")


# Left, top, right and lower touchline.
FIELD = (0.17, 0.17, 0.83, 0.83)


def pitch(seed: int) -> Image.Image:
    """A football pitch in a hill village from above, long evening shadows."""
    scene = Scene(seed)
    half = (scene.width // 2, scene.height // 2)
    ground = to_mask(fractal(half, scene.random, cell=130, octaves=7, gain=0.62))
    earth = tinted(ground, [(0, "#4f4a2a"), (0.5, "#7d7042"), (1, "#a8935c")])
    scene.picture = earth.resize(scene.size)
    _lawn(scene)
    _markings(scene, *FIELD)
    _pitch_trees(scene, *FIELD)
    left, top, right, low = FIELD
    for index in range(22):
        x, y = scene.random.uniform(left + 0.04, right - 0.04), scene.random.uniform(top + 0.05, low - 0.05)
        _player(scene, x, y, "#d8402c" if index % 2 else "#f4f1e4")
    scene.pen.circle(scene.at(0.553, 0.46), 9, fill="#ffffff")
    scene.glow(0.0, 0.1, 0.9, "#ffcf7a", strength=0.35)
    return scene.finished(vignette=0.35)


def _lawn(scene: Scene) -> None:
    left, top, right, low = FIELD
    half = (scene.width // 2, scene.height // 2)
    blades = to_mask(fractal(half, scene.random, cell=30, octaves=6, gain=0.75))
    lawn = tinted(blades, [(0, "#2b5a2a"), (1, "#4f8a3c")]).resize(scene.size)
    grass, shape = scene.mask()
    shape.rectangle((*scene.at(left - 0.02, top - 0.035), *scene.at(right + 0.02, low + 0.035)), fill=255)
    scene.picture.paste(lawn, (0, 0), grass)
    mown, bar = scene.mask()
    wide = (right - left) / 12
    for index in range(0, 12, 2):
        start = left + wide * index
        bar.rectangle((*scene.at(start, top), *scene.at(start + wide, low)), fill=46)
    scene.wash(mown, "#c8e08a")


def _markings(scene: Scene, left: float, top: float, right: float, low: float) -> None:
    chalk, pen = scene.mask()
    pen.rectangle((*scene.at(left, top), *scene.at(right, low)), outline=225, width=8)
    pen.line((*scene.at(0.5, top), *scene.at(0.5, low)), fill=225, width=8)
    pen.circle(scene.at(0.5, 0.5), 0.058 * scene.width, outline=225, width=8)
    pen.circle(scene.at(0.5, 0.5), 11, fill=225)
    for side, inward in ((left, 1), (right, -1)):
        for deep, half in ((0.104, 0.197), (0.035, 0.09)):
            box = sorted([side, side + inward * deep])
            pen.rectangle(
                (*scene.at(box[0], 0.5 - half), *scene.at(box[1], 0.5 + half)), outline=225, width=8
            )
        pen.circle(scene.at(side + inward * 0.07, 0.5), 9, fill=225)
        box = sorted([side, side - inward * 0.013])
        pen.rectangle((*scene.at(box[0], 0.455), *scene.at(box[1], 0.545)), outline=250, width=7)
    worn = to_mask(
        fractal((scene.width // 4, scene.height // 4), scene.random, cell=24, octaves=4, gain=0.8),
        low=0.15,
        high=0.5,
    )
    scene.wash(
        ImageChops.multiply(chalk.filter(ImageFilter.GaussianBlur(1.6)), worn.resize(scene.size)), "#f6f6ea"
    )


def _player(scene: Scene, x: float, y: float, shirt: str) -> None:
    shade, dark = scene.mask()
    dark.line((*scene.at(x, y), *scene.at(x + 0.03, y + 0.022)), fill=150, width=13)
    scene.wash(shade.filter(ImageFilter.GaussianBlur(3)), "#0d2410")
    px, py = scene.at(x, y)
    scene.pen.ellipse((px - 14, py - 9, px + 14, py + 9), fill=shirt)
    scene.pen.circle((px, py), 6, fill="#2a1c14")


def _pitch_trees(scene: Scene, left: float, top: float, right: float, low: float) -> None:
    spots = [(scene.random.random(), scene.random.random()) for _ in range(420)]
    outside = [
        (x, y) for x, y in spots if not (left - 0.045 < x < right + 0.03 and top - 0.08 < y < low + 0.06)
    ]
    shade, dark = scene.mask()
    for x, y in outside:
        dark.ellipse((*scene.at(x - 0.004, y - 0.006), *scene.at(x + 0.04, y + 0.042)), fill=150)
    scene.wash(shade.filter(ImageFilter.GaussianBlur(7)), "#16200e")
    for x, y in outside:
        size = scene.random.uniform(0.009, 0.02)
        for step in range(26):
            spot = (
                x + scene.random.gauss(0, size * 0.45) - 0.004 * step / 26,
                y + scene.random.gauss(0, size * 0.7) - 0.006 * step / 26,
            )
            scene.pen.circle(
                scene.at(*spot), size * scene.width * 0.3, fill=mixed("#1b2f16", "#8a9a4a", step / 30)
            )
