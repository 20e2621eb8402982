"""Towns: lit windows, roofs and moons, lanterns, a viaduct, an avenue."""

from math import cos, pi, sin

from PIL import Image, ImageFilter

from .scene import Scene, mixed


def night_city(seed: int) -> Image.Image:
    """A river city at night, its windows lit, a late tram on the bridge."""
    scene = Scene(seed)
    scene.sky([(0, "#070d1f"), (0.3, "#14213f"), (0.6, "#3a3a5c"), (0.68, "#6b5468"), (1, "#6b5468")])
    scene.stars(120, bottom=0.3, bright=0.5)
    scene.glow(0.5, 0.68, 0.7, "#ff9a5a", strength=0.42, flat=0.45)
    for tone, tallest, lit in [("#2b3150", 0.50, 0.22), ("#1b2140", 0.52, 0.36), ("#0f1429", 0.32, 0.45)]:
        _skyline(scene, 0.69, tallest, tone, lit)
    _tram_bridge(scene)
    scene.reflect(0.70, darken="#8f9ab4", ripple=0.007)
    return scene.finished(vignette=0.5)


def _skyline(scene: Scene, foot: float, tallest: float, tone: str, lit: float) -> None:
    random, x = scene.random, -0.02
    lights, bulbs = scene.mask()
    while x < 1.02:
        wide = random.uniform(0.022, 0.06)
        hill = 0.45 + 0.55 * sin(pi * min(1.0, max(0.0, x + 0.1))) ** 2
        rise = tallest * hill * random.uniform(0.35, 1)
        scene.pen.rectangle((*scene.at(x, foot - rise), *scene.at(x + wide, foot + 0.02)), fill=tone)
        if random.random() < 0.3:
            scene.pen.rectangle(
                (*scene.at(x + wide * 0.3, foot - rise - 0.02), *scene.at(x + wide * 0.7, foot - rise)),
                fill=tone,
            )
        if rise > tallest * 0.75:
            scene.pen.line(
                (*scene.at(x + wide / 2, foot - rise - 0.06), *scene.at(x + wide / 2, foot - rise)),
                fill=tone,
                width=4,
            )
        _windows(scene, bulbs, x, foot - rise, wide, foot, lit)
        x += wide + random.choice([0, 0, 0.004, 0.012])
    scene.wash(lights, "#ffd596")
    scene.light(lights.filter(ImageFilter.GaussianBlur(9)), "#c47a38")


def _windows(scene: Scene, bulbs, left: float, top: float, wide: float, foot: float, lit: float) -> None:
    random = scene.random
    columns, row = max(2, int(wide / 0.0065)), top + 0.014
    while row < foot - 0.012:
        dark_floor = random.random() < 0.25
        for column in range(columns):
            if random.random() < lit * (0.25 if dark_floor else 1):
                x = left + wide * (column + 0.28) / columns
                bulbs.rectangle(
                    (*scene.at(x, row), *scene.at(x + wide * 0.46 / columns, row + 0.0065)),
                    fill=random.randint(90, 255),
                )
        row += 0.0135


def _tram_bridge(scene: Scene) -> None:
    pen = scene.pen
    pen.rectangle((*scene.at(0, 0.655), *scene.at(1, 0.668)), fill="#0a0e1c")
    for index in range(8):
        x = -0.04 + index * 0.155
        arch = [(x + 0.155 * step / 24, 0.70 - 0.032 * sin(pi * step / 24)) for step in range(25)]
        pen.polygon(
            [scene.at(x, 0.66), *[scene.at(*place) for place in arch], scene.at(x + 0.155, 0.66)],
            fill="#0a0e1c",
        )
        pen.line((*scene.at(x, 0.655), *scene.at(x, 0.615)), fill="#0a0e1c", width=4)
        pen.circle(scene.at(x, 0.614), 5, fill="#fff0cc")
    pen.rounded_rectangle((*scene.at(0.30, 0.622), *scene.at(0.455, 0.655)), radius=12, fill="#f3e9d2")
    pen.rectangle((*scene.at(0.30, 0.645), *scene.at(0.455, 0.651)), fill="#b8452f")
    for index in range(10):
        pen.rectangle(
            (*scene.at(0.306 + index * 0.0147, 0.627), *scene.at(0.317 + index * 0.0147, 0.641)),
            fill="#ffcf72",
        )
    for index in range(8):
        scene.glow(-0.04 + index * 0.155, 0.614, 0.018, "#ffc070", strength=0.8)
    scene.glow(0.378, 0.636, 0.12, "#ffb55a", strength=0.55, flat=0.4)
    scene.glow(0.457, 0.648, 0.03, "#fff3d0", strength=0.9)


