import pytest

from articles.images import metadata
from articles.images.inspect import inspect

from . import pictures


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_xmp_gives_credit_caption_alt_and_copyright(form):
    found = inspect(pictures.with_words(form))
    assert found.credit == "新华社"
    assert found.caption == "消防员在 基辅郊外灭火"
    assert found.alt == "两名消防员"
    assert found.copyright == "© 2022 新华社"


def test_iptc_gives_credit_caption_and_copyright():
    data = pictures.jpeg_with_iptc(
        {110: "وكالة الأنباء".encode(), 120: "ميناء بيروت".encode(), 116: b"\xa9 Agence"}
    )
    found = inspect(data)
    assert (found.credit, found.caption, found.copyright) == ("وكالة الأنباء", "ميناء بيروت", "© Agence")


def test_the_byline_stands_in_where_there_is_no_credit_line():
    assert inspect(pictures.jpeg_with_iptc({80: "王芳".encode()})).credit == "王芳"


def test_exif_gives_artist_and_description():
    found = inspect(pictures.encode(pictures.scene(), exif=pictures.exif()))
    assert (found.credit, found.caption) == ("Jane Doe", "A ferry leaves the port of Piraeus")


def test_png_text_gives_author_and_description():
    words = pictures.png_text(Author="Jane Doe", Description="A ferry")
    found = inspect(pictures.raw_png(1, 1, chunks=words, pixels=b"\0" * 4))
    assert (found.credit, found.caption) == ("Jane Doe", "A ferry")


def test_xmp_comes_before_iptc_and_exif():
    assert inspect(pictures.private_jpeg()).caption == "消防员在 基辅郊外灭火"


def test_what_a_camera_writes_by_itself_is_no_caption():
    assert inspect(pictures.jpeg_with_iptc({120: b"OLYMPUS DIGITAL CAMERA         "})).caption == ""


def test_words_are_cut_to_their_length_and_freed_of_control_characters():
    found = inspect(pictures.jpeg_with_iptc({110: b"A\0B\x07" + b"c" * 900}))
    assert found.credit.startswith("A B c")
    assert len(found.credit) == metadata.CREDIT_LENGTH


@pytest.mark.parametrize(
    "packet",
    [
        b"<x:xmpmeta>",
        b"\xff\xfe not xml",
        b'<!DOCTYPE a [<!ENTITY e "eee">]>' + pictures.XMP,
        pictures.XMP.replace(b"<?xpacket end", b" " * metadata.MAX_XMP_BYTES + b"<?xpacket end"),
    ],
    ids=["unclosed", "not xml", "entities", "too long"],
)
def test_unreadable_xmp_gives_no_words_and_costs_no_picture(packet):
    found = inspect(pictures.with_words("WEBP", packet))
    assert (found.credit, found.caption, found.alt, found.copyright) == ("", "", "", "")


def test_a_picture_without_words_has_empty_ones():
    found = inspect(pictures.EVERY_FORMAT["avif"])
    assert (found.credit, found.caption, found.alt, found.copyright) == ("", "", "", "")
