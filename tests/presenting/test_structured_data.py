import json

import pytest

from articles.presenting import lists, presenters
from tests.factories import (
    HEADLINES,
    NOW,
    make_article,
    make_author,
    make_category,
    make_correction,
    make_image,
)

pytestmark = pytest.mark.django_db


def page_of(article):
    found = lists.at_address(article.published_on, article.slug, NOW)
    return presenters.article_page(found, NOW, categories=[], related=[])


def structured(article):
    return json.loads(page_of(article).structured_data_json)


def test_story_is_told_in_the_words_of_schema_org(settings):
    author, category = make_author("ليلى حداد"), make_category("ثقافة")
    article = make_article(language="ar", authors=[author], categories=[category], tags=["الصحراء"])
    found = structured(article)
    assert {name: found[name] for name in ("headline", "inLanguage", "articleSection", "keywords")} == {
        "headline": HEADLINES["ar"],
        "inLanguage": "ar",
        "articleSection": "ثقافة",
        "keywords": ["الصحراء"],
    }
    assert found["mainEntityOfPage"] == settings.BASE_URL + article.get_absolute_url()
    assert found["datePublished"] == "2026-03-02T07:00:00+00:00"
    assert found["author"] == [
        {"@type": "Person", "name": "ليلى حداد", "url": settings.BASE_URL + author.get_absolute_url()}
    ]


def test_story_without_a_byline_is_by_the_newsroom(settings):
    found = structured(make_article())
    assert found["author"] == found["publisher"]
    assert found["publisher"]["name"] == settings.SITE_NAME


def test_lead_picture_is_told_in_three_shapes_with_the_address_of_the_site(settings):
    image = make_image()
    assert structured(make_article(lead_image=image))["image"] == [
        settings.BASE_URL + image.srcset(shape, format="jpeg")[-1][0] for shape in ("square", "card", "wide")
    ]


def test_corrections_are_told():
    article = make_article()
    correction = make_correction(article)
    assert structured(article)["correction"] == [
        {"@type": "CorrectionComment", "text": correction.text, "datePublished": "2026-03-02T08:00:00+00:00"}
    ]


@pytest.mark.parametrize(
    "headline", ["</script><script>alert(1)</script>", "<!--<script>", "]]>&amp;\u2028长江"]
)
def test_nothing_in_a_headline_ends_the_script(headline):
    article = make_article(headline=headline)
    text = page_of(article).structured_data_json
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text)["headline"] == headline
