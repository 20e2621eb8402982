"""Pictures that look up: aurora, star trails, snow in a forest, kites."""

from math import cos, pi, sin

from PIL import Image, ImageFilter

from .noise import profile
from .scene import Scene, mixed


def aurora(seed: int) -> Image.Image:
    """Green curtains over a frozen lake and its spruces."""
    scene = Scene(seed)
    scene.sky([(0, "#050a1c"), (0.4, "#0b1d3a"), (0.62, "#173a4c"), (1, "#173a4c")])
    scene.stars(520, bottom=0.62, bright=0.9)
    for y, tall, colour, low, strength in [
        (0.40, 0.34, "#7a4fd0", "#3f2a80", 0.5),
        (0.47, 0.36, "#4ff0a0", "#1c8a70", 0.95),
        (0.55, 0.22, "#8affc0", "#2bb58a", 0.7),
    ]:
        _curtain(scene, y, tall, colour, low, strength)
    scene.ridge(0.66, 0.10, [(0, "#0d1a2c"), (1, "#12283a")], waves=2.5)
    _spruces(scene, 0.665, 0.05, "#070d18", 130)
    scene.reflect(0.67, darken="#8aa8a8", ripple=0.003)
    scene.light(scene.band(0.66, 0.74, 0.2), "#3f7f78")
    _spruces(scene, 1.06, 0.42, "#03060d", 11, middle=0.62)
    return scene.finished(vignette=0.5)


