import pytest

from articles.reading.formats import (
    PICTURE_SUFFIXES,
    not_an_article_by_content,
    not_an_article_by_name,
    suffix_of,
)
from articles.reading.readers import detect


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("static/site.CSS", "not an article (.css)"),
        ("_config.yml", "not an article (.yml)"),
        ("feed.xml", "not an article (.xml)"),
        ("poetry.lock", "not an article (.lock)"),
        (".editorconfig", "not an article (.editorconfig)"),
        ("LICENSE", "not an article (license)"),
        ("notes.xyz", ""),
        ("a.md", ""),
        ("a.txt", ""),
        ("a.html", ""),
        ("报道", ""),
    ],
)
def test_file_beside_the_articles_is_known_by_its_name(path, reason):
    assert not_an_article_by_name(path) == reason


def test_unknown_suffix_is_an_article_when_it_has_a_header():
    assert not_an_article_by_content("notes.xyz", "---\ntitle: 桥\n---\n", has_header=True) == ""
    assert not_an_article_by_content("notes.xyz", "桥", has_header=False) == "not an article (.xyz)"
    assert not_an_article_by_content("notes.md", "桥", has_header=False) == ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"title": "桥"}', ""),
        ('{"name": "site"}', "not an article (.json)"),
        ("[1, 2]", "not an article (.json)"),
        ("{", "not an article (.json)"),
    ],
)
def test_json_is_an_article_when_it_states_a_title(text, reason):
    assert not_an_article_by_content("a.json", text, has_header=True) == reason


def test_picture_suffixes_are_told_from_the_path_s_end():
    assert suffix_of("a/b.d/图.JPG") in PICTURE_SUFFIXES
    assert suffix_of("a.jpg/b") == ""


def test_front_matter_takes_what_no_other_format_claims():
    assert detect("---\ntitle: 桥\n---\n".encode(), "a.md") == "front-matter"