def moon_roofs(seed: int) -> Image.Image:
    """Tiled roofs under a full moon, square."""
    scene = Scene(seed, 1200, 1200)
    scene.sky([(0, "#0a1430"), (0.5, "#23366a"), (0.8, "#4b5a8c"), (1, "#4b5a8c")])
    scene.stars(170, bottom=0.6, bright=0.6)
    _moon(scene, 0.63, 0.27, 0.115)
    scene.clouds("#5f70a4", top=0.05, bottom=0.55, thickness=0.7, cell=0.4, stretch=6)
    for y, tone, edge, count in [
        (0.66, "#1d2b55", "#4d639c", 6),
        (0.78, "#121d40", "#3b4f86", 5),
        (0.93, "#090f26", "#2c3d70", 3),
    ]:
        for index in range(count):
            _eaved_roof(
                scene,
                (index + scene.random.uniform(0.2, 0.6)) / count,
                y + scene.random.uniform(-0.02, 0.02),
                0.9 / count,
                tone,
                edge,
            )
    return scene.finished(vignette=0.5)


def _moon(scene: Scene, x: float, y: float, radius: float) -> None:
    scene.glow(x, y, radius * 4.2, "#8fa4dc", strength=0.75, flat=scene.width / scene.height)
    scene.disc(x, y, radius, "#f6f0dc", blur=2)
    seas, shape = scene.mask()
    for dx, dy, size in [
        (-0.35, -0.3, 0.3),
        (0.05, -0.42, 0.24),
        (0.3, -0.1, 0.26),
        (-0.25, 0.1, 0.34),
        (0.1, 0.35, 0.16),
        (-0.5, 0.25, 0.15),
    ]:
        for _ in range(14):
            spot = (scene.random.gauss(dx, size / 4), scene.random.gauss(dy, size / 4))
            shape.circle(
                (
                    x * scene.width + spot[0] * radius * scene.width,
                    y * scene.height + spot[1] * radius * scene.width,
                ),
                size * 0.5 * radius * scene.width,
                fill=60,
            )
    limb, edge = scene.mask()
    edge.circle(scene.at(x, y), radius * scene.width, fill=255)
    seas.paste(0, (0, 0), limb.point([255 - tone for tone in range(256)]))
    scene.wash(seas.filter(ImageFilter.GaussianBlur(16)), "#8b8d9c")


def _eaved_roof(scene: Scene, x: float, y: float, wide: float, tone: str, edge: str) -> None:
    half, rise = wide * 0.62, wide * 0.28
    left = [(x - half + half * 0.78 * step / 12, y - rise * (step / 12) ** 1.7) for step in range(13)]
    right = [(2 * x - px, py) for px, py in reversed(left)]
    scene.pen.polygon([scene.at(px, py) for px, py in left + right], fill=tone)
    scene.pen.rectangle(
        (*scene.at(x - half * 0.8, y), *scene.at(x + half * 0.8, 1)), fill=mixed(tone, "#000000", 0.35)
    )
    for step in range(27):
        share = step / 26 * 2 - 1
        foot, head = (
            scene.at(x + share * half * 0.96, y - 0.002),
            scene.at(x + share * half * 0.24, y - rise * 0.97),
        )
        bend = scene.at(x + share * half * 0.55, y - rise * 0.36)
        scene.pen.line([foot, bend, head], fill=mixed(tone, edge, 0.45), width=4)
    scene.pen.line([scene.at(px, py) for px, py in left], fill=edge, width=5)
    scene.pen.line(
        (*scene.at(x - half * 0.26, y - rise), *scene.at(x + half * 0.26, y - rise)), fill=edge, width=10
    )
    scene.pen.line((*scene.at(x - half, y), *scene.at(x + half, y)), fill=edge, width=4)
    for index in (-0.45, 0.1):
        if scene.random.random() < 0.6:
            place = x + index * half
            scene.pen.rectangle(
                (*scene.at(place, y + 0.02), *scene.at(place + half * 0.2, y + 0.055)), fill="#ffc979"
            )
            scene.glow(place + half * 0.1, y + 0.037, half * 0.6, "#ffab4d", strength=0.5)


