"""Pictures at the water: harbour, lighthouse, dhows, ferry, marsh."""

from PIL import Image, ImageFilter

from .scene import Scene

Places = list[tuple[float, float]]


def harbour(seed: int) -> Image.Image:
    """A fishing harbour before sunrise: cranes, boats, a breakwater light."""
    scene = Scene(seed)
    scene.sky([(0, "#1f3358"), (0.3, "#5b6f97"), (0.5, "#d99a7c"), (0.58, "#ffd6a0"), (1, "#ffd6a0")])
    scene.clouds("#f0a98a", top=0.1, bottom=0.5, thickness=0.55, cell=0.3, stretch=7)
    scene.glow(0.3, 0.56, 0.5, "#ff9a52", strength=0.8, flat=0.6)
    scene.ridge(0.58, 0.10, [(0, "#6c6380"), (1, "#b98a80")], waves=2.4)
    scene.ridge(0.585, 0.05, [(0, "#3d3d58"), (1, "#6a5a68")], waves=5)
    _quay(scene)
    scene.reflect(0.585, darken="#b9c4d6", ripple=0.007)
    scene.glitter(0.3, 0.59, "#ffcf94", count=700, spread=0.07)
    for x, y, length, colour in [
        (0.22, 0.74, 0.11, "#141a2c"),
        (0.47, 0.69, 0.075, "#1d2338"),
        (0.66, 0.83, 0.17, "#0d1120"),
        (0.86, 0.66, 0.06, "#232a42"),
    ]:
        _boat(scene, x, y, length, colour)
    return scene.finished()


def _quay(scene: Scene) -> None:
    pen = scene.pen
    pen.rectangle((*scene.at(0.56, 0.565), *scene.at(1, 0.59)), fill="#1a2036")
    for index in range(16):
        x, rise = 0.58 + index * 0.027, scene.random.uniform(0.02, 0.055)
        pen.rectangle(
            (*scene.at(x, 0.57 - rise), *scene.at(x + 0.024, 0.57)),
            fill=scene.random.choice(["#262c47", "#1e243c", "#303552"]),
        )
        if scene.random.random() < 0.6:
            pen.rectangle(
                (*scene.at(x + 0.008, 0.56 - rise * 0.4), *scene.at(x + 0.013, 0.566 - rise * 0.4)),
                fill="#ffd690",
            )
    for x in (0.70, 0.79, 0.93):
        _crane(scene, x, 0.57)
    pen.polygon(
        [scene.at(0.44, 0.588), scene.at(0.45, 0.575), scene.at(0.57, 0.57), scene.at(0.57, 0.59)],
        fill="#1a2036",
    )
    pen.polygon(
        [scene.at(0.453, 0.576), scene.at(0.456, 0.53), scene.at(0.462, 0.53), scene.at(0.465, 0.576)],
        fill="#20263e",
    )
    pen.rectangle((*scene.at(0.4565, 0.519), *scene.at(0.4615, 0.53)), fill="#ff7a5a")
    scene.glow(0.459, 0.524, 0.025, "#ff6a4a")


def _crane(scene: Scene, x: float, y: float) -> None:
    pen, ink = scene.pen, "#141a2e"
    for start, end, width in [
        ((x - 0.012, y), (x - 0.006, y - 0.13), 8),
        ((x + 0.012, y), (x + 0.006, y - 0.13), 8),
        ((x - 0.012, y - 0.06), (x + 0.012, y - 0.06), 6),
        ((x - 0.04, y - 0.13), (x + 0.07, y - 0.13), 9),
        ((x, y - 0.13), (x, y - 0.18), 7),
        ((x, y - 0.18), (x + 0.068, y - 0.13), 3),
        ((x, y - 0.18), (x - 0.038, y - 0.13), 3),
    ]:
        pen.line((*scene.at(*start), *scene.at(*end)), fill=ink, width=width)


BOAT_HULL = [(-0.5, -0.10), (-0.42, 0.12), (0.38, 0.12), (0.56, -0.16), (0.3, -0.07), (-0.2, -0.05)]
BOAT_HOUSE = [(-0.30, -0.07), (-0.30, -0.24), (-0.06, -0.24), (-0.02, -0.07)]
BOAT_MASTS = [((-0.12, -0.05), (-0.12, -0.52)), ((0.2, -0.05), (0.2, -0.44))]
BOAT_ROPES = [((-0.12, -0.52), (0.54, -0.15)), ((0.2, -0.44), (-0.48, -0.1))]


