"""The real sample, and a file of our own in its dialect."""

from datetime import UTC, datetime

import pytest

from articles.reading.readers.front_matter import read_article
from articles.reading.record import Credit
from tests import outside

from .stories import PICTURES, in_the_sample_s_dialect


@pytest.fixture(scope="module")
def sample():
    file = outside.sample()
    return read_article(file.read_bytes(), path=file.name)


@pytest.fixture(scope="module")
def twin():
    return read_article(in_the_sample_s_dialect(), path="2023/bridge.txt")


def test_sample_has_its_headline_and_slug(sample):
    assert sample.headline.startswith("俄罗斯对美国")
    assert len(sample.headline) == 35
    assert sample.slug == sample.headline


def test_sample_has_its_moment_section_and_byline(sample):
    assert sample.published_at == datetime(2022, 1, 27, 13, 13, 46, tzinfo=UTC)
    assert sample.date_origin == "front matter"
    assert sample.categories == [("新媒体", "Aljazeera 半岛网", "新闻")]
    assert sample.byline == [Credit("Aljazeera 半岛网")]


def test_sample_is_ready_chinese_and_closed_to_comments(sample):
    assert (sample.status, sample.language, sample.comments_open) == ("ready", "zh-Hans", False)
    assert sample.warnings == []


def test_sample_keeps_its_lead_picture_where_it_stands_lower_down(sample):
    assert sample.lead_picture.address.endswith("image-100.jpg?w=770&resize=770%2C433")
    assert sample.body.startswith("<p>俄罗斯外交部长")
    assert [picture.address for picture in sample.pictures].count(sample.lead_picture.address) == 1
    assert len({sample.lead_picture.address, *(picture.address for picture in sample.pictures)}) == 3


def test_sample_body_is_whole_and_bare(sample):
    assert sample.body.count("<h3>") == 6
    assert sample.body.count("<p>") == 37
    assert sample.body.count("<p><img ") == 3
    assert not any(mark in sample.body for mark in ("<div", "referrerpolicy", "loading=", "class="))


def test_twin_of_the_sample_reads_the_same_way(twin):
    assert twin.headline == "跨江大桥下月开始维修工期预计九十天"
    assert twin.published_at == datetime(2023, 5, 4, 9, 30, 5, tzinfo=UTC)
    assert twin.categories == [("本地", "市政 新闻", "交通")]
    assert twin.byline == [Credit("晚报 编辑部")]
    assert (twin.status, twin.language, twin.comments_open) == ("ready", "zh-Hans", False)


def test_twin_of_the_sample_has_a_bare_body_with_its_pictures(twin):
    assert [name in picture.address for name, picture in zip(PICTURES, twin.pictures, strict=True)] == [
        True
    ] * 3
    assert twin.lead_picture.address == twin.pictures[0].address
    assert (twin.body.count("<p>"), twin.body.count("<h3>"), "<div" in twin.body) == (15, 3, False)
    assert twin.warnings == []


def test_source_of_the_body_is_kept_as_it_came(twin):
    assert twin.source_format == "html"
    assert twin.body_source.lstrip().startswith("<div>")
    assert "referrerpolicy" in twin.body_source