def domes(seed: int) -> Image.Image:
    """Domes and minarets, a thin crescent and the evening star."""
    scene = Scene(seed)
    scene.sky([(0, "#16224a"), (0.35, "#44508a"), (0.6, "#b5808c"), (0.75, "#f5b98a"), (1, "#f5b98a")])
    scene.stars(110, bottom=0.4, bright=0.6)
    scene.glow(0.5, 0.8, 0.6, "#ffb777", strength=0.6, flat=0.5)
    crescent, shape = scene.mask()
    shape.circle(scene.at(0.655, 0.22), 0.036 * scene.width, fill=255)
    shape.circle(scene.at(0.669, 0.205), 0.0345 * scene.width, fill=0)
    scene.light(crescent.filter(ImageFilter.GaussianBlur(2)), "#fff4d8")
    scene.glow(0.645, 0.235, 0.1, "#ffe9c0", strength=0.45)
    scene.disc(0.74, 0.30, 0.0028, "#ffffff", blur=2)
    scene.glow(0.74, 0.30, 0.02, "#ffffff", strength=0.8)
    _old_town(scene, 0.80, "#7a6484", 1.0, 9)
    _old_town(scene, 0.90, "#493f66", 1.35, 6)
    scene.mist(0.86, 0.08, "#e8a98a", 0.35)
    _old_town(scene, 1.02, "#1e1d3a", 1.9, 4)
    return scene.finished(vignette=0.4)


def _old_town(scene: Scene, foot: float, tone: str, size: float, count: int) -> None:
    random = scene.random
    for index in range(count * 3):
        x, rise = (index + random.random()) / (count * 3), size * random.uniform(0.03, 0.085)
        scene.pen.rectangle(
            (*scene.at(x - 0.03 * size, foot - rise), *scene.at(x + 0.03 * size, 1)), fill=tone
        )
        if random.random() < 0.45:
            scene.pen.rectangle(
                (
                    *scene.at(x - 0.004 * size, foot - rise * 0.7),
                    *scene.at(x + 0.002 * size, foot - rise * 0.7 + 0.012 * size),
                ),
                fill="#ffcd86",
            )
    for index in range(count):
        x = (index + random.uniform(0.25, 0.75)) / count
        if index % 3 == 1:
            _minaret(scene, x, foot, size, tone)
        else:
            _dome(scene, x, foot - 0.07 * size, 0.035 * size * random.uniform(0.7, 1.15), tone)


def _dome(scene: Scene, x: float, y: float, radius: float, tone: str) -> None:
    outline = [
        (x + radius * cos(pi * step / 40), y - radius * 1.75 * sin(pi * step / 40) ** 0.85)
        for step in range(41)
    ]
    scene.pen.polygon([scene.at(*place) for place in outline], fill=tone)
    scene.pen.rectangle((*scene.at(x - radius, y - 0.002), *scene.at(x + radius, 1)), fill=tone)
    scene.pen.line(
        (*scene.at(x, y - radius * 2.35), *scene.at(x, y - radius * 1.6)),
        fill=tone,
        width=max(3, round(radius * 110)),
    )
    rim = [place for place in outline if place[0] < x - radius * 0.25]
    scene.pen.line([scene.at(*place) for place in rim], fill=mixed(tone, "#ffc9a0", 0.5), width=4)


