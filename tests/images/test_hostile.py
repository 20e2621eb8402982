"""What an attacker, a phone and thirty years of software send: each is kept or refused as this table says."""

import functools
import io
import re
import resource
import struct
import sys
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from articles.images.inspect import MAX_BYTES, PictureRefused
from articles.images.workshop import INSPECTING, Job, Limits, Workshop

from . import pictures

MAX_GROWTH_BYTES = 300 * 1024 * 1024
ZEROS = b"\0" * 1024 * 1024
# What ``ru_maxrss`` counts in.
RSS_BYTES = 1 if sys.platform == "darwin" else 1024

DAMAGED = "damaged or incomplete"
MEGAPIXELS = "more than 80 megapixels"
FEWER = "may have .* megapixels"
LONG = "longer than 16383 pixels"
ARCHIVE = "also an archive"
PAGE = "also a web page"


@dataclass(frozen=True)
class Kept:
    """What the picture is kept as; ``holds_none_of``: what may not be in the kept bytes."""

    mime: str
    size: tuple[int, int] = (48, 32)
    is_animated: bool = False
    holds_none_of: tuple[bytes, ...] = ()


@functools.cache
def zeros_packed(megabytes):
    packer = zlib.compressobj(9)
    return b"".join([*(packer.compress(ZEROS) for _ in range(megabytes)), packer.flush()])


def png_of(width, height, packed, *, bits=8, colour=2, chunks=b"", interlaced=0):
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, interlaced)
    body = pictures.png_chunk(b"IHDR", header) + chunks + pictures.png_chunk(b"IDAT", packed)
    return b"\x89PNG\r\n\x1a\n" + body + pictures.png_chunk(b"IEND", b"")


def png_of_zeros(width, height, *, colour=2, bytes_a_pixel=3, **more):
    megabytes = height * (width * bytes_a_pixel + 1) // len(ZEROS) + 1
    return png_of(width, height, zeros_packed(megabytes), colour=colour, **more)


def small_png(chunks=b""):
    return pictures.raw_png(1, 1, chunks=chunks, pixels=b"\0" * 4)


def packed_chunk(kind, name, megabytes):
    return pictures.png_chunk(kind, name + zeros_packed(megabytes))


def of_one_colour(width, height, form="JPEG", mode="RGB", **options):
    return pictures.encode(Image.new(mode, (width, height)), form, **options)


def gif_screen(width, height):
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\x80\0\0\0\0\0\xff\xff\xff"


def gif_of_size(width, height):
    """A screen of that size with a frame of one pixel."""
    return gif_screen(width, height) + b",\0\0\0\0\1\0\1\0\0\2\2\x44\1\0;"


def gif_of_comments(number):
    return gif_screen(1, 1) + b"\x21\xfe\x01a\0" * number + b",\0\0\0\0\1\0\1\0\0\2\2\x44\1\0;"


def webp_canvas(width, height):
    """The head of a WebP that says it is so large."""
    flags = b"\0\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", len(flags)) + flags + pictures.EVERY_FORMAT["webp"][12:]
    return b"RIFF" + struct.pack("<I", len(body)) + body


def with_size(data, width, height):
    """The JPEG with another size in its header."""
    start = next(data.index(mark) for mark in (b"\xff\xc0", b"\xff\xc2") if mark in data)
    return data[: start + 5] + struct.pack(">HH", height, width) + data[start + 9 :]


def avif_of_declared_size(width, height):
    data = pictures.EVERY_FORMAT["avif"]
    start = data.index(b"ispe") + 8
    return data[:start] + struct.pack(">II", width, height) + data[start + 8 :]


def avif_with(**options):
    return pictures.encode(pictures.scene(), "AVIF", **options)


def a_zip():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("META-INF/MANIFEST.MF", "Main-Class: Attack\n")
    return written.getvalue()


def jpeg_with_segment(marker, payload):
    data = pictures.EVERY_FORMAT["jpeg"]
    return data[:2] + b"\xff" + bytes([marker]) + struct.pack(">H", len(payload) + 2) + payload + data[2:]


