"""Draw the pictures of the demo archive: python demo/draw_pictures.py [NAME …].

The same seeds give the same pictures with the same Pillow. Needs Pillow and nothing else.
"""

import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from drawing import charts, lands, maps, objects, skies, towns, waters
from PIL import Image

FOLDER = Path(__file__).parent / "archive" / "images"
LIMIT_BYTES = 110_000
QUALITIES = (82, 78, 74, 70, 66, 62, 58, 54, 50)

# File name → the scene and its seed.
PICTURES: dict[str, tuple[Callable[[int], Image.Image], int]] = {
    "aurora.jpg": (skies.aurora, 1),
    "avenue.jpg": (towns.avenue, 1),
    "books.jpg": (objects.books, 1),
    "chart-ice.png": (charts.bars, 1),
    "chart-ports.png": (charts.lines, 1),
    "chart-waiting.png": (charts.dots, 1),
    "delta.jpg": (maps.delta, 6),
    "dhows.jpg": (waters.dhows, 1),
    "domes.jpg": (towns.domes, 1),
    "dunes.jpg": (lands.dunes, 1),
    "ferry.jpg": (waters.ferry, 1),
    "glacier.jpg": (lands.glacier, 3),
    "harbour.jpg": (waters.harbour, 1),
    "high-pass.jpg": (lands.high_pass, 3),
    "kites.jpg": (skies.kites, 1),
    "lanterns.jpg": (towns.lanterns, 1),
    "lighthouse.jpg": (waters.lighthouse, 1),
    "marsh.jpg": (waters.marsh, 1),
    "moon-roofs.jpg": (towns.moon_roofs, 1),
    "night-city.jpg": (towns.night_city, 1),
    "pitch.jpg": (objects.pitch, 1),
    "pottery.jpg": (objects.pottery, 1),
    "rice-balls.webp": (objects.bowl, 1),
    "snow-forest.jpg": (skies.snow_forest, 1),
    "star-trails.jpg": (skies.star_trails, 1),
    "terraces.jpg": (lands.terraces, 1),
    "viaduct.jpg": (towns.viaduct, 1),
    "云海.jpg": (lands.mist, 1),
    "流域图.jpg": (maps.basin, 1),
    "茶山.jpg": (lands.tea, 1),
}


def encoded(picture: Image.Image, kind: str) -> bytes:
    """Return the picture as a file of ``kind`` (.jpg, .webp, .png), no larger than it needs to look right."""
    if kind == ".png":
        return _saved(picture, "PNG", optimize=True)
    file_format = {".jpg": "JPEG", ".webp": "WEBP"}[kind]
    for quality in QUALITIES:
        content = _saved(picture, file_format, quality=quality, optimize=True, progressive=True)
        if len(content) <= LIMIT_BYTES:
            break
    return content


def _saved(picture: Image.Image, file_format: str, **options: object) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, file_format, **options)
    return buffer.getvalue()


def main(names: list[str]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in names or PICTURES:
        scene, seed = PICTURES[name]
        content = encoded(scene(seed), Path(name).suffix)
        (FOLDER / name).write_bytes(content)
        print(f"{name}  {len(content) // 1000} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