def _minaret(scene: Scene, x: float, foot: float, size: float, tone: str) -> None:
    tall, wide = 0.27 * size, 0.0075 * size
    scene.pen.rectangle((*scene.at(x - wide, foot - tall), *scene.at(x + wide, 1)), fill=tone)
    for share in (0.72, 0.96):
        scene.pen.rectangle(
            (
                *scene.at(x - wide * 1.8, foot - tall * share),
                *scene.at(x + wide * 1.8, foot - tall * share + 0.008 * size),
            ),
            fill=tone,
        )
    scene.pen.polygon(
        [
            scene.at(x - wide, foot - tall),
            scene.at(x, foot - tall - 0.05 * size),
            scene.at(x + wide, foot - tall),
        ],
        fill=tone,
    )
    scene.pen.line(
        (*scene.at(x - wide, foot - tall), *scene.at(x - wide, foot)),
        fill=mixed(tone, "#ffc9a0", 0.4),
        width=4,
    )


def lanterns(seed: int) -> Image.Image:
    """Paper lanterns over a lane, sharp in front, blurred behind."""
    scene = Scene(seed)
    scene.sky([(0, "#150d1a"), (0.5, "#2a1420"), (1, "#120a12")])
    for depth, (count, size, blur, strength) in enumerate(
        [(34, 0.016, 10, 0.5), (20, 0.028, 6, 0.7), (11, 0.05, 3, 0.9)]
    ):
        for _ in range(count):
            x, y = scene.random.random(), 0.08 + 0.5 * scene.random.random() + 0.05 * depth
            _lantern(scene, x, y, size * scene.random.uniform(0.85, 1.15), strength)
        scene.soften(blur)
    for x, y, size in [(0.16, 0.42, 0.088), (0.43, 0.30, 0.075), (0.70, 0.47, 0.10), (0.91, 0.24, 0.07)]:
        scene.pen.line((*scene.at(x, -0.1), *scene.at(x, y)), fill="#0c070c", width=5)
        _lantern(scene, x, y, size, 1.0)
    return scene.finished(vignette=0.55)


PAPERS = [("#8e1717", "#ff8a3c"), ("#a3340f", "#ffb24d"), ("#7c1622", "#ff6f4a"), ("#9a5a12", "#ffd27a")]


def _lantern(scene: Scene, x: float, y: float, size: float, strength: float) -> None:
    outer, inner = scene.random.choice(PAPERS)
    tall = size * 1.36
    scene.glow(x, y, size * 2.6, inner, strength=0.42 * strength, flat=1.0)
    for step in range(26):
        share = 1 - step / 26
        wide, high = size * share, tall * (0.55 + 0.45 * share)
        box = (*scene.at(x - wide, y - high), *scene.at(x + wide, y + high))
        scene.pen.ellipse(box, fill=mixed(outer, inner, min(1.0, (1 - share) * 1.35)))
    for rib in range(-3, 4):
        bend = size * rib / 3.4
        bow = [(x + bend * sin(pi * step / 20), y - tall + 2 * tall * step / 20) for step in range(21)]
        scene.line(bow, mixed(outer, inner, 0.35), max(1, round(size * 50)))
    for end in (-1, 1):
        ring = y + end * tall * 0.98
        box = (*scene.at(x - size * 0.36, ring - size * 0.12), *scene.at(x + size * 0.36, ring + size * 0.12))
        scene.pen.rounded_rectangle(box, radius=6, fill="#1c0d10")
    for thread in range(-3, 4):
        top, tip = (x + thread * size * 0.05, y + tall * 1.08), (x + thread * size * 0.07, y + tall * 1.6)
        scene.line([top, tip], outer, max(1, round(size * 34)))