def _curtain(scene: Scene, y: float, tall: float, colour: str, low: str, strength: float) -> None:
    count = scene.width // 4
    bend = profile(count, scene.random, waves=2.2, octaves=3, gain=0.35)
    rays = profile(count, scene.random, waves=60, octaves=4, gain=0.7)
    power = profile(count, scene.random, waves=3, octaves=3)
    sheet = Image.new("L", (count, scene.height // 4))
    pixels = sheet.load()
    for column in range(count):
        foot = (y + (bend[column] - 0.5) * 0.30) * sheet.height
        reach = tall * sheet.height * (0.45 + 0.55 * rays[column])
        bright = 255 * strength * (0.35 + 0.65 * rays[column]) * power[column] ** 0.8
        for row in range(max(0, int(foot - reach)), min(sheet.height, int(foot) + 8)):
            share = (foot - row) / reach
            pixels[column, row] = int(
                bright * (max(0.0, 1 - share) ** 1.8 if share >= 0 else max(0.0, 1 + share * 8))
            )
    sheet = sheet.resize(scene.size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(6))
    scene.light(sheet, colour)
    scene.light(sheet.filter(ImageFilter.GaussianBlur(60)), low)


def _spruces(scene: Scene, foot: float, tall: float, tone: str, count: int, *, middle: float = 0.0) -> None:
    """Draw spruces along ``foot``; ``middle`` keeps that share of the picture's middle free."""
    for index in range(count):
        x = (index + scene.random.random()) / count
        if abs(x - 0.5) < middle / 2:
            continue
        _spruce(
            scene,
            x,
            foot + scene.random.uniform(-0.004, 0.02) * tall * 10,
            tall * scene.random.uniform(0.55, 1.1),
            tone,
        )


def _spruce(scene: Scene, x: float, foot: float, tall: float, tone: str, snow: str = "") -> None:
    random, tiers = scene.random, 11
    for side in (-1, 1):
        outline = [(x, foot - tall)]
        for tier in range(1, tiers + 1):
            level = foot - tall + tall * 0.94 * tier / tiers
            reach = tall * 0.17 * (tier / tiers) ** 0.9 * random.uniform(0.75, 1.1)
            outline += [
                (x + side * reach, level + 0.012 * tall),
                (x + side * reach * 0.45, level - 0.006 * tall),
            ]
        scene.pen.polygon([scene.at(*place) for place in [*outline, (x, foot)]], fill=tone)
        if snow:
            _snow_on(scene, x, outline, tall, snow)
    scene.pen.rectangle(
        (*scene.at(x - 0.008 * tall, foot - 0.06 * tall), *scene.at(x + 0.008 * tall, foot)), fill=tone
    )


def _snow_on(scene: Scene, x: float, outline: list[tuple[float, float]], tall: float, snow: str) -> None:
    for tip, inner in zip(outline[1::2], outline[2::2], strict=False):
        top = (x + (tip[0] - x) * 0.12, tip[1] - 0.075 * tall)
        scene.pen.polygon(
            [
                scene.at(*place)
                for place in (top, (tip[0], tip[1] - 0.004 * tall), (inner[0], inner[1] - 0.016 * tall))
            ],
            fill=snow,
        )


# Foot, height, colour, snow, number of trees, and the share of the middle left free, from far to near.
FOREST = [
    (0.62, 0.36, "#b3c0cc", "#dde4ea", 34, 0.0),
    (0.68, 0.46, "#8c9fb0", "#d9e2ea", 22, 0.05),
    (0.76, 0.60, "#58707f", "#e4ebf1", 13, 0.2),
    (0.92, 0.85, "#24343f", "#eef3f7", 8, 0.5),
]


def snow_forest(seed: int) -> Image.Image:
    """Snow falling in a spruce wood, a track going in."""
    scene = Scene(seed)
    random = scene.random
    scene.sky([(0, "#aebccb"), (0.5, "#d6dde4"), (0.75, "#e6ebef"), (1, "#f3f6f8")])
    for step, (foot, tall, tone, snow, count, middle) in enumerate(FOREST):
        for index in range(count):
            x = (index + random.uniform(0.1, 0.9)) / count
            if abs(x - 0.5) >= middle / 2:
                height, base = tall * random.uniform(0.6, 1.05), foot + random.uniform(-0.01, 0.02)
                _spruce(scene, x, base, height, tone, snow)
        scene.mist(foot - 0.02, 0.12, "#eef2f5", 0.7 - 0.1 * step)
        drift = [(0, mixed_hex(tone, "#ffffff", 0.86)), (1, "#ffffff")]
        scene.ridge(foot + 0.035, 0.03, drift, waves=3, gain=0.3)
    _track(scene)
    _snowfall(scene)
    return scene.finished(vignette=0.25)


def _snowfall(scene: Scene) -> None:
    random = scene.random
    for size, count, blur in [(2.2, 900, 0.8), (5, 260, 2.5), (13, 50, 8)]:
        flakes, shape = scene.mask()
        for _ in range(count):
            place = scene.at(random.random(), random.random())
            shape.circle(place, size * random.uniform(0.6, 1.3), fill=random.randint(110, 240))
        scene.wash(flakes.filter(ImageFilter.GaussianBlur(blur)), "#ffffff")


def mixed_hex(first: str, second: str, share: float) -> str:
    """Return the mixed colour as ``#rrggbb``."""
    return "#{:02x}{:02x}{:02x}".format(*mixed(first, second, share))


def _track(scene: Scene) -> None:
    shade, shape = scene.mask()
    for side in (-1, 1):
        path = []
        for step in range(60):
            near = (step / 59) ** 1.5
            path.append(
                (0.5 + 0.05 * sin(near * 3.2) + side * 0.07 * near, 0.78 + 0.24 * near, 2 + 46 * near)
            )
        for (x, y, wide), (nx, ny, _) in zip(path, path[1:], strict=False):
            shape.line((*scene.at(x, y), *scene.at(nx, ny)), fill=170, width=round(wide))
    scene.wash(shade.filter(ImageFilter.GaussianBlur(7)), "#b4c3d3")


def star_trails(seed: int) -> Image.Image:
    """Two hours of stars turning over a stone cairn; portrait."""
    scene = Scene(seed, 1000, 1400)
    scene.sky([(0, "#060b20"), (0.5, "#122650"), (0.8, "#3a4a70"), (0.88, "#8a6f78"), (1, "#8a6f78")])
    scene.glow(0.75, 0.9, 0.7, "#e08a5a", strength=0.5, flat=0.4)
    trails, shape = scene.mask()
    pole = scene.at(0.5, 0.36)
    for _ in range(760):
        radius = scene.random.random() ** 0.7 * scene.height * 0.85
        start = scene.random.uniform(0, 360)
        box = (pole[0] - radius, pole[1] - radius, pole[0] + radius, pole[1] + radius)
        shape.arc(
            box,
            start,
            start + scene.random.uniform(26, 30),
            fill=round(255 * scene.random.uniform(0.12, 0.9) ** 1.6),
            width=scene.random.choice([2, 3, 3, 4]),
        )
    scene.light(trails.filter(ImageFilter.GaussianBlur(0.8)), "#dbe6ff")
    scene.light(trails.filter(ImageFilter.GaussianBlur(9)), "#4b66b0")
    scene.ridge(0.93, 0.09, [(0, "#1b2038"), (1, "#1b2038")], waves=2)
    scene.ridge(1.0, 0.08, [(0, "#080b18"), (1, "#05070f")], waves=3)
    _cairn(scene)
    return scene.finished(vignette=0.5)


def _cairn(scene: Scene) -> None:
    y, half = 0.965, 0.115
    while half > 0.022:
        tall = half * scene.random.uniform(0.17, 0.25)
        lean = scene.random.uniform(-0.012, 0.012)
        stone = [
            (
                0.5 + lean + half * cos(2 * pi * step / 22) * scene.random.uniform(0.93, 1.04),
                y - tall / 2 + tall * 0.62 * sin(2 * pi * step / 22),
            )
            for step in range(22)
        ]
        scene.pen.polygon(
            [scene.at(*place) for place in stone], fill=mixed("#070a15", "#1d2338", scene.random.random())
        )
        scene.pen.line([scene.at(*place) for place in stone[12:21]], fill="#3b4568", width=4)
        y -= tall * 0.95
        half *= scene.random.uniform(0.74, 0.9)


def kites(seed: int) -> Image.Image:
    """Kites over a beach, one near."""
    scene = Scene(seed)
    scene.sky([(0, "#2f78b8"), (0.5, "#8fc0dc"), (0.75, "#e4ecdf"), (1, "#f0e2c0")])
    scene.clouds("#ffffff", top=0.1, bottom=0.75, thickness=0.95, cell=0.45, stretch=2.4)
    scene.sky([(0, "#4d8fae"), (0.5, "#6fb0bd"), (1, "#bcd8c8")], top=0.80, bottom=0.87)
    scene.sky([(0, "#cdb88c"), (0.15, "#e6d3a4"), (1, "#d9bf88")], top=0.865)
    for row in range(5):
        scene.wash(scene.band(0.845 + row * 0.006, 0.851 + row * 0.006, 0.5), "#ffffff")
    for _ in range(24):
        _walker(scene, scene.random.random(), scene.random.uniform(0.88, 0.93))
    colours = [
        ("#d8402c", "#f6c445"),
        ("#22589a", "#f2efe0"),
        ("#e08a1e", "#7a1f3d"),
        ("#2c8a66", "#f6e7b0"),
        ("#7d3a8c", "#f3b6c4"),
    ]
    for index in range(11):
        x, y, size = (
            scene.random.uniform(0.05, 0.95),
            scene.random.uniform(0.08, 0.62),
            scene.random.uniform(0.012, 0.03),
        )
        _kite(scene, x, y, size, *colours[index % 5], foot=(x + scene.random.uniform(-0.2, 0.2), 0.89))
    _kite(scene, 0.34, 0.30, 0.10, *colours[0], foot=(0.62, 0.93))
    return scene.finished(vignette=0.25)


def _walker(scene: Scene, x: float, y: float) -> None:
    tone = scene.random.choice(["#33404c", "#7a3b34", "#3d5a6c", "#5b4a36"])
    tall = 0.022 + (y - 0.88) * 0.25
    scene.pen.line((*scene.at(x, y), *scene.at(x, y - tall * 0.7)), fill=tone, width=round(tall * 260))
    scene.pen.circle(scene.at(x, y - tall * 0.86), tall * 190, fill="#3a2a22")
    scene.wash(_shadow(scene, x, y, tall), "#8a744c")


def _shadow(scene: Scene, x: float, y: float, tall: float) -> Image.Image:
    shade, shape = scene.mask()
    shape.line((*scene.at(x, y), *scene.at(x + tall * 1.1, y + 0.004)), fill=120, width=round(tall * 160))
    return shade


def _kite(
    scene: Scene, x: float, y: float, size: float, main: str, second: str, *, foot: tuple[float, float]
) -> None:
    tilt = scene.random.uniform(-0.35, 0.35)

    def turned(dx: float, dy: float) -> tuple[float, float]:
        return (
            x + size * (dx * cos(tilt) - dy * sin(tilt)),
            y + 1.6 * size * (dx * sin(tilt) + dy * cos(tilt)),
        )

    _string(scene, (x, y), foot)
    tail = [turned(0.13 * sin(step * 0.75) * min(1, step / 4), 1.1 + step * 0.13) for step in range(19)]
    scene.line(tail, second, max(2, round(size * 55)))
    for place in tail[3::4]:
        _bow(scene, place, size * 0.0625, main)
    top, left, right, low = turned(0, -1), turned(-0.72, -0.2), turned(0.72, -0.2), turned(0, 1.1)
    cross = turned(0, -0.2)
    scene.polygon([top, left, cross], main)
    scene.polygon([top, right, cross], second)
    scene.polygon([low, left, cross], mixed(second, "#000000", 0.12))
    scene.polygon([low, right, cross], mixed(main, "#000000", 0.16))
    for stick in ([top, low], [left, right]):
        scene.line(stick, "#3a2a20", max(1, round(size * 30)))


def _string(scene: Scene, kite: tuple[float, float], hand: tuple[float, float]) -> None:
    shares = [step / 24 for step in range(25)]
    sag = [0.05 * sin(pi * share) for share in shares]
    ends = [((1 - t) * kite[0] + t * hand[0], (1 - t) * kite[1] + t * hand[1]) for t in shares]
    scene.line([(x, y + low) for (x, y), low in zip(ends, sag, strict=True)], "#f4f1e6", 2)


def _bow(scene: Scene, place: tuple[float, float], size: float, colour: str) -> None:
    (x, y), high = place, size * 0.96
    corners = [(x - size, y - high), (x + size, y + high), (x + size, y - high), (x - size, y + high)]
    scene.polygon(corners, colour)
