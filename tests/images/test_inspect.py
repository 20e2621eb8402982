import hashlib
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from articles.images import likeness
from articles.images.inspect import MAX_BYTES, MAX_FRAMES, MAX_SIDE, PictureRefused, inspect

from . import pictures

SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("name", "mime", "suffix"),
    [
        ("jpeg", "image/jpeg", ".jpg"),
        ("png", "image/png", ".png"),
        ("webp", "image/webp", ".webp"),
        ("avif", "image/avif", ".avif"),
        ("gif", "image/gif", ".gif"),
    ],
)
def test_each_format_is_told_by_its_content(name, mime, suffix):
    found = inspect(pictures.EVERY_FORMAT[name])
    assert (found.format, found.mime, found.suffix) == (name, mime, suffix)
    assert (found.width, found.height) == (48, 32)


@pytest.mark.parametrize("name", pictures.EVERY_FORMAT)
def test_a_picture_without_metadata_is_kept_byte_for_byte(name):
    data = pictures.EVERY_FORMAT[name]
    found = inspect(data)
    assert found.data == data
    assert found.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_size_is_that_of_the_picture_as_shown(form, orientation):
    found = inspect(pictures.turned(orientation, form))
    assert (found.width, found.height) == (48, 32)


def test_a_nonsense_orientation_stands_upright():
    found = inspect(pictures.encode(pictures.scene(), exif=pictures.exif(orientation=77)))
    assert (found.width, found.height) == (48, 32)


def test_unreadable_exif_does_not_cost_the_picture():
    broken = b"Exif\0\0II*\0\xff\xff\xff\xff"
    assert inspect(pictures.encode(pictures.scene(), exif=broken)).width == 48


def test_the_smallest_picture_is_kept():
    found = inspect(pictures.encode(Image.new("RGB", (1, 1)), "PNG"))
    assert (found.width, found.height) == (1, 1)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "The file is empty."),
        (SVG, "This is an SVG, a document that can run scripts. Export it as a PNG"),
        (b"\xef\xbb\xbf  <SVG viewBox='0 0 1 1'/>", "This is an SVG, a document that can run scripts."),
        ("<!DOCTYPE html><title>404 页面不存在</title>".encode(), "This is a web page, not a picture."),
        (b"\0\0\0\x18ftypmp42\0\0\0\0isommp42", "This is not a picture."),
        (b"%PDF-1.7", "This is a PDF."),
        (b"BM" + b"\0" * 60, "This is a Windows bitmap."),
        (pictures.encode(pictures.scene(), "TIFF"), "This is a TIFF."),
        ("俄罗斯对美国".encode(), "This is not a picture."),
    ],
    ids=["empty", "svg", "svg with a mark", "web page", "film", "pdf", "bitmap", "tiff", "text"],
)
def test_what_is_no_picture_is_refused_with_its_reason(data, reason):
    with pytest.raises(PictureRefused) as refused:
        inspect(data)
    assert refused.value.reason.startswith(reason)


@pytest.mark.parametrize("name", pictures.EVERY_FORMAT)
@pytest.mark.parametrize("share", [0.2, 0.3, 0.6, 0.9, 0.99])
def test_a_truncated_file_is_refused(name, share):
    data = pictures.EVERY_FORMAT[name]
    with pytest.raises(PictureRefused, match="damaged or incomplete"):
        inspect(data[: int(len(data) * share)])


def test_a_truncated_progressive_jpeg_is_refused():
    data = pictures.encode(Image.effect_noise((200, 150), 90), progressive=True)
    with pytest.raises(PictureRefused, match="damaged or incomplete"):
        inspect(data[: len(data) * 2 // 3])


@pytest.mark.parametrize("side", [10_000, 14_000, 60_000])
def test_a_header_that_declares_too_many_pixels_is_refused_before_decoding(side):
    with pytest.raises(PictureRefused, match="more than 80 megapixels"):
        inspect(pictures.raw_png(side, side))


def test_a_picture_longer_than_any_rendition_can_be_is_refused():
    with pytest.raises(PictureRefused, match=f"longer than {MAX_SIDE} pixels"):
        inspect(pictures.raw_png(1, 60_000))


def test_a_file_over_the_limit_is_refused_unread():
    with pytest.raises(PictureRefused, match="larger than 40 MB"):
        inspect(pictures.EVERY_FORMAT["jpeg"].ljust(MAX_BYTES + 1, b"\0"))


def test_a_compressed_text_that_grows_without_bound_is_refused():
    bomb = pictures.png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * 100_000_000))
    with pytest.raises(PictureRefused, match="damaged or incomplete"):
        inspect(pictures.raw_png(1, 1, chunks=bomb, pixels=b"\0" * 4))


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "AVIF"])
def test_a_short_animation_is_kept_whole(form):
    data = pictures.animation(form)
    found = inspect(data)
    assert found.is_animated
    assert found.data == data


