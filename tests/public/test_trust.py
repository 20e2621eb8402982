"""What readers are told of a story's date, of whose it is, and whose its pictures are."""

import json
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser

from articles.desk import origins
from articles.models import Origin
from tests.factories import NOW, make_article, make_category, make_image, make_image_source, make_source
from tests.public.visits import visit

pytestmark = pytest.mark.django_db
DAY = datetime(2022, 1, 27, tzinfo=UTC)
ELSEWHERE = "https://gazette.example/2022/strike"
ATOM = "{http://www.w3.org/2005/Atom}"
FIGURE = (
    '<figure><img src="https://gazette.example/strike.jpg" alt="罢工"><figcaption>港口</figcaption></figure>'
)


def page(path):
    return LexborHTMLParser(visit(path).content)


def structured(article):
    return json.loads(page(article.get_absolute_url()).css_first("script[type='application/ld+json']").text())


def imported(*, is_ours=False, rights="unknown", name="公报", **fields):
    article = make_article(**{"source_url": ELSEWHERE} | fields)
    make_source(article=article)
    Origin.objects.update(is_ours=is_ours, picture_rights=rights, name=name)
    return article


# Dates


@pytest.mark.parametrize(
    ("precision", "machine", "words"),
    [("day", "2022-01-27", "Jan. 27, 2022"), ("month", "2022-01", "January 2022"), ("year", "2022", "2022")],
)
def test_article_page_shows_no_time_that_nobody_stated(precision, machine, words):
    article = make_article(language="en", published_at=DAY, date_precision=precision)
    shown = page(article.get_absolute_url())
    time = shown.css_first(".dates time")
    assert (time.attributes["datetime"], time.text().strip()) == (machine, words)
    assert shown.css_first("meta[property='article:published_time']").attributes["content"] == machine
    found = structured(article)
    assert (found["datePublished"], found["dateModified"]) == (machine, machine)


def test_article_page_shows_time_and_zone_that_are_known():
    article = make_article(language="en")
    time = page(article.get_absolute_url()).css_first(".dates time")
    assert time.attributes["datetime"] == "2026-03-02T07:00:00+00:00"
    assert " ".join(time.text().split()) == "March 2, 2026 7 a.m. UTC"


def test_zone_that_was_assumed_is_not_shown():
    article = make_article(language="en", zone_stated=False)
    time = page(article.get_absolute_url()).css_first(".dates time")
    assert " ".join(time.text().split()) == "March 2, 2026 7 a.m."


def test_lists_show_a_month_where_only_the_month_is_known():
    section = make_category("News")
    make_article(language="en", published_at=DAY, date_precision="month", categories=[section])
    time = page(section.get_absolute_url()).css_first(".card time")
    assert (time.attributes["datetime"], time.text()) == ("2022-01", "January 2022")


def test_latest_stories_show_no_time_that_nobody_stated():
    for number in range(7):
        make_article(language="en", date_precision="day" if number else "second", slug=f"story-{number}")
    make_article(language="en", published_at=DAY, date_precision="month")
    latest = page("/").css_first(".front-latest")
    assert [day.text() for day in latest.css(".day")] == ["March 2, 2026", "January 2022"]
    assert len(latest.css("time")) == 1


def test_feeds_and_the_api_keep_the_whole_moment():
    make_article(published_at=DAY, date_precision="day")
    rss = ElementTree.fromstring(visit("/feeds/rss/").content)
    assert rss.find("channel/item/pubDate").text == "Thu, 27 Jan 2022 00:00:00 +0000"
    answer = json.loads(visit("/api/v1/articles/").content)
    assert answer["results"][0]["published_at"] == "2022-01-27T00:00:00Z"


# Whose story it is


def canonical(article):
    return page(article.get_absolute_url()).css_first("link[rel=canonical]").attributes["href"]


def test_story_of_others_leads_search_engines_to_its_own_address(settings):
    article = imported()
    assert canonical(article) == ELSEWHERE
    assert structured(article)["isBasedOn"] == ELSEWHERE
    shared = page(article.get_absolute_url()).css_first("meta[property='og:url']")
    assert shared.attributes["content"] == settings.BASE_URL + article.get_absolute_url()


