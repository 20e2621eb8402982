import pytest

from articles.reading.addresses import (
    BadAddress,
    address_of,
    is_same_picture,
    old_path,
    picture_address,
    resolved_link,
    src_of,
)

from .stories import codes, record_of


@pytest.mark.parametrize(
    ("stated", "address"),
    [
        ("https://example.org/a.jpg?w=1&h=2", "https://example.org/a.jpg?w=1&h=2"),
        ("//example.org/a.jpg", "https://example.org/a.jpg"),
        ("https://example.org/图 1.jpg", "https://example.org/%E5%9B%BE%201.jpg"),
        ("a.jpg", "archive:新闻/2022/a.jpg"),
        ("./图片/a%20b.jpg?w=1", "archive:新闻/2022/图片/a b.jpg"),
        ("../a.jpg", "archive:新闻/a.jpg"),
        ("/img/a.jpg", "archive:img/a.jpg"),
        ("..\\img\\a.jpg", "archive:新闻/img/a.jpg"),
    ],
)
def test_picture_is_remote_or_lies_in_the_archive(stated, address):
    assert picture_address(stated, path="新闻/2022/报道.md") == address
    assert address_of(src_of(address)) == address


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("../../../etc/passwd", "image-outside"),
        ("%2e%2e/%2e%2e/%2e%2e/x.jpg", "image-outside"),
        ("/../x.jpg", "image-outside"),
        ("undefined", "image-dropped"),
        ("", "image-dropped"),
        ("data:image/gif;base64,R0lG", "image-dropped"),
        ("file:///etc/passwd", "image-dropped"),
        ("C:\\images\\a.jpg", "image-dropped"),
        ("javascript:alert(1)", "image-dropped"),
        ("http://", "image-dropped"),
        ("http://[::1", "image-dropped"),
        (".", "image-dropped"),
    ],
)
def test_address_that_nobody_may_fetch_is_named(stated, code):
    with pytest.raises(BadAddress) as bad:
        picture_address(stated, path="x.md")
    assert bad.value.code == code


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://e.org/a.jpg?w=770", "http://e.org/a.jpg", True),
        ("https://e.org/a.jpg", "https://e.org/b.jpg", False),
        ("https://e.org/image?id=1", "https://e.org/image?id=2", False),
    ],
)
def test_same_picture_in_two_sizes_is_one(one, other, same):
    assert is_same_picture(one, other) is same


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/2020/旧闻/", "/2020/旧闻/"),
        ("/2020/%E6%97%A7%E9%97%BB?from=x#y", "/2020/旧闻"),
        ("old/story.html", "/old/story.html"),
        ("https://old.example.org/story/", "/story/"),
        ("/", ""),
        ("//evil.example.org/x", ""),
        ("/a/../b", ""),
        ("/%2e%2e/b", ""),
        ("/:year/:title/", ""),
        ("/a\\b", ""),
        ("javascript:alert(1)", ""),
        ("http://[::1", ""),
    ],
)
def test_old_address_is_a_plain_path_or_nothing(address, path):
    assert old_path(address) == path


@pytest.mark.parametrize(
    ("href", "link"),
    [
        ("../y", "https://example.org/2020/y"),
        ("/y", "https://example.org/y"),
        ("#note", "#note"),
        ("mailto:desk@example.org", "mailto:desk@example.org"),
        ("//other.org/", "https://other.org/"),
    ],
)
def test_relative_link_resolves_against_the_source(href, link):
    assert resolved_link(href, base="https://example.org/2020/x/") == link


def test_relative_link_stays_when_there_is_no_source():
    assert resolved_link("../y", base="") == "../y"


def test_slug_is_the_stated_one_then_the_permalink_s_then_the_headline_s():
    assert record_of("slug: 港口/Expansion Plan").slug == "expansion-plan"
    assert record_of("permalink: /2020/harbour-plan.html").slug == "harbour-plan"
    assert record_of("permalink: /:year/:title/").slug == "大桥维修"
    assert record_of(title="？？", path="a/港口.md").slug == "港口"
    assert record_of(title="？？", path="a/！.md").slug == "story"


def test_permalink_and_aliases_are_old_addresses_once_each():
    record = record_of("permalink: /2020/a/\naliases: [/2020/a/, /b.html?x=1, ../c]")

    assert record.old_addresses == ["/2020/a/", "/b.html"]
    assert codes(record) == ["unsafe-address"]


def test_url_is_the_source_when_absolute_and_a_permalink_when_it_is_a_path():
    assert record_of("url: https://example.org/x").source_url == "https://example.org/x"

    record = record_of("url: /posts/x/")
    assert (record.source_url, record.old_addresses, record.extra) == ("", ["/posts/x/"], {})


def test_source_that_is_only_a_name_stays_extra():
    record = record_of("source: 新华社\nlink: https://example.org/x")

    assert record.source_url == "https://example.org/x"
    assert record.extra == {"source": "新华社"}
