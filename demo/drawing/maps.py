"""Country from above: a relief map with its rivers, and a delta as a satellite sees it."""

from heapq import heapify, heappop, heappush
from math import cos, pi, sin

from PIL import Image, ImageChops, ImageFilter

from .noise import calculate, fractal, normal, to_mask
from .scene import Scene, tinted

GRID = (400, 250)
NEIGHBOURS = [(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)]


HEIGHT_TONES = [(0, "#9fc0b0"), (0.14, "#b9cfa6"), (0.35, "#e3dcae"), (0.6, "#d3b483"), (0.8, "#b08a68")]
SUMMIT_TONE = (1, "#f3efe8")


def basin(seed: int) -> Image.Image:
    """A relief map: tinted heights, hill shading, contours, and the rivers that would run there."""
    scene = Scene(seed)
    heights = _falling_land(scene)
    tones = tinted(to_mask(heights), [*HEIGHT_TONES, SUMMIT_TONE])
    west = ImageChops.offset(heights, 2, 2)
    lit = calculate(lambda here, there: (here - there) * 3600.0 + 196.0, a=heights, b=west).convert("L")
    light = Image.merge("RGB", [lit.filter(ImageFilter.GaussianBlur(1.6))] * 3)
    scene.picture = ImageChops.multiply(tones, light).resize(scene.size, Image.Resampling.BICUBIC)
    _contours(scene, heights)
    _rivers(scene, heights)
    _frame(scene)
    return scene.finished(grain=1.2, vignette=0.08)