def test_story_of_others_names_them_and_leads_there():
    link = page(imported().get_absolute_url()).css_first(".source a")
    assert (link.attributes["href"], link.text()) == (ELSEWHERE, f"公报 · {ELSEWHERE}")


@pytest.mark.parametrize("fields", [{"is_ours": True}, {"source_url": ""}])
def test_story_of_ours_or_without_an_address_elsewhere_is_its_own(settings, fields):
    article = imported(**fields)
    assert canonical(article) == settings.BASE_URL + article.get_absolute_url()
    assert "isBasedOn" not in structured(article)


def test_story_written_here_is_ours_whatever_it_names_as_its_source(settings):
    article = make_article(source_url=ELSEWHERE)
    assert canonical(article) == settings.BASE_URL + article.get_absolute_url()


def test_feeds_name_whose_story_it_is():
    imported()
    item = ElementTree.fromstring(visit("/feeds/rss/").content).find("channel/item")
    assert (item.find("source").text, item.find("source").attrib) == ("公报", {"url": ELSEWHERE})
    entry = ElementTree.fromstring(visit("/feeds/atom/").content).find(f"{ATOM}entry")
    assert {link.attrib["rel"]: link.attrib["href"] for link in entry.iter(f"{ATOM}link")}["via"] == ELSEWHERE
    assert json.loads(visit("/feeds/json/").content)["items"][0]["external_url"] == ELSEWHERE


def test_feeds_name_nobody_for_stories_of_ours():
    imported(is_ours=True)
    for kind in ("rss", "atom", "json"):
        assert ELSEWHERE not in visit(f"/feeds/{kind}/").content.decode()


def test_sitemap_leaves_out_what_has_its_address_elsewhere(settings):
    of_others = imported(slug="of-others")
    without_address = make_article(slug="without-address")
    make_source("b.md", article=without_address)
    here = make_article(slug="here", source_url=ELSEWHERE)
    text = visit("/sitemap.xml").content.decode()
    assert [each.get_absolute_url() in text for each in (of_others, without_address, here)] == [
        False,
        True,
        True,
    ]


# Pictures


def test_pictures_that_are_not_ours_to_show_are_shown_nowhere():
    image = make_image()
    source = make_image_source(image=image)
    body = f"<p>开头</p>{FIGURE}<p>结尾</p>"
    article = imported(rights="not ours", lead_image=image, lead_image_source=source, body=body)
    shown = visit(article.get_absolute_url()).content.decode()
    assert "<p>开头</p><p>结尾</p>" in shown
    answer = json.loads(visit(f"/api/v1/articles/{article.pk}/").content)
    assert (answer["lead_image"], answer["body_html"]) == (None, "<p>开头</p><p>结尾</p>")
    for path in ("/", article.get_absolute_url()):
        text = visit(path).content.decode()
        assert "<img" not in text
        assert "og:image" not in text
    assert "image" not in structured(article)


def test_lead_picture_that_still_waits_is_not_shown_either():
    article = imported(rights="not ours", lead_image_source=make_image_source())
    assert "<img" not in visit(article.get_absolute_url()).content.decode()


def test_lead_picture_that_was_chosen_here_is_shown():
    source = make_image_source(image=make_image())
    article = imported(rights="not ours", lead_image=make_image(), lead_image_source=source)
    assert page(article.get_absolute_url()).css("figure.lead img")


@pytest.mark.parametrize("rights", ["unknown", "ours", "licensed"])
def test_pictures_are_shown_until_someone_says_otherwise(rights):
    image = make_image()
    source = make_image_source(image=image)
    article = imported(rights=rights, lead_image=image, lead_image_source=source, body=FIGURE)
    assert len(page(article.get_absolute_url()).css("main img")) == 2


def test_saying_that_pictures_are_not_ours_turns_their_pages_over():
    article = imported(body=FIGURE, changed_at=NOW)
    first = visit(article.get_absolute_url())
    origin = Origin.objects.get()
    origin.picture_rights = Origin.Rights.NOT_OURS
    origins.save(origin, by=None, at=NOW)
    again = visit(article.get_absolute_url(), if_none_match=first["ETag"])
    assert (again.status_code, b"<img" in again.content) == (200, False)
