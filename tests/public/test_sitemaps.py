from datetime import timedelta
from xml.etree import ElementTree

import pytest

from articles.public import sitemaps
from tests.factories import NOW, make_article, make_category
from tests.public.newspaper import make_newspaper
from tests.public.visits import visit

pytestmark = pytest.mark.django_db
NAMESPACE = {"": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def sitemap(path="/sitemap.xml"):
    return ElementTree.fromstring(visit(path).content)


def addresses(root):
    return [found.text for found in root.findall(".//loc", NAMESPACE)]


def test_sitemap_has_the_front_page_the_sections_and_the_stories(settings):
    category = make_category("ثقافة")
    make_category("档案")
    article = make_article(language="ar", categories=[category])
    paths = ["/", category.get_absolute_url(), article.get_absolute_url()]
    assert addresses(sitemap()) == [settings.BASE_URL + path for path in paths]


def test_sitemap_says_when_a_story_changed():
    make_article(modified_at=NOW - timedelta(minutes=5))
    assert [found.text for found in sitemap().findall(".//lastmod", NAMESPACE)] == [
        "2026-03-02T07:55:00+00:00"
    ]


def test_sitemap_of_many_stories_is_an_index_of_files(settings):
    make_newspaper(stories=sitemaps.ADDRESSES_A_FILE + 1)
    root = sitemap()
    assert root.tag.endswith("sitemapindex")
    assert addresses(root) == [f"{settings.BASE_URL}/sitemap-{number}.xml" for number in (1, 2)]
    assert len(addresses(sitemap("/sitemap-2.xml"))) == 1


def test_robots_are_shown_the_sitemap_and_kept_from_the_admin(settings):
    text = visit("/robots.txt").content.decode()
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in text
    assert "Disallow: /admin/" in text
