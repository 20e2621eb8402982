"""Charts without words: the axis marks, the grid and the data; the caption beside them says the rest."""

from PIL import Image

from .scene import OVERSAMPLING, Scene, rgb

PAPER, INK, GRID_TONE = "#fbf8f1", "#2b2b2b", "#ddd6c8"
BLUE, RED, GOLD, GREY = "#2f6690", "#c8442f", "#d99a2b", "#a9a59c"
LEFT, RIGHT, TOP, FOOT = 0.07, 0.96, 0.09, 0.89


def _sheet(seed: int, *, rows: int, columns: int) -> Scene:
    scene = Scene(seed, 1600, 900)
    scene.picture.paste(rgb(PAPER), (0, 0, *scene.size))
    for row in range(rows + 1):
        y = FOOT + (TOP - FOOT) * row / rows
        scene.pen.line((*scene.at(LEFT, y), *scene.at(RIGHT, y)), fill=GRID_TONE, width=3)
        scene.pen.line((*scene.at(LEFT - 0.012, y), *scene.at(LEFT, y)), fill=INK, width=3)
    for column in range(columns + 1):
        x = LEFT + (RIGHT - LEFT) * column / columns
        scene.pen.line((*scene.at(x, FOOT), *scene.at(x, FOOT + 0.018)), fill=INK, width=3)
    scene.pen.line((*scene.at(LEFT, FOOT), *scene.at(RIGHT, FOOT)), fill=INK, width=5)
    return scene


def _place(share_x: float, share_y: float) -> tuple[float, float]:
    return (LEFT + (RIGHT - LEFT) * share_x, FOOT + (TOP - FOOT) * share_y)


def _flat(scene: Scene) -> Image.Image:
    size = (scene.width // OVERSAMPLING, scene.height // OVERSAMPLING)
    return scene.picture.resize(size, Image.Resampling.LANCZOS).quantize(96)


def bars(seed: int) -> Image.Image:
    """Twelve years of ice lost, the last one the worst."""
    scene = _sheet(seed, rows=5, columns=12)
    losses = [0.31, 0.28, 0.36, 0.42, 0.33, 0.47, 0.51, 0.44, 0.58, 0.63, 0.71, 0.90]
    for index, loss in enumerate(losses):
        left, top = _place((index + 0.18) / 12, loss)
        right, foot = _place((index + 0.82) / 12, 0)
        colour = RED if index == len(losses) - 1 else BLUE
        scene.pen.rectangle((*scene.at(left, top), *scene.at(right, foot - 0.003)), fill=colour)
    mean = sum(losses) / len(losses)
    _dashes(scene, mean)
    return _flat(scene)


def _dashes(scene: Scene, share: float) -> None:
    for step in range(0, 90, 2):
        start, end = _place(step / 90, share), _place((step + 1) / 90, share)
        scene.pen.line((*scene.at(*start), *scene.at(*end)), fill=INK, width=5)


def lines(seed: int) -> Image.Image:
    """Three ports over sixty months: one climbs, one holds, one falls."""
    scene = _sheet(seed, rows=5, columns=10)
    for start, drift, colour, width in [
        (0.62, -0.0042, GREY, 9),
        (0.44, 0.0004, GOLD, 9),
        (0.22, 0.0098, RED, 14),
    ]:
        level, points = start, []
        for month in range(61):
            season = 0.022 * ((month % 12) / 11 - 0.5)
            level += drift + scene.random.gauss(0, 0.011)
            points.append(_place(month / 60, level + season))
        scene.pen.line([scene.at(*point) for point in points], fill=colour, width=width, joint="curve")
        scene.pen.circle(scene.at(*points[-1]), width * 1.5, fill=colour)
    return _flat(scene)


def dots(seed: int) -> Image.Image:
    """Waiting time against size of ship: forty calls, a rising line, three that wait far too long."""
    scene = _sheet(seed, rows=5, columns=8)
    scene.pen.line([scene.at(*_place(0.02, 0.14)), scene.at(*_place(0.98, 0.62))], fill=INK, width=4)
    calls = [(scene.random.uniform(0.04, 0.96), scene.random.gauss(0, 0.06)) for _ in range(72)]
    for share, stray in calls:
        y = min(0.95, max(0.03, 0.14 + 0.48 * share + stray))
        _dot(scene, share, y, BLUE)
    for share, y in [(0.30, 0.74), (0.46, 0.86), (0.58, 0.91)]:
        _dot(scene, share, y, RED, size=22)
    return _flat(scene)


def _dot(scene: Scene, x: float, y: float, colour: str, *, size: int = 15) -> None:
    spot = scene.at(*_place(x, y))
    scene.pen.circle(spot, size + 3, fill=PAPER)
    scene.pen.circle(spot, size, fill=colour)