def _boat(scene: Scene, x: float, y: float, length: float, colour: str) -> None:
    """Draw a fishing boat ``length`` long with wheelhouse, masts, lamp and its own reflection."""
    shade, shape = scene.mask()
    for side, strength in ((1, 255), (-0.8, 130)):
        for part in (BOAT_HULL, BOAT_HOUSE):
            shape.polygon(_afloat(scene, part, x, y, length, side, keel=0.12), fill=strength)
        for mast in BOAT_MASTS:
            shape.line(_afloat(scene, mast, x, y, length, side, keel=0.12), fill=strength, width=4)
    for rope in BOAT_ROPES:
        shape.line(_afloat(scene, rope, x, y, length, 1, keel=0.12), fill=170, width=2)
    scene.wash(shade.filter(ImageFilter.GaussianBlur(1)), colour)
    window = [scene.at(x - 0.24 * length, y - 0.32 * length), scene.at(x - 0.12 * length, y - 0.224 * length)]
    scene.pen.rectangle(window, fill="#ffcf8a")
    scene.glow(x - 0.18 * length, y - 0.272 * length, length * 0.28, "#ffae5c", strength=0.5)


def _afloat(
    scene: Scene, places: Places, x: float, y: float, size: float, side: float, *, keel: float
) -> Places:
    """Return ``places`` of a boat on the canvas; a negative ``side`` gives its reflection below ``keel``."""
    return [scene.at(x + px * size, y + (keel + (py - keel) * side) * size * 1.6) for px, py in places]


def lighthouse(seed: int) -> Image.Image:
    """A white lighthouse on its rock in the last light, the beam lit, the sea heavy."""
    scene = Scene(seed)
    scene.sky([(0, "#16233f"), (0.3, "#3b4f7c"), (0.52, "#a9788a"), (0.64, "#f0b088"), (1, "#f0b088")])
    scene.clouds("#d98f8a", top=0.12, bottom=0.6, thickness=0.7, cell=0.32, stretch=6)
    scene.stars(160, bottom=0.25, bright=0.6)
    scene.glow(0.2, 0.64, 0.45, "#ff9d62", strength=0.7, flat=0.5)
    scene.reflect(0.66, darken="#8d9bb8", ripple=0.012)
    _swell(scene, 0.66)
    _beam(scene, 0.705, 0.268)
    _rock(scene)
    _tower(scene, 0.705, 0.73)
    scene.glow(0.705, 0.268, 0.11, "#ffe9b0", strength=1.0)
    return scene.finished(vignette=0.45)


def _swell(scene: Scene, horizon: float) -> None:
    shade, shape = scene.mask()
    gleam, bright = scene.mask()
    for _ in range(2600):
        near = scene.random.random() ** 0.8
        x, y = scene.random.random(), horizon + (1 - horizon) * near
        length, thick = 0.004 + 0.03 * near * scene.random.random(), 0.0008 + 0.003 * near
        box = (*scene.at(x - length, y - thick), *scene.at(x + length, y + thick))
        (shape if scene.random.random() < 0.7 else bright).ellipse(
            box, fill=round(scene.random.uniform(40, 130))
        )
    scene.wash(shade.filter(ImageFilter.GaussianBlur(4)), "#1a2742")
    scene.light(gleam.filter(ImageFilter.GaussianBlur(3)), "#8a7a86")


def _beam(scene: Scene, x: float, y: float) -> None:
    beam, shape = scene.mask()
    for step in range(40, 0, -1):
        wide = 0.002 * step
        shape.polygon(
            [scene.at(x, y), scene.at(-0.1, y + 0.02 - wide), scene.at(-0.1, y + 0.02 + wide)],
            fill=round(100 * (1 - step / 41)),
        )
        shape.polygon(
            [scene.at(x, y), scene.at(1.2, y - 0.015 - wide), scene.at(1.2, y - 0.015 + wide)],
            fill=round(100 * (1 - step / 41)),
        )
    scene.light(beam.filter(ImageFilter.GaussianBlur(10)), "#ffeec8")


