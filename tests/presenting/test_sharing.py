"""How a story is shown elsewhere than on its own page: on cards, and where its address is shared."""

import json

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.factories import HEADLINES, make_article, make_category
from tests.public.visits import visit

pytestmark = pytest.mark.django_db
SHORT = "禁渔后的春天"
SHARED = {"social_title": "十年禁渔，鱼回来了吗？", "social_description": "我们在江边住了一个春天。"}


def page(path):
    return LexborHTMLParser(visit(path).content)


def meta(shown, name):
    found = shown.css_first(f"meta[property='{name}'], meta[name='{name}']")
    return found and found.attributes["content"]


@pytest.mark.parametrize("path", ["/", "/category/新闻/"])
def test_cards_and_lists_show_the_short_headline(path):
    make_article(short_headline=SHORT, categories=[make_category()])

    shown = {node.text() for node in page(path).css(".headline a, a.headline")}

    assert shown == {SHORT}


def test_a_related_story_has_its_short_headline_and_the_page_its_full_one():
    section = make_category()
    make_article(short_headline=SHORT, categories=[section])
    article = make_article(short_headline="另一个短标题", categories=[section])

    shown = page(article.get_absolute_url())

    assert shown.css_first("h1").text() == HEADLINES["zh-Hans"]
    assert shown.css_first(".band-related .headline").text() == SHORT


def test_feeds_the_api_and_search_engines_get_the_full_headline():
    article = make_article(short_headline=SHORT, **SHARED)

    answers = [visit(path).content.decode() for path in ("/feeds/rss/", "/feeds/atom/", "/api/v1/articles/")]
    structured = page(article.get_absolute_url()).css_first("script[type='application/ld+json']").text()

    assert all(HEADLINES["zh-Hans"] in answer and SHORT not in answer for answer in answers)
    assert json.loads(structured)["headline"] == HEADLINES["zh-Hans"]


def test_a_shared_address_shows_title_and_description_of_its_own():
    shown = page(make_article(standfirst="导语", **SHARED).get_absolute_url())

    assert meta(shown, "og:title") == SHARED["social_title"]
    assert meta(shown, "og:description") == meta(shown, "description") == SHARED["social_description"]
    assert shown.css_first("title").text().startswith(HEADLINES["zh-Hans"])


def test_without_words_of_its_own_a_shared_address_shows_headline_and_standfirst():
    shown = page(make_article(standfirst="导语").get_absolute_url())

    assert meta(shown, "og:title") == HEADLINES["zh-Hans"]
    assert meta(shown, "og:description") == meta(shown, "description") == "导语"


def test_a_list_is_shared_by_its_own_title():
    category = make_category()
    make_article(categories=[category])

    assert meta(page(category.get_absolute_url()), "og:title") == category.name
