from itertools import combinations

import pytest
from PIL import Image, ImageDraw, ImageFilter

from articles.images import likeness

from . import pictures

# What the library calls near-duplicates; see test_copies_share_nearly_all.
NEAR = 8


def landscape(seed):
    """A picture with large shapes and fine detail, another for each seed."""
    image = Image.linear_gradient("L").resize((320, 240)).convert("RGB")
    draw = ImageDraw.Draw(image)
    for number in range(12):
        left, top = (seed * 71 + number * 97) % 280, (seed * 113 + number * 59) % 200
        colour = tuple((seed * 37 + number * 83 + shift) % 256 for shift in (0, 90, 170))
        draw.ellipse((left, top, left + 30 + number * 9, top + 20 + number * 7), fill=colour)
    return image.filter(ImageFilter.GaussianBlur(1))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("width", [800, 320, 160])
@pytest.mark.parametrize(("form", "quality"), [("JPEG", 90), ("JPEG", 40), ("WEBP", 60)])
def test_copies_of_other_size_quality_and_format_share_nearly_all(seed, width, form, quality):
    original = landscape(seed)
    copy = original.resize((width, width * 3 // 4), Image.Resampling.BICUBIC)
    copy = pictures.decode(pictures.encode(copy, form, quality=quality))
    assert likeness.distance(likeness.of(original), likeness.of(copy)) <= NEAR


def test_pictures_of_something_else_share_half():
    found = [likeness.of(landscape(seed)) for seed in range(8)]
    assert all(likeness.distance(one, other) > NEAR for one, other in combinations(found, 2))


def test_a_mirrored_picture_is_another():
    image = landscape(1)
    mirrored = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    assert likeness.distance(likeness.of(image), likeness.of(mirrored)) > NEAR


def test_it_is_sixteen_hexadecimal_digits():
    assert len(likeness.of(landscape(1))) == 16
    assert int(likeness.of(landscape(1)), 16) < 2**64


@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), pictures.RED])
def test_a_picture_of_one_colour_is_like_nothing(colour):
    flat = likeness.of(Image.new("RGB", (90, 60), colour))
    assert flat == ""
    assert likeness.distance(flat, flat) == likeness.BITS


@pytest.mark.parametrize("turn", [0, 90])
def test_a_plain_gradient_is_like_nothing(turn):
    assert likeness.of(Image.linear_gradient("L").rotate(turn)) == ""


@pytest.mark.parametrize(
    ("form", "options"), [("JPEG", {"quality": 40}), ("WEBP", {}), ("GIF", {}), ("AVIF", {})]
)
def test_a_drawing_of_few_colours_is_told_again(form, options):
    drawing = pictures.scene(480, 320)
    copy = pictures.decode(pictures.encode(drawing.resize((150, 100)), form, **options)).convert("RGB")
    assert likeness.distance(likeness.of(drawing), likeness.of(copy)) <= 3


def test_what_is_transparent_counts_as_white():
    clear = Image.new("RGBA", (320, 240), (0, 0, 0, 0))
    clear.paste(landscape(1).crop((0, 0, 160, 240)), (0, 0))
    white = Image.new("RGB", (320, 240), "white")
    white.paste(landscape(1).crop((0, 0, 160, 240)), (0, 0))
    assert likeness.distance(likeness.of(clear), likeness.of(white)) <= NEAR


def test_equal_pictures_are_at_no_distance():
    assert likeness.distance("00ff00ff00ff00ff", "00ff00ff00ff00ff") == 0


def test_the_distance_counts_bits():
    assert likeness.distance("0000000000000000", "000000000000000f") == 4
