import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from tests.factories import HEADLINES, NOW, make_article, make_author, make_category
from tests.public.newspaper import make_newspaper
from tests.public.visits import visit

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
EMBARGOED = {"published_at": NOW - timedelta(days=9), "embargo_until": NOW - timedelta(hours=1)}


def xml(path):
    response = visit(path)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)


def test_rss_item_has_the_story(settings):
    article = make_article(
        language="ar",
        authors=[make_author("ليلى حداد")],
        categories=[make_category("ثقافة")],
        standfirst="في عمق الصحراء",
    )
    item = xml("/feeds/rss/").find("channel/item")
    address = settings.BASE_URL + article.get_absolute_url()
    assert {child.tag: child.text for child in item} == {
        "title": HEADLINES["ar"],
        "link": address,
        "guid": address,
        "description": "في عمق الصحراء",
        "pubDate": "Mon, 02 Mar 2026 07:00:00 +0000",
        CREATOR: "ليلى حداد",
        "category": "ثقافة",
    }


def test_feed_dates_a_story_by_its_becoming_public():
    make_article(**EMBARGOED)
    assert xml("/feeds/rss/").find("channel/item/pubDate").text == "Mon, 02 Mar 2026 07:00:00 +0000"


def test_atom_entry_has_the_story(settings):
    article = make_article(modified_at=NOW - timedelta(minutes=5))
    entry = xml("/feeds/atom/").find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == HEADLINES["zh-Hans"]
    assert entry.find(f"{ATOM}link").attrib["href"] == settings.BASE_URL + article.get_absolute_url()
    assert entry.find(f"{ATOM}published").text == "2026-03-02T07:00:00+00:00"
    assert entry.find(f"{ATOM}updated").text == "2026-03-02T07:55:00+00:00"


def test_json_feed_has_the_story(settings):
    article = make_article(language="ar")
    feed = json.loads(visit("/feeds/json/").content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["items"][0] == {
        "id": settings.BASE_URL + article.get_absolute_url(),
        "url": settings.BASE_URL + article.get_absolute_url(),
        "title": HEADLINES["ar"],
        "content_text": HEADLINES["ar"],
        "date_published": "2026-03-02T07:00:00+00:00",
        "date_modified": "2026-03-02T07:00:00+00:00",
        "authors": [],
        "tags": [],
        "language": "ar",
    }


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [
        ("rss", "application/rss+xml; charset=utf-8"),
        ("atom", "application/atom+xml; charset=utf-8"),
        ("json", "application/feed+json; charset=utf-8"),
    ],
)
def test_feed_says_what_it_is(kind, content_type):
    assert visit(f"/feeds/{kind}/")["Content-Type"] == content_type


@pytest.mark.parametrize("name", ["news", "author", "tag"])
def test_category_author_and_tag_have_feeds_of_their_own(settings, name):
    newspaper = make_newspaper()
    make_article(language="ar")
    path = f"{getattr(newspaper, name).get_absolute_url()}feeds/rss/"
    channel = xml(path).find("channel")
    assert channel.find("{http://www.w3.org/2005/Atom}link").attrib["href"] == settings.BASE_URL + path
    assert {item.find("title").text for item in channel.iter("item")} == {HEADLINES["zh-Hans"]}


def test_feed_has_the_twenty_newest_stories():
    make_newspaper(stories=25)
    assert len(xml("/feeds/rss/").findall("channel/item")) == 20


def test_control_character_in_a_headline_does_not_take_the_feed_down():
    make_article(headline="江水\x08复清")
    assert xml("/feeds/rss/").find("channel/item/title").text == "江水复清"


def test_headline_with_markup_stays_text():
    make_article(headline="Tom & Jerry <b>return</b>", language="en")
    assert xml("/feeds/rss/").find("channel/item/title").text == "Tom & Jerry <b>return</b>"


@pytest.mark.parametrize(
    ("kind", "place"), [("rss", "channel/item/description"), ("atom", f"{ATOM}entry/{ATOM}summary")]
)
def test_standfirst_with_markup_is_escaped_where_readers_take_it_for_html(kind, place):
    make_article(standfirst="R&D <new> 江水复清")
    assert xml(f"/feeds/{kind}/").find(place).text == "R&amp;D &lt;new&gt; 江水复清"


def test_standfirst_stays_plain_in_the_json_feed():
    make_article(standfirst="R&D <new> 江水复清")
    item = json.loads(visit("/feeds/json/").content)["items"][0]
    assert item["content_text"] == "R&D <new> 江水复清"