FACETS = ["#1d2232", "#232738", "#2c2c3c", "#141824", "#3d3440"]


def _rock(scene: Scene) -> None:
    random, crest = scene.random, [(0.44, 0.80)]
    for step in range(47):
        x = 0.46 + step * 0.012
        lift = max(0.0, 1 - abs(x - 0.76) / 0.33) ** 0.7
        crest.append((x, 0.80 - 0.09 * lift + random.uniform(-0.008, 0.008)))
    shade, shape = scene.mask()
    shape.polygon([scene.at(*place) for place in [*crest, (1.05, 1.02), (0.62, 1.02), (0.54, 0.9)]], fill=255)
    scene.wash(shade, "#161a28")
    for _ in range(420):
        x, y = random.uniform(0.46, 0.999), random.uniform(0.72, 0.999)
        if shade.getpixel((int(x * scene.width), int(y * scene.height))):
            _facet(scene, x, y, random.uniform(0.006, 0.02))
    _foam(scene)


def _facet(scene: Scene, x: float, y: float, size: float) -> None:
    stray = [(scene.random.uniform(-size, size), scene.random.uniform(-size, size)) for _ in range(4)]
    scene.polygon([(x + across, y + down) for across, down in stray], scene.random.choice(FACETS))


def _foam(scene: Scene) -> None:
    foam, spray = scene.mask()
    for _ in range(500):
        x = scene.random.gauss(0.53, 0.05)
        y = 0.82 + (x - 0.46) * 0.9 + scene.random.gauss(0, 0.012)
        spray.circle(scene.at(x, y), scene.random.uniform(2, 12), fill=scene.random.randint(30, 130))
    scene.light(foam.filter(ImageFilter.GaussianBlur(5)), "#c9c3d2")


TOWER_SLICES = 40


def _tower(scene: Scene, x: float, y: float) -> None:
    for index in range(TOWER_SLICES):
        _tower_slice(scene, x, y, index / TOWER_SLICES)
    scene.box(x - 0.024, y - 0.43, x + 0.024, y - 0.418, "#1b1f30")
    scene.box(x - 0.012, y - 0.49, x + 0.012, y - 0.43, "#fff0c2")
    for step in (-0.012, -0.004, 0.004, 0.012):
        scene.line([(x + step, y - 0.49), (x + step, y - 0.43)], "#2a2c3c", 4)
    scene.polygon([(x - 0.016, y - 0.488), (x, y - 0.53), (x + 0.016, y - 0.488)], "#7a2a2a")
    for lift in (0.06, 0.22, 0.36):
        scene.box(x - 0.004, y - lift - 0.016, x + 0.003, y - lift, "#2b2a38")
    _keepers_house(scene, x + 0.083, y + 0.015)


