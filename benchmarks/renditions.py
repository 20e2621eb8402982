"""How fast renditions are drawn: beside Pillow's own floor, over all cores, and what AVIF would save.

    python -m benchmarks.renditions            1,000 pictures
    COUNT=100 python -m benchmarks.renditions

Each pair is taken in turn, one of each at a time, so that other work on the machine slows both. Times are of the
processor, but for those over all cores.
"""

import os
import statistics
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO

from PIL import Image

from articles.images import drawing, workshop
from articles.images.renditions import Original

COUNT = int(os.environ.get("COUNT", "1000"))
ROUNDS = 9
WIDTH, HEIGHT = 2000, 1500
PICTURE = Original("0" * 64, WIDTH, HEIGHT)
ARCHIVED = (1200, 800)
FIVE_WIDTHS_TWO_FORMATS = [each for form in ("webp", "jpeg") for each in PICTURE.renditions(format=form)]


def photograph(width: int = WIDTH, height: int = HEIGHT) -> Image.Image:
    """Return noise of every size, as much of each as a photograph has."""
    bands = []
    for _ in range(2):
        image = Image.effect_noise((4, 3), 70).resize((width, height), Image.Resampling.BICUBIC)
        for side in (8, 16, 32, 64, 128, 256, 512, 1024, width):
            layer = Image.effect_noise((side, side * height // width), 60)
            image = Image.blend(image, layer.resize((width, height), Image.Resampling.BICUBIC), 0.28)
        bands.append(image)
    return Image.merge("RGB", (bands[0], Image.blend(*bands, 0.3), Image.blend(*bands, 0.5)))


def encoded(image: Image.Image, form: str, **options: object) -> bytes:
    written = BytesIO()
    image.save(written, form, **options)
    return written.getvalue()


def processor_ms(do: Callable[[], object]) -> float:
    start = time.process_time()
    do()
    return (time.process_time() - start) * 1000


def floor(data: bytes, cuts: dict[int, Image.Image]) -> None:
    """The same decodes and encodes by Pillow, and nothing else."""
    Image.open(BytesIO(data)).load()
    for each in FIVE_WIDTHS_TWO_FORMATS:
        encoded(cuts[each.width], each.format, **drawing.ENCODINGS[each.format])


def beside_the_floor(data: bytes) -> None:
    image = Image.open(BytesIO(data))
    cuts = {
        each.width: image.resize((each.width, each.height), drawing.FILTER)
        for each in FIVE_WIDTHS_TWO_FORMATS
    }
    pairs = [
        (
            processor_ms(lambda: drawing.render(data, FIVE_WIDTHS_TWO_FORMATS)),
            processor_ms(lambda: floor(data, cuts)),
        )
        for _ in range(ROUNDS)
    ]
    ours, theirs = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
    ratio = statistics.median(one / other for one, other in pairs)
    print(f"{WIDTH} × {HEIGHT} JPEG of {len(data) // 1024} KB, 5 widths × 2 formats:")
    print(
        f"  ours {ours:.0f} ms, Pillow's floor {theirs:.0f} ms, ratio {ratio:.3f} (median of {ROUNDS} pairs)"
    )


def over_all_cores() -> None:
    """A set of an archive's pictures, each inspected, and drawn in every shape and format as RENDITIONS=eager does."""
    data = encoded(photograph(*ARCHIVED), "JPEG", quality=90)
    wanted = list(Original("0" * 64, *ARCHIVED).every_rendition())
    print(
        f"{COUNT} JPEGs of {ARCHIVED[0]} × {ARCHIVED[1]} and {len(data) // 1024} KB, {len(wanted)} renditions:"
    )
    alone, together = workshop.Workshop(places=1), workshop.Workshop()
    for what, do in (
        ("inspected", lambda shop, data: shop.inspect(data)),
        ("inspected and drawn", lambda shop, data: (shop.inspect(data), shop.render(data, wanted))),
    ):
        seconds = {alone: 0.0, together: 0.0}
        # One core alone is given its share of the set, or that would take as much longer.
        shares = {alone: COUNT // ROUNDS // together.places, together: COUNT // ROUNDS}
        for shop in [alone, together] * ROUNDS:
            start = time.perf_counter()
            list(shop.each(partial(do, shop), [data] * shares[shop]))
            seconds[shop] += time.perf_counter() - start
        one, many = (ROUNDS * shares[shop] / seconds[shop] for shop in (alone, together))
        print(
            f"  {what}: {one:.2f} a second on one core, {many:.2f} on {together.places}: {many / one:.2f} ×"
        )
    alone.close()
    together.close()


def avif_beside_webp(image: Image.Image) -> None:
    """At the quality of AVIF that is as like the original as our WebP."""
    cut = image.resize((640, 480), Image.Resampling.LANCZOS)
    webp = {"form": "WEBP", **drawing.ENCODINGS["webp"]}
    wanted = likeness_to(cut, encoded(cut, **webp))
    for speed in (6, 8):
        avif = {"form": "AVIF", "speed": speed, "max_threads": 1}
        quality = next(
            quality
            for quality in range(50, 100)
            if likeness_to(cut, encoded(cut, quality=quality, **avif)) >= wanted
        )
        avif["quality"] = quality
        sizes = len(encoded(cut, **avif)) / len(encoded(cut, **webp))
        pairs = [
            (processor_ms(partial(encoded, cut, **avif)), processor_ms(partial(encoded, cut, **webp)))
            for _ in range(ROUNDS)
        ]
        times = statistics.median(one / other for one, other in pairs)
        print(f"  speed {speed}, quality {quality}: {times:.1f} × the time, {sizes:.2f} × the bytes")


def likeness_to(image: Image.Image, data: bytes) -> float:
    return ssim(image, Image.open(BytesIO(data)).convert("RGB"))


def ssim(one: Image.Image, other: Image.Image) -> float:
    """Return the structural similarity of two images' grey, over squares of 8 × 8.

    Source: Wang, Bovik, Sheikh, Simoncelli, "Image quality assessment", 2004.
    """
    x, y = (list(image.convert("L").tobytes()) for image in (one, other))
    width, height = one.size
    found = []
    for top in range(0, height - 7, 8):
        for left in range(0, width - 7, 8):
            places = [
                start + left + column
                for start in range(top * width, (top + 8) * width, width)
                for column in range(8)
            ]
            found.append(_ssim([x[place] for place in places], [y[place] for place in places]))
    return statistics.fmean(found)


def _ssim(x: list[int], y: list[int]) -> float:
    size = len(x)
    mean_x, mean_y = sum(x) / size, sum(y) / size
    spread_x = sum(value * value for value in x) / size - mean_x**2
    spread_y = sum(value * value for value in y) / size - mean_y**2
    shared = sum(a * b for a, b in zip(x, y, strict=True)) / size - mean_x * mean_y
    return (
        (2 * mean_x * mean_y + 6.5025)
        * (2 * shared + 58.5225)
        / ((mean_x**2 + mean_y**2 + 6.5025) * (spread_x + spread_y + 58.5225))
    )


def main() -> None:
    image = photograph()
    data = encoded(image, "JPEG", quality=90)
    beside_the_floor(data)
    print("AVIF beside WebP, 640 px, on one core, at equal structural similarity:")
    avif_beside_webp(image)
    over_all_cores()


if __name__ == "__main__":
    main()
