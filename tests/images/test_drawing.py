import pytest
from PIL import Image, ImageChops, ImageStat

from articles.images import drawing
from articles.images.inspect import PictureRefused
from articles.images.renditions import Box, Original, Rendition

from . import pictures


def draw(data, *, width, form, box=None):
    """The rendition so wide of a part of the picture, all of it where nothing is said."""
    [drawn] = drawing.render(data, [rendition(data, width, form, box)])
    return drawn


def rendition(data, width, form, box=None):
    box = box or Box(0, 0, *shown_size(data))
    return Rendition("", form, box, width, max(1, round(box.height * width / box.width)))


def shown_size(data):
    return drawing.open_picture(data).shown_size


@pytest.mark.parametrize("name", pictures.EVERY_FORMAT)
@pytest.mark.parametrize("form", ["webp", "jpeg"])
def test_each_format_gives_a_rendition_of_the_width_asked(name, form):
    image = pictures.decode(draw(pictures.EVERY_FORMAT[name], width=24, form=form))
    assert (image.format, image.size) == (form.upper(), (24, 16))
    assert pictures.looks_like_scene(image)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_rendition_stands_upright(form, orientation):
    image = pictures.decode(draw(pictures.turned(orientation, form), width=24, form="webp"))
    assert image.size == (24, 16)
    assert pictures.looks_like_scene(image)


@pytest.mark.parametrize("form", ["webp", "jpeg"])
def test_a_rendition_carries_no_metadata_and_no_profile(form):
    image = pictures.decode(draw(pictures.private_jpeg(), width=24, form=form))
    assert not image.getexif()
    assert not {"xmp", "icc_profile", "comment", "photoshop"} & set(image.info)


@pytest.mark.parametrize(
    "profile", [b"", b"no profile", pictures.srgb_profile()], ids=["none", "broken", "of another kind"]
)
def test_cmyk_becomes_rgb_whatever_its_profile(profile):
    data = pictures.encode(Image.new("CMYK", (16, 16), (0, 255, 255, 0)), icc_profile=profile)
    image = pictures.decode(draw(data, width=8, form="webp"))
    assert image.mode == "RGB"
    assert pictures.is_close(image.getpixel((4, 4)), (255, 0, 0))


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_colours_of_a_profile_are_converted_to_srgb(mode):
    image = Image.new("RGB", (16, 16), (255, 0, 0)).convert(mode)
    data = pictures.encode(image, "PNG", icc_profile=pictures.profile_of_swapped_colours())
    shown = pictures.decode(draw(data, width=8, form="jpeg"))
    assert pictures.is_close(shown.getpixel((4, 4)), (0, 0, 255))


@pytest.mark.parametrize(
    ("colour", "channels", "chunks"),
    [
        (0, 1, b""),
        (0, 1, pictures.png_chunk(b"tRNS", b"\0\x10")),
        (2, 3, b""),
        (4, 2, b""),
        (6, 4, b""),
    ],
    ids=["grey", "grey with a transparent tone", "rgb", "grey with alpha", "rgb with alpha"],
)
def test_sixteen_bits_are_scaled_and_not_cut_off(colour, channels, chunks):
    pixels = (b"\0" + b"\x80\0" * channels * 4) * 4
    data = pictures.raw_png(4, 4, bits=16, colour=colour, chunks=chunks, pixels=pixels)
    image = pictures.decode(draw(data, width=2, form="webp"))
    assert pictures.is_close(image.convert("RGB").getpixel((0, 0)), (128, 128, 128), within=3)


@pytest.mark.parametrize("mode", ["1", "L", "P"])
def test_a_picture_of_few_colours_is_rendered(mode):
    data = pictures.encode(Image.new("L", (16, 16), 255).convert(mode), "PNG")
    image = pictures.decode(draw(data, width=8, form="jpeg"))
    assert pictures.is_close(image.getpixel((4, 4)), pictures.WHITE, within=3)


def half_transparent(mode):
    image = Image.new("RGBA", (32, 16), (*pictures.RED, 255))
    image.paste((0, 0, 0, 0), (16, 0, 32, 16))
    return image.convert(mode) if mode != "P" else image.quantize(8)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparency_stays_in_webp(mode):
    data = pictures.encode(half_transparent(mode), "PNG")
    image = pictures.decode(draw(data, width=16, form="webp")).convert("RGBA")
    assert image.getpixel((2, 4))[3] == 255
    assert image.getpixel((14, 4))[3] == 0


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparency_is_white_in_jpeg(mode):
    data = pictures.encode(half_transparent(mode), "PNG")
    image = pictures.decode(draw(data, width=16, form="jpeg"))
    assert pictures.is_close(image.getpixel((14, 4)), pictures.WHITE)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "AVIF"])
def test_of_an_animation_the_first_frame_is_rendered(form):
    image = pictures.decode(draw(pictures.animation(form), width=24, form="webp"))
    assert getattr(image, "n_frames", 1) == 1
    assert pictures.looks_like_scene(image)


def test_a_picture_of_one_pixel_is_rendered():
    data = pictures.encode(Image.new("RGB", (1, 1), pictures.RED), "PNG")
    assert pictures.decode(draw(data, width=1, form="webp")).size == (1, 1)