def _falling_land(scene: Scene) -> Image.Image:
    """Return heights that fall to the right and to the bottom, so that the rivers gather there."""
    half = (scene.width // 2, scene.height // 2)
    rough = fractal(half, scene.random, cell=620, octaves=7, gain=0.44)
    turned = Image.linear_gradient("L").rotate(62, resample=Image.Resampling.BICUBIC)
    fall = turned.crop((60, 60, 196, 196)).resize(half).convert("F")
    return normal(calculate(lambda land, slope: land + (255.0 - slope) / 255.0 * 0.9, a=rough, b=fall))


def _contours(scene: Scene, heights: Image.Image) -> None:
    bands = to_mask(heights).filter(ImageFilter.GaussianBlur(2)).resize(scene.size, Image.Resampling.BICUBIC)
    for step, strength in ((12, 60), (60, 120)):
        edges = bands.point([tone // step * step for tone in range(256)]).filter(ImageFilter.FIND_EDGES)
        scene.wash(edges.point([strength if tone else 0 for tone in range(256)]), "#6b4a2e")


def _rivers(scene: Scene, heights: Image.Image) -> None:
    values = list(heights.resize(GRID, Image.Resampling.BOX).getdata())
    below, order = _drainage(values, [scene.random.random() for _ in values])
    water = [1] * len(values)
    for cell in reversed(order):
        if below[cell] >= 0:
            water[below[cell]] += water[cell]
    lines, pen = scene.mask()
    jitter = [(scene.random.uniform(0.1, 0.9), scene.random.uniform(0.1, 0.9)) for _ in values]
    for cell, target in enumerate(below):
        if target >= 0 and water[cell] > 70:
            width = min(22, 1.2 + water[cell] ** 0.5 / 9)
            ends = [
                (
                    (place % GRID[0] + jitter[place][0]) / GRID[0],
                    (place // GRID[0] + jitter[place][1]) / GRID[1],
                )
                for place in (cell, target)
            ]
            pen.line([scene.at(*end) for end in ends], fill=255, width=round(width))
            pen.circle(scene.at(*ends[1]), width / 2, fill=255)
    scene.wash(lines.filter(ImageFilter.GaussianBlur(1.2)), "#2f6c9c")


def _drainage(values: list[float], chances: list[float]) -> tuple[list[int], list[int]]:
    """Return where each cell's water goes (-1: off the map) and the cells in an order from the mouths up.

    Priority-flood: the lowest open cell is always the next to take in its dry neighbours. ``chances`` settle
    the order on level ground, where rivers would run straight without them.
    """
    columns, rows = GRID
    below, seen, order = [-1] * len(values), bytearray(len(values)), []
    edge = [
        cell
        for cell in range(len(values))
        if cell % columns in (0, columns - 1) or cell // columns in (0, rows - 1)
    ]
    queue = [(values[cell], chances[cell], cell) for cell in edge]
    for cell in edge:
        seen[cell] = 1
    heapify(queue)
    while queue:
        level, _, cell = heappop(queue)
        order.append(cell)
        for across, down in NEIGHBOURS:
            column, row = cell % columns + across, cell // columns + down
            place = row * columns + column
            if 0 <= column < columns and 0 <= row < rows and not seen[place]:
                seen[place], below[place] = 1, cell
                heappush(queue, (max(level, values[place]), chances[place], place))
    return below, order


def _frame(scene: Scene) -> None:
    scene.pen.rectangle((0, 0, scene.width - 1, scene.height - 1), outline="#f7f2e6", width=68)
    scene.pen.rectangle((46, 46, scene.width - 46, scene.height - 46), outline="#3b3126", width=4)
    for index in range(16):
        tone = "#3b3126" if index % 2 else "#f7f2e6"
        left = 46 + (scene.width - 92) * index / 16
        for y in (32, scene.height - 46):
            scene.pen.rectangle(
                (left, y, left + (scene.width - 92) / 16, y + 14), fill=tone, outline="#3b3126"
            )


def delta(seed: int) -> Image.Image:
    """A river delta from orbit: channels fan out, silt drifts into the sea."""
    scene = Scene(seed)
    half = (scene.width // 2, scene.height // 2)
    sea = fractal(half, scene.random, cell=500, octaves=5)
    scene.picture = tinted(to_mask(sea), [(0, "#0a2336"), (1, "#123f56")]).resize(scene.size)
    channels, pen = scene.mask()
    land, fan = scene.mask()
    mouths: list[tuple[float, float]] = []
    _land_behind(scene, fan)
    _channel(scene, pen, fan, mouths, (0.47, -0.02), pi / 2, 0.019, 0)
    coast = _ragged(scene, land)
    _silt(scene, coast, mouths)
    field = fractal(half, scene.random, cell=46, octaves=6, gain=0.72)
    soil = tinted(
        to_mask(field, low=0.1, high=0.9),
        [(0, "#1f3a26"), (0.45, "#4f6a35"), (0.7, "#8c8a4c"), (1, "#c2ab70")],
    ).resize(scene.size)
    scene.picture.paste(soil, (0, 0), coast)
    scene.wash(channels.filter(ImageFilter.GaussianBlur(9)), "#31492f")
    scene.wash(channels.filter(ImageFilter.GaussianBlur(1.5)), "#b79c6a")
    scene.clouds("#ffffff", top=-0.3, bottom=0.9, thickness=0.35, cell=0.3, stretch=1.6)
    return scene.finished(vignette=0.35)


def _land_behind(scene: Scene, fan) -> None:
    points = [
        (step / 40, 0.2 + 0.09 * sin(step / 5.5) + scene.random.uniform(-0.02, 0.02)) for step in range(41)
    ]
    fan.polygon([scene.at(*place) for place in [(0, 0), *points, (1, 0)]], fill=255)


def _channel(
    scene: Scene, pen, fan, mouths: list, start: tuple[float, float], angle: float, width: float, depth: int
) -> None:
    """Draw a channel that winds to the sea and forks on its way; ``fan`` gets the land it has laid down."""
    random, (x, y) = scene.random, start
    swing, phase = random.uniform(0.3, 0.55), random.uniform(0, 6)
    length = random.randint(15, 19) if depth == 0 else random.randint(9, 19)
    for step in range(length):
        bend = angle + swing * sin(step / 4.2 + phase)
        nx, ny = x + 0.0085 * cos(bend), y + 0.0136 * sin(bend)
        pen.line([scene.at(x, y), scene.at(nx, ny)], fill=255, width=max(2, round(width * scene.width)))
        pen.circle(scene.at(nx, ny), width * scene.width / 2, fill=255)
        fan.circle(scene.at(nx, ny), (0.028 + width) * scene.width * random.uniform(0.7, 1.15), fill=255)
        x, y = nx, ny
    if depth >= 6 or y > 0.70 or not 0.03 < x < 0.97:
        mouths.append((x, y))
        return
    for turn in (random.uniform(0.28, 0.62), -random.uniform(0.28, 0.62)):
        heading = angle + turn
        heading += (pi / 2 - heading) * 0.12
        _channel(scene, pen, fan, mouths, (x, y), heading, width * random.uniform(0.6, 0.78), depth + 1)


def _ragged(scene: Scene, land: Image.Image) -> Image.Image:
    """Return the land's mask with an edge eaten by bays."""
    small = (scene.width // 4, scene.height // 4)
    soft = land.resize(small).filter(ImageFilter.GaussianBlur(7)).convert("F")
    bays = fractal(small, scene.random, cell=40, octaves=6, gain=0.75)
    mixed = calculate(lambda here, bay: here / 255.0 + (bay - 0.5) * 0.75, a=soft, b=bays)
    return to_mask(mixed, low=0.42, high=0.5).resize(scene.size, Image.Resampling.BICUBIC)


def _silt(scene: Scene, coast: Image.Image, mouths: list[tuple[float, float]]) -> None:
    plume, pen = scene.mask()
    for x, y in mouths:
        for _ in range(16):
            drift = scene.random.random()
            pen.circle(
                scene.at(x + scene.random.gauss(0.05, 0.03) * drift, y + 0.10 * drift),
                scene.random.uniform(0.008, 0.03) * scene.width,
                fill=scene.random.randint(60, 190),
            )
    swirl = to_mask(
        fractal((scene.width // 4, scene.height // 4), scene.random, cell=70, octaves=5, gain=0.6),
        low=0.1,
        high=0.8,
    ).resize(scene.size)
    scene.wash(ImageChops.multiply(plume.filter(ImageFilter.GaussianBlur(46)), swirl), "#8fae8c")
    scene.wash(
        coast.filter(ImageFilter.GaussianBlur(60)).point([tone * 3 // 4 for tone in range(256)]), "#3d7f86"
    )
    scene.wash(ImageChops.multiply(plume.filter(ImageFilter.GaussianBlur(18)), swirl), "#c4b587")
