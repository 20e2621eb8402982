"""What our own site sends out comes back in."""

import io
from datetime import timedelta

import pytest

from articles.reading.readers import feed
from articles.reading.record import Credit, ReadingOptions
from tests.factories import HEADLINES, NOW, make_article, make_author, make_category
from tests.public.visits import visit

pytestmark = pytest.mark.django_db
STANDFIRSTS = {
    "zh-Hans": "老渔民 & 学生一起在码头上等船。",
    "ar": "يحمل الجمل مئتي كتاب ويقطع ثلاثين كيلومترا كل أسبوع.",
    "en": "For <forty> years she wound the lamp by hand every evening.",
}


@pytest.fixture(params=["rss", "atom", "json"])
def records(request):
    authors = [make_author("Jane Smith"), make_author("林知夏")]
    section = make_category("新闻")
    for hour, (language, standfirst) in enumerate(STANDFIRSTS.items(), 1):
        at = NOW - timedelta(hours=hour)
        make_article(
            language=language, standfirst=standfirst, published_at=at, authors=authors, categories=[section]
        )
    data = visit(f"/feeds/{request.param}/").content
    assert feed.claims(data, f"{request.param}.txt")
    parts = feed.parts(io.BytesIO(data), path="wire")
    return [feed.read_article(part, path="wire", index=0, options=ReadingOptions()) for part in parts]


def test_stories_keep_their_words_in_every_script(records):
    written = [
        words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        for words in STANDFIRSTS.values()
    ]

    assert [record.headline for record in records] == [HEADLINES[language] for language in STANDFIRSTS]
    assert [record.body for record in records] == [f"<p>{words}</p>" for words in written]


def test_stories_keep_their_language_though_the_feed_has_but_one(records):
    assert [record.language.split("-US")[0] for record in records] == list(STANDFIRSTS)


def test_stories_keep_their_moment_address_byline_and_section(records):
    for hour, record in enumerate(records, 1):
        assert record.published_at == NOW - timedelta(hours=hour)
        assert record.source_url.startswith("http")
        assert record.byline == [Credit("Jane Smith"), Credit("林知夏")]
        assert (record.tags, record.status, record.warnings) == (["新闻"], "ready", [])