def test_a_very_wide_picture_keeps_a_line_of_height():
    data = pictures.encode(Image.new("RGB", (4000, 2), pictures.RED), "PNG")
    assert pictures.decode(draw(data, width=320, form="jpeg")).size == (320, 1)


def test_the_same_picture_gives_the_same_bytes():
    data = pictures.EVERY_FORMAT["jpeg"]
    once, again = (draw(data, width=24, form="webp") for _ in range(2))
    assert once == again


@pytest.mark.parametrize("box", [Box(0, 0, 49, 32), Box(-1, 0, 4, 4), Box(40, 0, 9, 4), Box(0, 30, 4, 3)])
def test_a_part_outside_the_picture_is_an_error(box):
    with pytest.raises(ValueError, match="a rendition shows a part of 48 × 32 px"):
        draw(pictures.EVERY_FORMAT["jpeg"], width=4, form="webp", box=box)


def test_a_damaged_picture_is_refused():
    data = pictures.EVERY_FORMAT["png"][:-40]
    whole = Rendition("", "webp", Box(0, 0, 48, 32), 24, 16)
    with pytest.raises(PictureRefused, match="damaged or incomplete"):
        drawing.render(data, [whole])


def test_none_are_drawn_of_a_picture_where_none_are_wanted():
    assert drawing.render(pictures.EVERY_FORMAT["jpeg"], []) == []


@pytest.mark.parametrize(
    ("corner", "colour"), [((0, 0), pictures.RED), ((24, 0), pictures.GREEN), ((12, 16), pictures.BLUE)]
)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_part_is_cut_from_the_upright_picture(corner, colour, orientation):
    box = Box(*corner, 24, 16)
    image = pictures.decode(draw(pictures.turned(orientation, "PNG"), width=12, form="webp", box=box))
    assert image.size == (12, 8)
    assert all(pictures.is_close(image.getpixel(spot), colour) for spot in ((1, 1), (10, 6)))


def large(form="JPEG", **options):
    return pictures.encode(pictures.scene(2000, 1500), form, quality=90, **options)


def test_several_come_in_the_order_they_were_asked_for():
    picture = Original("ab" * 32, 2000, 1500)
    wanted = [
        each
        for shape in ("square", "")
        for form in ("jpeg", "webp")
        for each in picture.renditions(shape, format=form)
    ]
    drawn = [pictures.decode(data) for data in drawing.render(large(), wanted[::-1])][::-1]
    assert [(each.width, each.height) for each in drawn] == [(each.width, each.height) for each in wanted]
    assert [each.format.lower() for each in drawn] == [each.format for each in wanted]
    assert all(pictures.looks_like_scene(image) for image in drawn[6:])


def noise_of_many_sizes(width, height):
    """Shapes at every scale, as in a photograph."""
    image = Image.effect_noise((4, 3), 70).resize((width, height))
    for side in (16, 64, 256, 1024):
        layer = Image.effect_noise((side, side * 3 // 4), 70).resize(
            (width, height), Image.Resampling.BICUBIC
        )
        image = Image.blend(image, layer, 0.35)
    return image.convert("RGB")


def error(one, other):
    """The mean square error of two images, of 255²."""
    return sum(value**2 for value in ImageStat.Stat(ImageChops.difference(one, other)).rms) / 3


@pytest.mark.parametrize("form", ["webp", "jpeg"])
def test_drawn_together_they_are_as_good_as_drawn_alone(form):
    photograph = noise_of_many_sizes(2000, 1500)
    data = pictures.encode(photograph, "PNG")
    wanted = Original("ab" * 32, 2000, 1500).renditions(format=form)
    for each, drawn in zip(wanted, drawing.render(data, wanted), strict=True):
        [alone] = drawing.render(data, [each])
        best = photograph.resize((each.width, each.height), Image.Resampling.LANCZOS)
        assert error(best, pictures.decode(drawn)) < 1.5 * error(best, pictures.decode(alone))


def test_a_large_jpeg_is_not_decoded_larger_than_it_is_shown():
    picture = drawing.open_picture(large())
    assert drawing._decoded(picture, scale=100 / 2000).size == (250, 188)


@pytest.mark.parametrize("shape", ["card", "square", "wide", "social"])
def test_a_cut_of_a_jpeg_shows_what_that_of_a_png_shows(shape):
    """A JPEG is decoded smaller than it is, and its cut must not move or be squeezed for it."""
    image = Image.new("RGB", (3600, 2800), pictures.BLUE)
    image.paste(pictures.GREEN, (3200, 0, 3600, 2800))
    original = Original("0" * 64, 3600, 2800, focal_x=0)
    cuts = [
        pictures.decode(
            drawing.render(pictures.encode(image, form), original.renditions(shape, format="jpeg")[:1])[0]
        )
        for form in ("JPEG", "PNG")
    ]
    places = [(cuts[0].width - 3, 5), (cuts[0].width // 2, 5)]
    assert all(pictures.is_close(cuts[0].getpixel(place), cuts[1].getpixel(place)) for place in places)
