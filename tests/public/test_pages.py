import json
from datetime import timedelta

import pytest
from selectolax.lexbor import LexborHTMLParser

from articles.models import Tag
from tests.factories import (
    HEADLINES,
    NOW,
    make_article,
    make_author,
    make_category,
    make_correction,
    make_image,
    make_image_source,
)
from tests.public.newspaper import make_newspaper
from tests.public.visits import visit

pytestmark = pytest.mark.django_db


def page(path, **options):
    response = visit(path, **options)
    assert response.status_code == 200
    return LexborHTMLParser(response.content)


@pytest.mark.parametrize("language", ["zh-Hans", "ar", "en"])
def test_article_page_shows_headline_and_text_in_its_own_language(language):
    article = make_article(language=language)
    shown = page(article.get_absolute_url())
    headline = shown.css_first("h1")
    assert headline.text() == HEADLINES[language]
    assert headline.attributes["lang"] == language
    assert headline.attributes["dir"] == ("rtl" if language == "ar" else "ltr")


@pytest.mark.parametrize(
    ("language", "frame", "direction"),
    [
        ("zh-Hans", "zh-Hans", "ltr"),
        ("zh-CN", "zh-Hans", "ltr"),
        ("ar", "ar", "rtl"),
        ("en", "en", "ltr"),
        ("ja", "en", "ltr"),
    ],
)
def test_frame_of_an_article_speaks_its_language_where_the_newsroom_does(language, frame, direction):
    article = make_article(language="en", headline=HEADLINES["zh-Hans"])
    type(article).objects.filter(pk=article.pk).update(language=language)
    html = page(article.get_absolute_url()).css_first("html")
    assert (html.attributes["lang"], html.attributes["dir"]) == (frame, direction)


def test_frame_does_not_follow_the_reader():
    article = make_article(language="en")
    asked_in_arabic = visit(article.get_absolute_url(), accept_language="ar")
    assert asked_in_arabic.content == visit(article.get_absolute_url()).content


def test_article_page_shows_byline_tags_and_corrections():
    author = make_author("ليلى حداد")
    article = make_article(language="ar", authors=[author], tags=["الصحراء"])
    correction = make_correction(article)
    text = page(article.get_absolute_url()).body.text()
    assert author.name in text
    assert "الصحراء" in text
    assert correction.text in text


def test_article_page_shows_the_path_of_its_section():
    asia = make_category("亚洲", parent=make_category("国际"))
    article = make_article(categories=[asia])
    shown = page(article.get_absolute_url())
    assert [link.text() for link in shown.css(".path a")] == ["国际", "亚洲"]


def test_pending_lead_picture_is_shown_from_its_source():
    source = make_image_source()
    article = make_article(lead_image_source=source)
    picture = page(article.get_absolute_url()).css_first("figure.lead img")
    assert picture.attributes["src"] == source.url


def test_picture_of_an_archive_that_is_not_kept_yet_is_not_shown():
    source = make_image_source("archive:origin/river.jpg")
    article = make_article(lead_image_source=source)
    assert "archive:" not in visit(article.get_absolute_url()).content.decode()


def test_kept_lead_picture_carries_the_words_of_the_article():
    article = make_article(lead_image=make_image(), lead_image_alt="渔民站在码头上")
    picture = page(article.get_absolute_url()).css_first("figure.lead img")
    assert picture.attributes["alt"] == "渔民站在码头上"


def test_canonical_address_is_the_one_of_the_site(settings):
    article = make_article()
    canonical = page(f"{article.get_absolute_url()}?from=feed").css_first("link[rel=canonical]")
    assert canonical.attributes["href"] == settings.BASE_URL + article.get_absolute_url()


def test_front_page_leads_with_the_newest_story():
    make_article(published_at=NOW - timedelta(days=2))
    newest = make_article(language="ar", published_at=NOW - timedelta(minutes=1))
    headlines = [headline.text() for headline in page("/").css(".front-lead .headline")]
    assert headlines == [newest.headline]


def test_front_page_shows_sections_below_the_top_stories():
    newspaper = make_newspaper(stories=12)
    sections = page("/").css(".band")
    assert [section.css_first("h2").text() for section in sections] == [newspaper.news.name]
    assert len(sections[0].css("article")) == 4


def test_front_page_without_a_story_says_so():
    assert "No story has been published yet." in page("/").body.text()


