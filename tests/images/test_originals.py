"""Smaller copies and where their originals are."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.images.originals import candidates

UPLOADS = "https://tageblatt.example/wp-content/uploads/2019/05"
SIGNED = "https://bucket.example/river-770x433.jpg?w=300&"


@pytest.mark.parametrize(
    ("given", "original"),
    [
        (f"{UPLOADS}/river-770x433.jpg", f"{UPLOADS}/river.jpg"),
        (f"{UPLOADS}/江边-1024x768.PNG", f"{UPLOADS}/江边.PNG"),
        (f"{UPLOADS}/river-770x433.jpg?ver=3", f"{UPLOADS}/river.jpg?ver=3"),
        ("https://a.files.wordpress.com/river.jpg?w=300&h=200", "https://a.files.wordpress.com/river.jpg"),
        (f"{UPLOADS}/river.jpg?resize=770%2C433", f"{UPLOADS}/river.jpg"),
        (f"{UPLOADS}/river.jpg?fit=300,200&crop=1", f"{UPLOADS}/river.jpg"),
        ("https://news.example/show?id=7&w=300&lang=de", "https://news.example/show?id=7&lang=de"),
    ],
)
def test_the_original_comes_before_the_copy(given, original):
    assert candidates(given) == [original, given]


def test_photon_is_passed_by_and_the_copy_behind_it_is_tried_too():
    given = "https://i0.wp.com/blog.example/uploads/river-770x433.jpg?resize=770%2C433&ssl=1"
    behind = "https://blog.example/uploads"
    assert candidates(given) == [f"{behind}/river.jpg", f"{behind}/river-770x433.jpg", given]


def test_photon_without_ssl_leads_to_plain_http():
    given = "http://i2.wp.com/blog.example/river.jpg"
    assert candidates(given) == ["http://blog.example/river.jpg", given]


@pytest.mark.parametrize(
    "given",
    [
        f"{UPLOADS}/river.jpg",
        f"{UPLOADS}/river-scaled.jpg",
        f"{UPLOADS}/river@2x.jpg",
        f"{UPLOADS}/river-300x200@2x.jpg",
        f"{UPLOADS}/match-3x2.jpg",
        f"{UPLOADS}/report-770x433.pdf",
        "https://thumbs.example/unsafe/300x200/smart/news.example/river-300x200.jpg",
        "https://img.example/insecure/rs:fit:300/plain/https://news.example/river-300x200.jpg",
        "https://cache.example/a1b2/300x/https%3A%2F%2Fnews.example%2Friver-300x200.jpg",
        f"{SIGNED}X-Amz-Signature=abc",
        f"{SIGNED}token=abc",
        f"{SIGNED}SIG=abc",
        "https://i0.wp.com/blog.example/river.jpg?token=abc",
        "https://i0.wp.com/latex.php?latex=x",
        "https://i0.wp.com/127.0.0.1/river.jpg",
        "https://i0.wp.com/editor@blog.example/river.jpg",
        "https://i9.wp.com/blog.example/river.jpg",
        "https://i0.wp.com.evil.example/blog.example/river.jpg",
        "HTTPS://News.example/river.jpg?",
        "http://[",
        "",
    ],
)
def test_what_is_no_copy_is_tried_as_it_is(given):
    assert candidates(given) == [given]


PIECES = [
    "https://",
    "i0.wp.com",
    "/",
    "blog.example",
    "-770x433",
    ".jpg",
    "?",
    "w=3",
    "&",
    "sig=1",
    "@",
    "[",
    "江",
    "#",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=40))
def test_the_given_address_is_always_last_and_each_comes_once(address):
    found = candidates(address)
    assert found[-1] == address
    assert len(set(found)) == len(found) <= 3


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_no_other_host_is_ever_named(tail):
    found = candidates(f"https://news.example/{tail}")
    assert {urlsplit(address).hostname for address in found} == {"news.example"}