def jpeg_with_thumbnail():
    """EXIF whose preview shows what the picture itself was cut to hide."""
    preview = pictures.encode(Image.new("RGB", (16, 16), pictures.GREEN), comment=b"the whole scene")
    head = b"Exif\0\0II*\0\x08\0\0\0\0\0\x0e\0\0\0\2\0\1\2\4\0\1\0\0\0"
    ifd = struct.pack("<I", 38) + b"\2\2\4\0\1\0\0\0" + struct.pack("<I", len(preview)) + b"\0\0\0\0"
    return jpeg_with_segment(0xE1, head + ifd + preview)


def multi_picture():
    """A JPEG with another one behind it, as stereo cameras write."""
    return pictures.encode(
        pictures.scene(), "MPO", save_all=True, append_images=[Image.new("RGB", (48, 32), pictures.GREEN)]
    )


def adobe_inverted():
    """CMYK as Photoshop writes it: its values upside down, and a segment that says so."""
    return pictures.encode(Image.new("CMYK", (48, 32), (0, 255, 255, 0)))


def endless_tables():
    """A JPEG of nothing but tables, each of which is read again."""
    data = pictures.EVERY_FORMAT["jpeg"]
    start = data.index(b"\xff\xdb")
    table = data[start : start + 2 + int.from_bytes(data[start + 2 : start + 4], "big")]
    return data[:2] + table * 20_000 + data[2:]


def many_scans(number, width=1_600, height=1_200):
    """A progressive JPEG whose scans come again and again: each is a walk over the whole picture."""
    data = of_one_colour(width, height, progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:-2] + data[last:-2] * number + data[-2:]


def short_film(form, **options):
    return functools.partial(pictures.animation, form, **options)


def wide_film():
    frames = [Image.new("P", (5000, 4000), number) for number in range(5)]
    return pictures.encode(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=40)


SECRETS = (b"Telephone", b"Jane Doe", b"xpacket")
EVERY = pictures.EVERY_FORMAT
JPEG, PNG, WEBP, AVIF, GIF = (f"image/{name}" for name in ("jpeg", "png", "webp", "avif", "gif"))