def viaduct(seed: int) -> Image.Image:
    """A red train crosses a stone viaduct over an autumn valley."""
    scene = Scene(seed)
    scene.sky([(0, "#7ea3bd"), (0.35, "#d6dcd3"), (0.5, "#f4e4c6"), (1, "#f4e4c6")])
    scene.clouds("#ffffff", top=0.0, bottom=0.4, thickness=0.6)
    for y, height, tone, pale in [
        (0.46, 0.20, "#a5b6bd", "#dfdccd"),
        (0.56, 0.20, "#7f9794", "#cfcfb9"),
        (0.68, 0.20, "#5f7865", "#b9bb93"),
    ]:
        scene.ridge(y, height, [(0, tone), (1, pale)], waves=3.2)
        scene.mist(y + 0.03, 0.09, "#f2ead6", 0.6)
    _arches(scene, 0.47)
    _train(scene, 0.47)
    for y, height, tone in [(0.97, 0.20, "#6d5a2c"), (1.05, 0.2, "#3f3a20")]:
        scene.ridge(y, height, [(0, tone), (1, "#241f12")], waves=4)
        _tree_tops(scene, y - height * 0.62, 260)
    scene.mist(0.80, 0.14, "#f3e6cc", 0.55)
    return scene.finished()


def _arches(scene: Scene, deck: float) -> None:
    stone, shape = scene.mask()
    shape.rectangle((*scene.at(0, deck), *scene.at(1, 1)), fill=255)
    for index in range(9):
        left, wide = -0.06 + index * 0.128, 0.102
        turns = [pi * step / 30 for step in range(31)]
        crown = [(left + wide * (1 - cos(turn)) / 2, deck + 0.115 - 0.085 * sin(turn)) for turn in turns]
        opening = [(left + 0.006, 1.0), *crown, (left + wide - 0.006, 1.0)]
        shape.polygon([scene.at(*place) for place in opening], fill=0)
    scene.wash(stone, "#8f8473")
    courses = _courses(scene, deck)
    courses.paste(0, (0, 0), stone.point([255 - tone for tone in range(256)]))
    scene.wash(courses.filter(ImageFilter.GaussianBlur(1.5)), "#4d463c")
    scene.box(0, deck - 0.012, 1, deck + 0.006, "#a59a86")


def _courses(scene: Scene, deck: float) -> Image.Image:
    """Return a mask of the joints and darker stones below ``deck``, and of the shaded side of each pier."""
    courses, pen = scene.mask()
    for row in range(60):
        y = deck + row * 0.0105
        pen.line((*scene.at(0, y), *scene.at(1, y)), fill=70, width=2)
        for _ in range(90):
            x = scene.random.random()
            pen.rectangle(
                (*scene.at(x, y), *scene.at(x + 0.008, y + 0.0105)), fill=scene.random.randint(0, 80)
            )
    for index in range(9):
        right = 0.044 + index * 0.128
        pen.rectangle((*scene.at(right + 0.012, deck + 0.05), *scene.at(right + 0.026, 1)), fill=110)
    return courses


def _train(scene: Scene, deck: float) -> None:
    pen = scene.pen
    for car in range(4):
        left = 0.20 + car * 0.116
        box = (*scene.at(left, deck - 0.062), *scene.at(left + 0.112, deck - 0.016))
        pen.rounded_rectangle(box, radius=10, fill="#b13a2a")
        pen.rectangle((*scene.at(left, deck - 0.066), *scene.at(left + 0.112, deck - 0.056)), fill="#d9d2c4")
        pen.rectangle((*scene.at(left, deck - 0.03), *scene.at(left + 0.112, deck - 0.026)), fill="#f0d9a0")
        for window in range(7):
            x = left + 0.008 + window * 0.0144
            pen.rectangle(
                (*scene.at(x, deck - 0.052), *scene.at(x + 0.0095, deck - 0.036)),
                fill="#2e3a44" if window % 3 else "#f6dca6",
            )
        for wheel in (0.02, 0.034, 0.078, 0.092):
            pen.circle(scene.at(left + wheel, deck - 0.013), 9, fill="#26221e")
    scene.glow(0.665, deck - 0.035, 0.03, "#fff2cc", strength=0.7)