def _tower_slice(scene: Scene, x: float, y: float, share: float) -> None:
    """Paint one upright strip of the tower, darker to the right, with its two red bands."""
    left, right = -0.026 + 0.052 * share, -0.026 + 0.052 * (share + 1 / TOWER_SLICES)
    tone = round(235 - 150 * max(0.0, share - 0.15) ** 1.2)
    white, red = (tone, round(tone * 0.9), round(tone * 0.88)), (round(tone * 0.75), tone // 4, tone * 2 // 9)
    for low, high, colour in ((0, 0.42, white), (0.12, 0.19, red), (0.27, 0.34, red)):
        foot, head = 1 - 0.34 * low / 0.42, 1 - 0.34 * high / 0.42
        upper = [(x + left * head, y - high), (x + right * head, y - high)]
        scene.polygon([(x + left * foot, y - low), *upper, (x + right * foot, y - low)], colour)


def _keepers_house(scene: Scene, x: float, foot: float) -> None:
    scene.box(x - 0.033, foot - 0.065, x + 0.033, foot, "#4a4352")
    scene.polygon([(x - 0.039, foot - 0.063), (x, foot - 0.109), (x + 0.039, foot - 0.063)], "#23202e")
    scene.box(x - 0.018, foot - 0.049, x - 0.006, foot - 0.027, "#ffcf86")


def dhows(seed: int) -> Image.Image:
    """Sails on a copper sea, the sun on the horizon."""
    scene = Scene(seed)
    scene.sky([(0, "#3d3f6b"), (0.25, "#a4607a"), (0.45, "#f0885a"), (0.56, "#ffcf7e"), (1, "#ffcf7e")])
    scene.clouds("#ffb27a", top=0.05, bottom=0.5, thickness=0.6, cell=0.3, stretch=8)
    scene.glow(0.6, 0.55, 0.5, "#ffb85a", strength=0.9, flat=0.7)
    scene.disc(0.6, 0.535, 0.042, "#fff2c4", blur=5)
    scene.reflect(0.57, darken="#c79a92", ripple=0.010)
    scene.glitter(0.6, 0.572, "#ffe0a0", count=2200, spread=0.09)
    for x, y, size in [(0.27, 0.80, 0.30), (0.80, 0.645, 0.12), (0.70, 0.605, 0.06), (0.47, 0.60, 0.05)]:
        _dhow(scene, x, y, size)
    return scene.finished(vignette=0.4)


DHOW_HULL = [(-0.5, -0.13), (-0.46, 0), (-0.3, 0.09), (0.3, 0.09), (0.62, -0.16), (0.3, -0.06), (-0.1, -0.04)]
DHOW_SAIL = [(-0.30, -0.16), (-0.12, -0.32), (0.05, -0.55), (0.20, -0.92)]
DHOW_LEECH = [(0.34, -0.62), (0.40, -0.4), (0.36, -0.14), (0.1, -0.19)]


def _dhow(scene: Scene, x: float, y: float, size: float) -> None:
    shade, shape = scene.mask()
    for side, strength in ((1, 255), (-0.75, 110)):
        for part in (DHOW_HULL, DHOW_SAIL + DHOW_LEECH):
            shape.polygon(_afloat(scene, part, x, y, size, side, keel=0.09), fill=strength)
        mast = _afloat(scene, [(0, 0), (0.02, -0.7)], x, y, size, side, keel=0.09)
        shape.line(mast, fill=strength, width=max(2, round(size * 26)))
    scene.wash(shade.filter(ImageFilter.GaussianBlur(1.2)), "#24182a")
    yard = _afloat(scene, [(-0.34, -0.13), (0.22, -0.96)], x, y, size, 1, keel=0.09)
    scene.pen.line(yard, fill="#1a1220", width=max(2, round(size * 22)))


def ferry(seed: int) -> Image.Image:
    """An empty ferry in sea fog, one lamp."""
    scene = Scene(seed, 1600, 900)
    scene.sky([(0, "#9fb0b8"), (0.5, "#c9d2d3"), (1, "#c9d2d3")])
    scene.ridge(0.56, 0.12, [(0, "#b4c1c5"), (1, "#c9d2d3")], waves=2)
    _ferry_hull(scene, 0.52, 0.6)
    scene.reflect(0.62, darken="#c3cdd2", ripple=0.008)
    _swell_pale(scene)
    scene.mist(0.6, 0.22, "#dfe5e4", 0.75)
    scene.glow(0.655, 0.4, 0.05, "#ffdf9a", strength=0.7)
    return scene.finished(vignette=0.25)


def _ferry_hull(scene: Scene, x: float, y: float) -> None:
    pen = scene.pen
    pen.polygon(
        [
            scene.at(x - 0.25, y - 0.07),
            scene.at(x + 0.25, y - 0.07),
            scene.at(x + 0.21, y + 0.022),
            scene.at(x - 0.2, y + 0.022),
        ],
        fill="#4d6270",
    )
    pen.rectangle((*scene.at(x - 0.20, y - 0.15), *scene.at(x + 0.19, y - 0.07)), fill="#e6e8e4")
    pen.rectangle((*scene.at(x - 0.06, y - 0.21), *scene.at(x + 0.15, y - 0.15)), fill="#d6dbd9")
    pen.polygon(
        [
            scene.at(x - 0.03, y - 0.21),
            scene.at(x - 0.02, y - 0.3),
            scene.at(x + 0.03, y - 0.3),
            scene.at(x + 0.035, y - 0.21),
        ],
        fill="#a85b4c",
    )
    for index in range(17):
        left = x - 0.185 + index * 0.0215
        pen.rectangle((*scene.at(left, y - 0.125), *scene.at(left + 0.013, y - 0.095)), fill="#7d929c")
    pen.line((*scene.at(x + 0.135, y - 0.2), *scene.at(x + 0.135, y - 0.31)), fill="#6d7f88", width=6)


def _swell_pale(scene: Scene) -> None:
    shade, shape = scene.mask()
    for _ in range(1400):
        near = scene.random.random()
        x, y, length = scene.random.random(), 0.62 + 0.38 * near, 0.004 + 0.03 * near * scene.random.random()
        shape.ellipse(
            (*scene.at(x - length, y - 0.002 * near), *scene.at(x + length, y + 0.002 * near + 0.001)),
            fill=scene.random.randint(20, 80),
        )
    scene.wash(shade.filter(ImageFilter.GaussianBlur(4)), "#6f848e")


def marsh(seed: int) -> Image.Image:
    """Cranes over a reed marsh at first light."""
    scene = Scene(seed, 1600, 900)
    scene.sky([(0, "#8fa6b8"), (0.3, "#e0c9b4"), (0.5, "#f9d59a"), (1, "#f9d59a")])
    scene.glow(0.42, 0.47, 0.45, "#ffc46a", strength=0.9, flat=0.7)
    scene.disc(0.42, 0.44, 0.028, "#fff4cf", blur=6)
    for y, height, tone in [(0.52, 0.06, "#c2ab98"), (0.53, 0.035, "#8f8072")]:
        scene.ridge(y, height, [(0, tone), (1, "#e6c79c")], waves=7)
    scene.reflect(0.53, darken="#d6c2ac", ripple=0.004)
    scene.mist(0.53, 0.08, "#fbe3bc", 0.7)
    for y, tall, tone in [(0.62, 0.07, "#a58458"), (0.76, 0.14, "#6b5231"), (1.02, 0.3, "#2c2213")]:
        _reeds(scene, y, tall, tone)
    for _ in range(13):
        _crane_bird(
            scene,
            scene.random.uniform(0.45, 0.92),
            scene.random.uniform(0.12, 0.34),
            scene.random.uniform(0.016, 0.028),
        )
    return scene.finished(vignette=0.3)


def _reeds(scene: Scene, y: float, tall: float, tone: str) -> None:
    pen, random = scene.pen, scene.random
    for _ in range(620):
        x = random.random()
        if abs(x - 0.43) < random.uniform(0.04, 0.22):
            continue
        rise, lean = tall * random.uniform(0.4, 1), random.gauss(0.006, 0.012)
        points = [scene.at(x + lean * share**2, y - rise * share) for share in (0, 0.25, 0.5, 0.75, 1)]
        pen.line(points, fill=tone, width=max(2, round(tall * 22)))
        tip = points[-1]
        if random.random() < 0.4:
            pen.ellipse(
                (tip[0] - tall * 18, tip[1] - tall * 10, tip[0] + tall * 22, tip[1] + tall * 90), fill=tone
            )


def _crane_bird(scene: Scene, x: float, y: float, size: float) -> None:
    pen, lift = scene.pen, scene.random.uniform(-0.5, 0.9)
    ink, tall = "#3a3230", 1.7
    wing = [
        (-1, -0.35 * lift),
        (-0.45, -0.3 * lift - 0.08),
        (0, 0),
        (0.45, -0.34 * lift - 0.08),
        (1, -0.3 * lift),
    ]
    back = [
        (0.9, -0.3 * lift + 0.05),
        (0.4, 0.02 - 0.2 * lift),
        (0, 0.12),
        (-0.4, 0.02 - 0.2 * lift),
        (-0.9, 0.05 - 0.3 * lift),
    ]
    pen.polygon([scene.at(x + px * size, y + py * size * tall) for px, py in wing + back], fill=ink)
    pen.line([scene.at(x, y + 0.02 * size), scene.at(x + 0.55 * size, y + 0.16 * size)], fill=ink, width=4)
    pen.line([scene.at(x, y + 0.05 * size), scene.at(x - 0.6 * size, y + 0.2 * size)], fill=ink, width=3)
