"""How a story is to be shown elsewhere, as headers and exports state it."""

import pytest

from articles.models import Article
from articles.reading.limits import SHARED_CHARACTERS

from .stories import record_of
from .test_ghost import record_of as ghost_record_of

LONG = "江" * 400


def shared(record):
    return record.short_headline, record.social_title, record.social_description


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("short_headline: 桥\nsocial_title: 题\nsocial_description: 述", ("桥", "题", "述")),
        ("linkTitle: 桥\nog_title: 题\nog_description: 述", ("桥", "题", "述")),
        ("short-title: 桥\nseo_title: 题\nseo_description: 述", ("桥", "题", "述")),
        ("twitterTitle: 题\ntwitter:description: 述", ("", "题", "")),
        ("params:\n  og_title: <b>题</b> &amp; 目", ("", "题 & 目", "")),
    ],
)
def test_keys_of_many_systems_are_read(header, expected):
    assert shared(record_of(header)) == expected


def test_of_two_titles_the_telling_one_stands_and_the_other_stays_extra():
    record = record_of("seo_title: 大桥维修_晚报\nog_title: 桥，九十天")

    assert (record.social_title, record.extra) == ("桥，九十天", {"seo_title": "大桥维修_晚报"})


@pytest.mark.parametrize("stated", [LONG, "[一, 二]", "{a: b}", "<b></b>"])
def test_what_does_not_fit_stays_extra_as_it_is(stated):
    record = record_of(f"og_title: {stated}")

    assert record.social_title == ""
    assert list(record.extra) == ["og_title"]


def test_limits_of_reading_are_those_of_an_article():
    columns = {name: Article._meta.get_field(name).max_length for name in SHARED_CHARACTERS}

    assert columns == SHARED_CHARACTERS


META = {"post_id": "5c7f1e2a9d", "og_title": "桥", "og_description": "九十天", "twitter_title": "鸟"}


def test_ghosts_words_for_sharing_are_taken_from_its_table():
    record = ghost_record_of(tables={"posts_meta": [META]})

    assert shared(record) == ("", "桥", "九十天")
    assert record.extra["twitter_title"] == "鸟"
    assert "og_title" not in record.extra


def test_ghosts_words_for_sharing_are_taken_from_an_older_post():
    record = ghost_record_of(og_title="桥", og_description=LONG)

    assert (record.social_title, record.social_description) == ("桥", "")
    assert record.extra["og_description"] == LONG
