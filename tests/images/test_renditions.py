import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from articles.images import renditions
from articles.images.inspect import PictureRefused

from . import pictures

SHA256 = "ab12" + "0" * 60


@pytest.mark.parametrize(
    ("original", "wanted"),
    [
        (1, [1]),
        (319, [319]),
        (320, [320]),
        (500, [320, 500]),
        (1000, [320, 640, 960, 1000]),
        (1920, [320, 640, 960, 1280, 1920]),
        (6000, [320, 640, 960, 1280, 1920]),
    ],
)
def test_widths_follow_the_ladder_up_to_the_original(original, wanted):
    assert renditions.widths(original) == wanted


def test_widths_follow_another_ladder():
    assert renditions.widths(700, ladder=(100, 600)) == [100, 600]


@pytest.mark.parametrize("original", [0, -5])
def test_a_picture_without_width_has_no_renditions(original):
    with pytest.raises(ValueError, match=f"at least 1 pixel wide, not {original}"):
        renditions.widths(original)


@given(st.integers(1, 20_000))
def test_widths_ascend_and_are_never_above_the_original(original):
    found = renditions.widths(original)
    assert found == sorted(set(found)) and found[0] >= 1 and found[-1] <= original


def test_names_follow_the_content():
    assert renditions.file_name(SHA256, width=640, format="webp") == f"renditions/ab/{SHA256}-640.webp"
    assert renditions.file_name(SHA256, width=320, format="jpeg") == f"renditions/ab/{SHA256}-320.jpg"
    assert renditions.original_name(SHA256, suffix=".avif") == f"originals/ab/{SHA256}.avif"


@pytest.mark.parametrize("name", pictures.EVERY_FORMAT)
@pytest.mark.parametrize("form", ["webp", "jpeg"])
def test_each_format_gives_a_rendition_of_the_width_asked(name, form):
    image = pictures.decode(renditions.render(pictures.EVERY_FORMAT[name], width=24, format=form))
    assert (image.format, image.size) == (form.upper(), (24, 16))
    assert pictures.looks_like_scene(image)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_rendition_stands_upright(form, orientation):
    image = pictures.decode(renditions.render(pictures.turned(orientation, form), width=24, format="webp"))
    assert image.size == (24, 16)
    assert pictures.looks_like_scene(image)


@pytest.mark.parametrize("form", ["webp", "jpeg"])
def test_a_rendition_carries_no_metadata_and_no_profile(form):
    image = pictures.decode(renditions.render(pictures.private_jpeg(), width=24, format=form))
    assert not image.getexif()
    assert not {"xmp", "icc_profile", "comment", "photoshop"} & set(image.info)


@pytest.mark.parametrize(
    "profile", [b"", b"no profile", pictures.srgb_profile()], ids=["none", "broken", "of another kind"]
)
def test_cmyk_becomes_rgb_whatever_its_profile(profile):
    data = pictures.encode(Image.new("CMYK", (16, 16), (0, 255, 255, 0)), icc_profile=profile)
    image = pictures.decode(renditions.render(data, width=8, format="webp"))
    assert image.mode == "RGB"
    assert pictures.is_close(image.getpixel((4, 4)), (255, 0, 0))


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_colours_of_a_profile_are_converted_to_srgb(mode):
    image = Image.new("RGB", (16, 16), (255, 0, 0)).convert(mode)
    data = pictures.encode(image, "PNG", icc_profile=pictures.profile_of_swapped_colours())
    shown = pictures.decode(renditions.render(data, width=8, format="jpeg"))
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
    image = pictures.decode(renditions.render(data, width=2, format="webp"))
    assert pictures.is_close(image.convert("RGB").getpixel((0, 0)), (128, 128, 128), within=3)


@pytest.mark.parametrize("mode", ["1", "L", "P"])
def test_a_picture_of_few_colours_is_rendered(mode):
    data = pictures.encode(Image.new("L", (16, 16), 255).convert(mode), "PNG")
    image = pictures.decode(renditions.render(data, width=8, format="jpeg"))
    assert pictures.is_close(image.getpixel((4, 4)), pictures.WHITE, within=3)


def half_transparent(mode):
    image = Image.new("RGBA", (32, 16), (*pictures.RED, 255))
    image.paste((0, 0, 0, 0), (16, 0, 32, 16))
    return image.convert(mode) if mode != "P" else image.quantize(8)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparency_stays_in_webp(mode):
    data = pictures.encode(half_transparent(mode), "PNG")
    image = pictures.decode(renditions.render(data, width=16, format="webp")).convert("RGBA")
    assert image.getpixel((2, 4))[3] == 255
    assert image.getpixel((14, 4))[3] == 0


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparency_is_white_in_jpeg(mode):
    data = pictures.encode(half_transparent(mode), "PNG")
    image = pictures.decode(renditions.render(data, width=16, format="jpeg"))
    assert pictures.is_close(image.getpixel((14, 4)), pictures.WHITE)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "AVIF"])
def test_of_an_animation_the_first_frame_is_rendered(form):
    image = pictures.decode(renditions.render(pictures.animation(form), width=24, format="webp"))
    assert getattr(image, "n_frames", 1) == 1
    assert pictures.looks_like_scene(image)


def test_a_picture_of_one_pixel_is_rendered():
    data = pictures.encode(Image.new("RGB", (1, 1), pictures.RED), "PNG")
    assert pictures.decode(renditions.render(data, width=1, format="webp")).size == (1, 1)


def test_a_very_wide_picture_keeps_a_line_of_height():
    data = pictures.encode(Image.new("RGB", (4000, 2), pictures.RED), "PNG")
    assert pictures.decode(renditions.render(data, width=320, format="jpeg")).size == (320, 1)


def test_the_same_picture_gives_the_same_bytes():
    data = pictures.EVERY_FORMAT["jpeg"]
    once, again = (renditions.render(data, width=24, format="webp") for _ in range(2))
    assert once == again


@pytest.mark.parametrize("width", [0, 49])
def test_a_width_outside_the_original_is_refused(width):
    with pytest.raises(ValueError, match=f"1 to 48 pixels wide, not {width}"):
        renditions.render(pictures.EVERY_FORMAT["jpeg"], width=width, format="webp")


def test_an_unknown_format_is_refused():
    with pytest.raises(ValueError, match="a rendition is webp or jpeg, not bmp"):
        renditions.render(pictures.EVERY_FORMAT["jpeg"], width=24, format="bmp")


def test_a_damaged_picture_is_refused():
    with pytest.raises(PictureRefused, match="damaged or incomplete"):
        renditions.render(pictures.EVERY_FORMAT["png"][:-40], width=24, format="webp")