def _tree_tops(scene: Scene, y: float, count: int) -> None:
    for _ in range(count):
        x, drop, size = (
            scene.random.random(),
            scene.random.random() ** 0.7 * 0.2,
            scene.random.uniform(0.008, 0.02),
        )
        tone = scene.random.choice(["#b0682a", "#c58a34", "#8a4f24", "#6c6a30", "#d3a548", "#54562c"])
        for _ in range(9):
            spot = (x + scene.random.gauss(0, size * 0.5), y + drop + scene.random.gauss(0, size * 0.7))
            scene.pen.circle(
                scene.at(*spot),
                size * scene.random.uniform(0.3, 0.6) * scene.width * 0.6,
                fill=mixed(tone, scene.random.choice(["#ffe0a0", "#1c1408"]), scene.random.uniform(0, 0.35)),
            )


def avenue(seed: int) -> Image.Image:
    """An avenue of ginkgo trees in November, leaves on the ground."""
    scene = Scene(seed)
    scene.sky([(0, "#c8d3d6"), (0.45, "#f3ead2"), (0.6, "#f8e9bd"), (1, "#f8e9bd")])
    scene.glow(0.5, 0.52, 0.3, "#fff4cf", strength=0.9)
    scene.pen.polygon(
        [scene.at(0.497, 0.56), scene.at(0.503, 0.56), scene.at(0.86, 1), scene.at(0.14, 1)], fill="#b59a74"
    )
    scene.pen.polygon(
        [scene.at(0.14, 1), scene.at(0.497, 0.56), scene.at(0, 0.57), scene.at(0, 1)], fill="#c4962f"
    )
    scene.pen.polygon(
        [scene.at(0.86, 1), scene.at(0.503, 0.56), scene.at(1, 0.57), scene.at(1, 1)], fill="#b98a2a"
    )
    _fallen_leaves(scene)
    for step in range(9):
        near = 0.06 * 1.42**step
        for side in (-1, 1):
            _ginkgo(scene, 0.5 + side * near * 0.62, 0.56 + near * 0.42, near)
        scene.soften(1.4 if step < 6 else 0.1)
    for _ in range(80):
        x, y, size = scene.random.random(), scene.random.random(), scene.random.uniform(4, 11)
        scene.pen.ellipse(
            (x * scene.width, y * scene.height, x * scene.width + size * 1.6, y * scene.height + size),
            fill="#f2c84b",
        )
    return scene.finished(vignette=0.4)


def _fallen_leaves(scene: Scene) -> None:
    for _ in range(5200):
        near = scene.random.random() ** 1.3
        y, size = 0.565 + 0.435 * near, 1.5 + 11 * near
        x = scene.random.uniform(-0.1, 1.1)
        on_path = abs(x - 0.5) < 0.36 * near * 0.8
        if on_path and scene.random.random() < 0.72:
            continue
        px, py = scene.at(x, y)
        scene.pen.ellipse(
            (px, py, px + size * 1.8, py + size * 0.7),
            fill=scene.random.choice(["#e3b53a", "#d19c2a", "#f0cd5c", "#a8771f", "#8c611c"]),
        )


def _ginkgo(scene: Scene, x: float, foot: float, size: float) -> None:
    random, wide = scene.random, size * 0.05
    tall = size * 1.15
    scene.pen.polygon(
        [
            scene.at(x - wide * 0.6, foot),
            scene.at(x - wide * 0.3, foot - tall),
            scene.at(x + wide * 0.3, foot - tall),
            scene.at(x + wide * 0.6, foot),
        ],
        fill="#3a2c22",
    )
    for _ in range(6):
        lean = random.uniform(-0.3, 0.3) * size
        scene.pen.line(
            (*scene.at(x, foot - tall * random.uniform(0.35, 0.7)), *scene.at(x + lean, foot - tall * 1.15)),
            fill="#3a2c22",
            width=max(2, round(wide * 600)),
        )
    for index in range(2200):
        spread = random.gauss(0, 0.22) * size
        lift = tall * (0.5 + 0.75 * random.random() ** 0.8) - abs(spread) * 0.4
        tone = mixed("#7d560f", "#ffdc66", min(1.0, 0.25 + 0.5 * random.random() + index / 7500))
        radius = size * scene.width * random.uniform(0.003, 0.0095)
        scene.pen.circle(scene.at(x + spread, foot - lift), radius, fill=tone)