def test_a_picture_that_stands_still_is_not_animated():
    assert not any(inspect(data).is_animated for data in pictures.EVERY_FORMAT.values())


def test_an_animation_of_the_most_frames_is_kept_moving():
    assert inspect(pictures.gif_of_frames(MAX_FRAMES)).is_animated


@pytest.mark.parametrize("frames", [MAX_FRAMES + 1, 10_000])
def test_an_animation_of_more_frames_is_kept_as_its_first(frames):
    found = inspect(pictures.gif_of_frames(frames))
    assert not found.is_animated
    assert found.data == pictures.gif_of_frames(1)


def test_the_still_of_a_long_png_is_its_own_picture():
    still = inspect(pictures.long_animation("PNG"))
    assert pictures.decode(still.data).tobytes() == pictures.scene().tobytes()
    assert not hasattr(pictures.decode(still.data), "n_frames") or pictures.decode(still.data).n_frames == 1


@pytest.mark.parametrize(("form", "mime"), [("WEBP", "image/jpeg"), ("AVIF", "image/jpeg")])
def test_the_still_of_what_cannot_be_cut_is_written_anew(form, mime):
    still = inspect(pictures.long_animation(form))
    assert still.mime == mime
    assert pictures.looks_like_scene(pictures.decode(still.data))


def test_a_heic_is_kept_as_what_browsers_show():
    found = inspect(pictures.heic())
    assert (found.format, found.suffix) == ("jpeg", ".jpg")
    assert pictures.looks_like_scene(pictures.decode(found.data))


def test_a_heic_keeps_its_colour_profile():
    profile = pictures.srgb_profile()
    found = inspect(pictures.heic(icc_profile=profile))
    assert pictures.decode(found.data).info["icc_profile"] == profile


def test_a_heic_gives_its_words():
    found = inspect(pictures.heic(xmp=pictures.XMP))
    assert (found.credit, found.alt) == ("新华社", "两名消防员")


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_heic_stands_upright(orientation):
    found = inspect(
        pictures.heic(pictures.stored_as(orientation), exif=pictures.exif(orientation=orientation).tobytes())
    )
    assert (found.width, found.height) == (48, 32)
    upright = ImageOps.exif_transpose(pictures.decode(found.data))
    assert pictures.looks_like_scene(upright)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_turned_picture_is_like_the_upright_one(form, orientation):
    upright, turned = (inspect(pictures.turned(number, form)).likeness for number in (1, orientation))
    assert likeness.distance(upright, turned) <= 4


def test_two_copies_that_differ_only_in_metadata_are_one_picture():
    plain, private = (pictures.encode(pictures.scene(), **more) for more in ({}, {"exif": pictures.exif()}))
    assert plain != private
    assert inspect(plain).sha256 == inspect(private).sha256


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_no_bytes_whatever_raise_anything_but_a_refusal(data):
    assert_kept_or_refused(data)


@given(st.sampled_from(sorted(pictures.EVERY_FORMAT)), st.data())
@settings(deadline=None, max_examples=300)
def test_no_damage_to_a_picture_raises_anything_but_a_refusal(name, data):
    damaged = bytearray(pictures.EVERY_FORMAT[name])
    damage = st.tuples(st.integers(0, len(damaged) - 1), st.integers(0, 255))
    for position, value in data.draw(st.lists(damage, min_size=1, max_size=8)):
        damaged[position] = value
    assert_kept_or_refused(bytes(damaged))


def assert_kept_or_refused(data):
    try:
        found = inspect(data)
    except PictureRefused as refused:
        assert refused.reason.endswith(".")
    else:
        assert found.width >= 1 and found.height >= 1
