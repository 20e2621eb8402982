import json
from datetime import timedelta

import pytest

from articles.models import Tag
from tests.factories import (
    BODIES,
    HEADLINES,
    NOW,
    make_article,
    make_author,
    make_category,
    make_correction,
    make_image,
    make_image_source,
    make_source,
)
from tests.public.newspaper import make_newspaper
from tests.public.visits import visit

pytestmark = pytest.mark.django_db
DIGEST = "14e2fef68ff6de96" * 4


def read(path):
    response = visit(f"/api/v1{path}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json; charset=utf-8"
    return json.loads(response.content)


def one(article):
    return read(f"/articles/{article.pk}/")


def test_every_field_of_a_chinese_article_is_told():
    news = make_category("新闻", parent=make_category("新媒体"))
    author = make_author("Aljazeera 半岛网")
    article = make_article(
        authors=[author],
        categories=[news],
        tags=["长江"],
        standfirst="十年禁渔之后",
        published_at=NOW - timedelta(hours=1, microseconds=1),
        modified_at=NOW - timedelta(minutes=5),
        lead_image_source=make_image_source(),
    )
    correction = make_correction(article)
    make_source("2026/渔村.md", article=article, digest=DIGEST)
    category = {"name": "新闻", "path": "新媒体/新闻", "url": news.get_absolute_url()}
    address = "https://example.com/wp-content/river.jpg"
    assert one(article) == {
        "id": article.pk,
        "url": article.get_absolute_url(),
        "headline": HEADLINES["zh-Hans"],
        "standfirst": "十年禁渔之后",
        "body_html": BODIES["zh-Hans"],
        "language": "zh-Hans",
        "direction": "ltr",
        "published_at": "2026-03-02T06:59:59Z",
        "modified_at": "2026-03-02T07:55:00Z",
        "categories": [category],
        "primary_category": category,
        "authors": [
            {"name": author.name, "slug": author.slug, "url": author.get_absolute_url(), "role": ""},
        ],
        "tags": [{"name": "长江", "slug": "长江", "url": Tag.objects.get().get_absolute_url()}],
        "lead_image": {
            "url": address,
            "srcset": "",
            "width": None,
            "height": None,
            "alt": "",
            "caption": "",
            "credit": "",
            "source_url": address,
        },
        "comments_open": False,
        "word_count": article.word_count,
        "reading_minutes": article.reading_minutes,
        "corrections": [{"kind": "correction", "text": correction.text, "at": "2026-03-02T08:00:00Z"}],
        "source": {"path": "2026/渔村.md", "sha256": DIGEST},
    }


def test_arabic_article_without_the_rest_tells_what_it_has():
    article = make_article(language="ar")
    told = one(article)
    assert (told["headline"], told["language"], told["direction"]) == (HEADLINES["ar"], "ar", "rtl")
    empty = {"modified_at": None, "primary_category": None, "lead_image": None, "source": None}
    empty |= {"categories": [], "authors": [], "tags": [], "corrections": []}
    assert {name: told[name] for name in empty} == empty


def test_address_is_that_of_the_page():
    article = make_article()
    assert visit(one(article)["url"]).status_code == 200


def test_kept_lead_image_has_its_renditions_and_size():
    image = make_image(credit="林知夏")
    renditions = image.srcset()
    assert one(make_article(lead_image=image))["lead_image"] == {
        "url": renditions[-1][0],
        "srcset": ", ".join(f"{address} {width}w" for address, width in renditions),
        "width": image.width,
        "height": image.height,
        "alt": image.alt,
        "caption": "",
        "credit": "林知夏",
        "source_url": "",
    }


def test_body_is_not_escaped_beyond_what_json_needs():
    assert HEADLINES["ar"] in visit(f"/api/v1/articles/{make_article(language='ar').pk}/").content.decode()


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"published_at": NOW + timedelta(seconds=1)}])
def test_article_that_is_not_public_is_absent(fields):
    article = make_article(**fields)
    assert visit(f"/api/v1/articles/{article.pk}/").status_code == 404
    assert read("/articles/")["count"] == 0


def test_retired_article_is_gone():
    article = make_article(status="retired")
    assert visit(f"/api/v1/articles/{article.pk}/").status_code == 410
    assert read("/articles/")["count"] == 0


def test_list_has_the_articles_newest_first_as_each_alone():
    older = make_article(published_at=NOW - timedelta(days=1))
    newer = make_article(language="ar")
    found = read("/articles/")
    assert (found["count"], found["next"], found["previous"]) == (2, None, None)
    assert found["results"] == [one(newer), one(older)]


def test_list_leads_from_page_to_page_and_keeps_its_filters(settings):
    make_newspaper(stories=41)
    second = read("/articles/?page=2&tag=长江")
    query = "tag=%E9%95%BF%E6%B1%9F"
    assert len(second["results"]) == 20
    assert second["next"] == f"{settings.BASE_URL}/api/v1/articles/?page=3&{query}"
    assert second["previous"] == f"{settings.BASE_URL}/api/v1/articles/?page=1&{query}"


@pytest.mark.parametrize(
    ("query", "language"),
    [("category=国际", "ar"), ("category=国际/亚洲", "ar"), ("author=林知夏", "ar"), ("tag=长江", "en")],
)
def test_list_can_be_narrowed(query, language):
    asia = make_category("亚洲", parent=make_category("国际"))
    make_article(language="ar", categories=[asia], authors=[make_author()])
    make_article(language="en", tags=["长江"])
    assert [found["language"] for found in read(f"/articles/?{query}")["results"]] == [language]


@pytest.mark.parametrize(
    "query", ["category=nothing", "author=nobody", "tag=nothing", "tag=%00", "category=" + "a/" * 3000]
)
def test_list_narrowed_to_what_is_not_there_is_empty(query):
    make_article()
    assert read(f"/articles/?{query}")["results"] == []