def test_sections_are_named_in_their_order_and_only_with_public_stories():
    sport, world = make_category("رياضة", position=2), make_category("国际", position=1)
    empty = make_category("档案", position=0)
    make_article(categories=[sport])
    make_article(categories=[world])
    make_article(categories=[empty], status="draft")
    assert [link.text() for link in page("/").css("nav.sections a")] == [world.name, sport.name]


def test_category_page_shows_the_stories_of_its_descendants():
    newspaper = make_newspaper()
    shown = page(newspaper.news.get_absolute_url())
    assert len(shown.css(".river article")) == 3
    assert [link.text() for link in shown.css(".shelf a")] == [newspaper.world.name]


def test_category_page_shows_what_the_category_is_about():
    rivers = make_category("江河", description="写江河，也写住在江边的人。")
    make_article(categories=[rivers])
    shown = page(rivers.get_absolute_url())
    assert shown.css_first(".listing-head .standfirst").text() == rivers.description


def test_author_page_shows_each_story_once_whatever_the_roles():
    author = make_author()
    article = make_article(authors=[author])
    article.bylines.create(author=author, role="摄影", position=2)
    shown = page(author.get_absolute_url())
    assert len(shown.css(".river article")) == 1


def test_tag_page_shows_its_stories():
    make_article(tags=["长江"])
    make_article(tags=["沙漠"], language="ar")
    shown = page(Tag.objects.get(name="长江").get_absolute_url())
    assert [headline.text() for headline in shown.css(".river .headline")] == [HEADLINES["zh-Hans"]]


@pytest.mark.parametrize("path", ["/2026/", "/2026/03/", "/2026/03/02/"])
def test_archive_of_a_period_shows_its_stories(path):
    make_article()
    assert len(page(path).css(".river article")) == 1


@pytest.mark.parametrize(
    ("path", "links"),
    [("/2026/", ["/2026/02/", "/2026/03/"]), ("/2026/03/", ["/2026/03/01/", "/2026/03/02/"])],
)
def test_archive_leads_to_the_periods_within_that_have_stories(path, links):
    for days in (0, 1, 20):
        make_article(published_at=NOW - timedelta(days=days, hours=1))
    assert [link.attributes["href"] for link in page(path).css(".shelf a")] == links


def test_lists_have_twenty_stories_a_page():
    newspaper = make_newspaper(stories=41)
    path = newspaper.news.get_absolute_url()
    sizes = [len(page(f"{path}?page={number}").css(".river article")) for number in (1, 2, 3)]
    assert sizes == [20, 20, 1]


@pytest.mark.parametrize(("number", "query"), [(1, ""), (2, "?page=2")])
def test_first_page_of_a_list_has_no_number_in_its_canonical_address(settings, number, query):
    path = make_newspaper(stories=21).news.get_absolute_url()
    canonical = page(f"{path}?page={number}").css_first("link[rel=canonical]")
    assert canonical.attributes["href"] == f"{settings.BASE_URL}{path}{query}"


def test_headline_cannot_break_out_of_the_structured_data():
    article = make_article(headline='</script><script>alert("长江")</script>')
    scripts = page(article.get_absolute_url()).css("script")
    assert [script.attributes.get("type") for script in scripts] == ["application/ld+json"]
    assert json.loads(scripts[0].text())["headline"] == article.headline


def test_public_pages_carry_no_nonce_that_would_change_their_etag():
    article = make_article()
    assert "nonce" not in visit(article.get_absolute_url()).headers["Content-Security-Policy"]


def test_excerpt_that_the_story_begins_with_is_not_shown_twice():
    body = "<p>清晨六点，江面上的雾还没有散去。</p><p>老渔民说，鱼正在回来。</p>"
    article = make_article(body=body, standfirst="清晨六点，江面上的雾还没有散去。")
    page = visit(article.get_absolute_url()).content.decode()
    assert page.split("<main")[1].count("江面上的雾还没有散去") == 1


def test_section_of_one_language_speaks_it():
    section = make_category("新闻")
    make_article(categories=[section])
    assert '<html lang="zh-Hans"' in visit(section.get_absolute_url()).content.decode()


def test_section_of_several_languages_speaks_the_newsrooms():
    section = make_category("新闻")
    make_article(categories=[section])
    make_article(language="ar", categories=[section])
    assert '<html lang="en"' in visit(section.get_absolute_url()).content.decode()
