import pytest
from PIL import ExifTags, Image

from articles.images import containers
from articles.images.inspect import inspect

from . import pictures


def private(form):
    return pictures.encode(pictures.scene(), form, exif=pictures.exif(), xmp=pictures.XMP)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_where_it_was_taken_is_taken_out(form):
    data = private(form)
    assert b"Telephone" in data
    kept = inspect(data).data
    assert b"Telephone" not in kept
    assert not pictures.decode(kept).getexif().get_ifd(ExifTags.IFD.GPSInfo)


def test_comment_xmp_iptc_and_what_is_appended_go_from_a_jpeg():
    kept = inspect(pictures.private_jpeg()).data
    for trace in (b"taken at home", b"xpacket", b"8BIM", b"film", "王芳".encode()):
        assert trace not in kept


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_the_pixels_are_the_same_after_stripping(form):
    data = private(form)
    assert pictures.decode(inspect(data).data).tobytes() == pictures.decode(data).tobytes()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_the_colour_profile_stays(form):
    profile = pictures.srgb_profile()
    data = pictures.encode(pictures.scene(), form, exif=pictures.exif(), icc_profile=profile)
    assert pictures.decode(inspect(data).data).info["icc_profile"] == profile


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(2, 9))
def test_the_orientation_stays_and_nothing_else_of_exif(form, orientation):
    kept = inspect(pictures.turned(orientation, form)).data
    assert dict(pictures.decode(kept).getexif()) == {ExifTags.Base.Orientation: orientation}


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", [1, 6])
def test_stripping_twice_changes_nothing_more(form, orientation):
    once = inspect(pictures.turned(orientation, form)).data
    assert inspect(once).data == once


def test_a_cmyk_jpeg_keeps_what_its_colours_need():
    image = Image.new("CMYK", (8, 8), (0, 255, 255, 0))
    kept = inspect(pictures.encode(image, exif=pictures.exif())).data
    assert pictures.is_close(pictures.decode(kept).getpixel((4, 4)), (0, 255, 255, 0))


def test_text_chunks_go_from_a_png_and_transparency_stays():
    private = pictures.png_text(Author="Jane Doe") + pictures.png_chunk(b"prVt", b"home address")
    transparent = pictures.png_chunk(b"tRNS", b"\0" * 6)
    data = pictures.raw_png(1, 1, chunks=private + transparent, pixels=b"\0" * 4)
    kept = [kind for kind, _ in containers.png_chunks(inspect(data).data)]
    assert kept == [b"IHDR", b"tRNS", b"IDAT", b"IEND"]


def test_a_webp_no_longer_says_that_it_has_metadata():
    chunks = dict(containers.webp_chunks(inspect(private("WEBP")).data))
    assert b"EXIF" not in chunks and b"XMP " not in chunks
    assert chunks[b"VP8X"][8] & 0x0C == 0


def test_a_comment_goes_from_a_gif_and_its_loop_stays():
    data = pictures.animation("GIF", comment=b"by Jane", loop=0)
    kept = inspect(data).data
    assert b"by Jane" in data and b"by Jane" not in kept
    assert pictures.decode(kept).info["loop"] == 0
    assert pictures.decode(kept).n_frames == 3


@pytest.mark.parametrize("name", ["jpeg", "png", "webp", "gif"])
def test_what_is_appended_to_a_picture_is_cut_off(name):
    data = pictures.EVERY_FORMAT[name]
    assert inspect(data + pictures.APPENDED).data == data