TABLE = {
    # Sizes that are declared.
    "png header of 3,600 megapixels": (lambda: pictures.raw_png(60_000, 60_000), MEGAPIXELS),
    "png of 1 x 60,000": (lambda: png_of_zeros(1, 60_000), LONG),
    "png of 60,000 x 1": (lambda: png_of_zeros(60_000, 1), LONG),
    "png of the longest side": (lambda: png_of_zeros(1, 16_383), Kept(PNG, (1, 16_383))),
    "png of no width": (lambda: pictures.raw_png(0, 5), DAMAGED),
    "png of the largest number": (lambda: pictures.raw_png(2**31 - 1, 2**31 - 1), MEGAPIXELS),
    "jpeg header of 65,500 x 65,500": (lambda: with_size(EVERY["jpeg"], 65_500, 65_500), MEGAPIXELS),
    "jpeg with more size than pixels": (
        lambda: with_size(EVERY["jpeg"], 4_800, 3_200),
        Kept(JPEG, (4_800, 3_200)),
    ),
    "webp canvas of 16,384 x 16,384": (lambda: webp_canvas(16_384, 16_384), f"{MEGAPIXELS}|{DAMAGED}"),
    "webp canvas of 5,000 x 5,000": (lambda: webp_canvas(5_000, 5_000), DAMAGED),
    "avif that declares 16,000 x 16,000": (lambda: avif_of_declared_size(16_000, 16_000), MEGAPIXELS),
    "avif that declares 5,000 x 5,000": (lambda: avif_of_declared_size(5_000, 5_000), FEWER),
    "gif screen of 65,535 x 65,535": (lambda: gif_of_size(65_535, 65_535), MEGAPIXELS),
    "gif screen of 7,000 x 7,000 with one pixel": (
        lambda: gif_of_size(7_000, 7_000),
        Kept(GIF, (7_000, 7_000)),
    ),
    "gif screen of 8,000 x 8,000 with one pixel": (lambda: gif_of_size(8_000, 8_000), FEWER),
    # Bombs of real data.
    "png of 60 megapixels of zeros": (lambda: png_of_zeros(10_000, 6_000), Kept(PNG, (10_000, 6_000))),
    "png of 79 megapixels in colour": (lambda: png_of_zeros(10_000, 7_900), FEWER),
    "png of 79 megapixels of grey": (
        lambda: png_of_zeros(10_000, 7_900, colour=0, bytes_a_pixel=1),
        Kept(PNG, (10_000, 7_900)),
    ),
    "png of 40 megapixels with transparency": (
        lambda: png_of_zeros(8_000, 5_000, colour=6, bytes_a_pixel=4),
        FEWER,
    ),
    "png of 23 megapixels of 16-bit grey": (
        lambda: png_of_zeros(5_750, 4_000, bits=16, colour=0, bytes_a_pixel=2),
        Kept(PNG, (5_750, 4_000)),
    ),
    "png with 300 MB behind its last row": (
        lambda: png_of(48, 32, zeros_packed(300)),
        Kept(PNG, (48, 32)),
    ),
    "jpeg of 79 megapixels": (lambda: of_one_colour(10_000, 7_900), Kept(JPEG, (10_000, 7_900))),
    "progressive jpeg of 60 megapixels, colour at half size": (
        lambda: of_one_colour(10_000, 6_000, progressive=True),
        Kept(JPEG, (10_000, 6_000)),
    ),
    "progressive jpeg of 60 megapixels in full colour": (
        lambda: of_one_colour(10_000, 6_000, progressive=True, subsampling=0),
        FEWER,
    ),
    "progressive jpeg of two hundred scans": (lambda: many_scans(200), Kept(JPEG, (1_600, 1_200))),
    "jpeg of twenty thousand tables": (endless_tables, Kept(JPEG)),
    "webp of 16 megapixels": (
        lambda: of_one_colour(4_096, 4_000, "WEBP", method=0),
        Kept(WEBP, (4_096, 4_000)),
    ),
    "webp of 17 megapixels": (lambda: of_one_colour(4_300, 4_000, "WEBP", method=0), FEWER),
    "avif of 20 megapixels": (
        lambda: of_one_colour(5_000, 4_000, "AVIF", speed=10),
        Kept(AVIF, (5_000, 4_000)),
    ),
    "text of 300 MB in a png": (
        lambda: small_png(packed_chunk(b"zTXt", b"Comment\0\0", 300)),
        DAMAGED,
    ),
    "international text of 300 MB": (
        lambda: small_png(packed_chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0", 300)),
        DAMAGED,
    ),
    "colour profile of 300 MB": (lambda: small_png(packed_chunk(b"iCCP", b"icc\0\0", 300)), DAMAGED),
    "ten thousand texts in a png": (
        lambda: small_png(pictures.png_text(Author="王芳") * 10_000),
        Kept(PNG, (1, 1)),
    ),
    "gif of a hundred thousand comments": (lambda: gif_of_comments(100_000), Kept(GIF, (1, 1))),
    "a file of more than 40 MB": (lambda: EVERY["jpeg"].ljust(MAX_BYTES + 1, b"\0"), "larger than 40 MB"),
    "a picture with 39 MB behind it": (lambda: EVERY["jpeg"].ljust(MAX_BYTES - 1, b"\0"), Kept(JPEG)),
    # Animations.
    "short gif": (short_film("GIF"), Kept(GIF, is_animated=True)),
    "short webp": (short_film("WEBP"), Kept(WEBP, is_animated=True)),
    "short png": (short_film("PNG"), Kept(PNG, is_animated=True)),
    "short avif": (short_film("AVIF"), Kept(AVIF, is_animated=True)),
    "gif of 500 frames": (lambda: pictures.gif_of_frames(500), Kept(GIF, (1, 1), is_animated=True)),
    "gif of 10,000 frames": (lambda: pictures.gif_of_frames(10_000), Kept(GIF, (1, 1))),
    "gif of a million frames": (lambda: pictures.gif_of_frames(1_000_000), Kept(GIF, (1, 1))),
    "gif of 5 frames of 20 megapixels": (wide_film, Kept(GIF, (5_000, 4_000))),
    "webp of 501 frames": (lambda: pictures.long_animation("WEBP", 501), Kept(JPEG)),
    "png of 501 frames": (lambda: pictures.long_animation("PNG", 501), Kept(PNG)),
    "avif of 501 frames": (lambda: pictures.long_animation("AVIF", 501), Kept(JPEG)),
    # Damage.
    **{
        f"{name} cut at {share:.0%}": (
            functools.partial(lambda name, share: EVERY[name][: int(len(EVERY[name]) * share)], name, share),
            DAMAGED,
        )
        for name in EVERY
        for share in (0.3, 0.95)
    },
    "heic cut in half": (lambda: pictures.heic()[: len(pictures.heic()) // 2], DAMAGED),
    "png with a wrong checksum": (lambda: EVERY["png"].replace(b"IDAT", b"IDAT\x55", 1)[:-1], DAMAGED),
    "nothing but a signature": (lambda: b"\x89PNG\r\n\x1a\n", DAMAGED),
    "nothing": (lambda: b"", "is empty"),
    # More than one thing at once.
    "jpeg and zip": (lambda: EVERY["jpeg"] + a_zip(), ARCHIVE),
    "png and zip": (lambda: EVERY["png"] + a_zip(), ARCHIVE),
    "gif and jar": (lambda: EVERY["gif"] + a_zip(), ARCHIVE),
    "avif and zip": (lambda: EVERY["avif"] + a_zip(), ARCHIVE),
    "zip in a chunk of a png": (lambda: small_png(pictures.png_chunk(b"zIPp", a_zip())), ARCHIVE),
    "page behind a jpeg": (
        lambda: EVERY["jpeg"] + b"<html><script>alert(1)</script>",
        Kept(JPEG, holds_none_of=(b"<html", b"script")),
    ),
    "page in a comment of a gif": (
        lambda: EVERY["gif"][:-1] + b"\x21\xfe\x18<script>alert(1)</script\0;",
        Kept(GIF, holds_none_of=(b"script",)),
    ),
    "page in a colour profile": (
        lambda: jpeg_with_segment(0xE2, b"ICC_PROFILE\0\1\1<html><script>alert(1)</script>"),
        PAGE,
    ),
    "program in a palette of a png": (
        lambda: png_of(
            1,
            1,
            zlib.compress(b"\0\0"),
            colour=3,
            chunks=pictures.png_chunk(b"PLTE", b"<?php system($_GET[0]);?>  "),
        ),
        PAGE,
    ),
    "film behind a jpeg": (lambda: EVERY["jpeg"] + pictures.APPENDED, Kept(JPEG, holds_none_of=(b"film",))),
    "film behind an avif": (lambda: EVERY["avif"] + b"film" * 100, Kept(AVIF, holds_none_of=(b"film",))),
    "second picture behind the first": (multi_picture, Kept(JPEG, holds_none_of=(b"MPF",))),
    # Kinds of pixels.
    "cmyk": (adobe_inverted, Kept(JPEG)),
    "cmyk that Adobe has not marked": (lambda: adobe_inverted().replace(b"Adobe", b"Other", 1), Kept(JPEG)),
    "grey": (lambda: of_one_colour(48, 32, mode="L"), Kept(JPEG)),
    "black or white": (lambda: of_one_colour(48, 32, "PNG", mode="1"), Kept(PNG)),
    "16-bit grey": (lambda: of_one_colour(48, 32, "PNG", mode="I;16"), Kept(PNG)),
    "16-bit colour with transparency": (
        lambda: pictures.raw_png(48, 32, bits=16, colour=6, pixels=(b"\0" + b"\x80\0" * 4 * 48) * 32),
        Kept(PNG),
    ),
    "palette with transparency": (
        lambda: pictures.encode(pictures.scene().quantize(8), "PNG", transparency=0),
        Kept(PNG),
    ),
    "interlaced png": (lambda: png_of(1, 1, zlib.compress(b"\0" * 4), interlaced=1), Kept(PNG, (1, 1))),
    "one pixel": (lambda: of_one_colour(1, 1, "PNG"), Kept(PNG, (1, 1))),
    # Privacy.
    "jpeg with its place": (pictures.private_jpeg, Kept(JPEG, holds_none_of=SECRETS)),
    "png with its place": (
        lambda: pictures.encode(pictures.scene(), "PNG", exif=pictures.exif()),
        Kept(PNG, holds_none_of=SECRETS),
    ),
    "webp with its place": (
        lambda: pictures.encode(pictures.scene(), "WEBP", exif=pictures.exif(), xmp=pictures.XMP),
        Kept(WEBP, holds_none_of=SECRETS),
    ),
    "avif with its place": (
        lambda: avif_with(exif=pictures.exif(), xmp=pictures.XMP),
        Kept(AVIF, holds_none_of=SECRETS),
    ),
    "moving avif with its place": (
        lambda: pictures.animation("AVIF", exif=pictures.exif(), xmp=pictures.XMP),
        Kept(AVIF, is_animated=True, holds_none_of=SECRETS),
    ),
    "heic with its place": (
        lambda: pictures.heic(exif=pictures.exif().tobytes(), xmp=pictures.XMP),
        Kept(JPEG, holds_none_of=SECRETS),
    ),
    "preview of what was cut away": (jpeg_with_thumbnail, Kept(JPEG, holds_none_of=(b"the whole scene",))),
    **{
        f"{form.lower()} held as {orientation}": (
            functools.partial(pictures.turned, orientation, form),
            Kept(mime),
        )
        for form, mime in (("JPEG", JPEG), ("PNG", PNG), ("WEBP", WEBP), ("AVIF", AVIF))
        for orientation in range(1, 9)
    },
    # What it is not called, and what is no picture.
    "heic": (pictures.heic, Kept(JPEG)),
    "heic with transparency": (
        lambda: pictures.heic(Image.new("RGBA", (48, 32), (200, 0, 0, 90))),
        Kept(WEBP),
    ),
    "a head of heic and nothing more": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", DAMAGED),
    "svg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This is an SVG, .* Export it as a PNG"),
    "page": (lambda: b"<!DOCTYPE html><title>404</title>", "a web page"),
    "tiff": (lambda: of_one_colour(48, 32, "TIFF"), "This is a TIFF"),
    "bitmap": (lambda: of_one_colour(48, 32, "BMP"), "This is a Windows bitmap"),
    "jpeg 2000": (lambda: of_one_colour(48, 32, "JPEG2000"), "This is a JPEG 2000"),
    "icon": (lambda: of_one_colour(48, 32, "ICO"), "This is an icon file"),
    "film": (lambda: b"\0\0\0\x18ftypmp42\0\0\0\0isommp42", "This is not a picture"),
    "pdf": (lambda: b"%PDF-1.7", "This is a PDF"),
    "postscript": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n", "This is not a picture"),
    "webp that says it is a sound": (
        lambda: EVERY["webp"].replace(b"WEBP", b"WAVE", 1),
        "This is not a picture",
    ),
    "jpeg inside a webp": (lambda: b"RIFF\xff\0\0\0WEBP" + EVERY["jpeg"], DAMAGED),
}


@pytest.fixture(scope="module")
def shop():
    shop = Workshop(places=1)
    yield shop
    shop.close()


def peak_bytes(data):
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        # What the process had before it ran its own program counts too, where nothing better is known.
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * RSS_BYTES
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024


@pytest.fixture(scope="module")
def at_first(shop):
    return peak(shop)


def peak(shop):
    return shop.do(Job(peak_bytes, (), INSPECTING), b"")


@pytest.mark.parametrize("name", TABLE)
def test_each_is_kept_or_refused_as_the_table_says(name, shop, at_first):
    build, outcome = TABLE[name]
    data = build()
    if isinstance(outcome, Kept):
        found = shop.inspect(data)
        assert (found.mime, (found.width, found.height)) == (outcome.mime, outcome.size)
        assert found.is_animated == outcome.is_animated
        assert not [trace for trace in outcome.holds_none_of if trace in found.data]
        assert shop.inspect(found.data).data == found.data
    else:
        with pytest.raises(PictureRefused, match=outcome):
            shop.inspect(data)
    assert peak(shop) - at_first < MAX_GROWTH_BYTES


def test_one_that_would_be_decoded_for_minutes_is_given_up():
    data = many_scans(5_000, 10_000, 6_000)
    soon = Limits(memory_bytes=INSPECTING.memory_bytes, processor_seconds=1, seconds=60)
    with pytest.raises(PictureRefused, match="takes too long"):
        Workshop(places=1, inspecting=soon).inspect(data)


def test_the_table_is_long():
    assert len(TABLE) >= 60
