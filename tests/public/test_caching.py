from datetime import timedelta

import pytest

from tests.factories import NOW, make_article
from tests.public.newspaper import make_newspaper
from tests.public.visits import visit

pytestmark = pytest.mark.django_db
PAGES = {
    "front page": lambda newspaper: "/",
    "article": lambda newspaper: newspaper.articles[0].get_absolute_url(),
    "category": lambda newspaper: newspaper.news.get_absolute_url(),
    "author": lambda newspaper: newspaper.author.get_absolute_url(),
    "tag": lambda newspaper: newspaper.tag.get_absolute_url(),
    "year": lambda newspaper: "/2026/",
    "month": lambda newspaper: "/2026/03/",
    "day": lambda newspaper: "/2026/03/02/",
    "rss": lambda newspaper: "/feeds/rss/",
    "atom": lambda newspaper: "/feeds/atom/",
    "json feed": lambda newspaper: "/feeds/json/",
    "category feed": lambda newspaper: f"{newspaper.news.get_absolute_url()}feeds/rss/",
    "sitemap": lambda newspaper: "/sitemap.xml",
    "API articles": lambda newspaper: "/api/v1/articles/",
    "API article": lambda newspaper: f"/api/v1/articles/{newspaper.articles[0].pk}/",
    "API categories": lambda newspaper: "/api/v1/categories/",
    "API authors": lambda newspaper: "/api/v1/authors/",
    "API tags": lambda newspaper: "/api/v1/tags/",
    "API description": lambda newspaper: "/api/v1/openapi.json",
}
QUERIES = {
    "front page": 4,
    "article": 7,
    "category": 6,
    "author": 6,
    "tag": 6,
    "year": 6,
    "month": 6,
    "day": 5,
    "rss": 3,
    "atom": 3,
    "json feed": 3,
    "category feed": 4,
    "sitemap": 4,
    "API articles": 7,
    "API article": 6,
    "API categories": 3,
    "API authors": 3,
    "API tags": 3,
    "API description": 1,
}
SHORT = {"API categories", "API authors", "API tags"}
every_page = pytest.mark.parametrize("page", PAGES)


@pytest.mark.parametrize("stories", [3, 300])
@every_page
def test_page_runs_its_fixed_number_of_queries(page, stories, django_assert_num_queries):
    path = PAGES[page](make_newspaper(stories))
    with django_assert_num_queries(QUERIES[page]):
        visit(path)


def test_no_page_runs_more_than_eight_queries():
    assert max(QUERIES.values()) <= 8


@every_page
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_the_reader_has_already_is_not_sent_again(page, method):
    path = PAGES[page](make_newspaper())
    first = visit(path)
    again = visit(path, method=method, if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


@every_page
def test_what_did_not_change_since_is_not_sent_again(page):
    path = PAGES[page](make_newspaper())
    first = visit(path)
    assert visit(path, if_modified_since=first["Last-Modified"]).status_code == 304


@every_page
def test_head_has_the_headers_of_get_and_no_body(page):
    path = PAGES[page](make_newspaper())
    get, head = visit(path), visit(path, method="HEAD")
    assert head.content == b""
    assert [head[name] for name in ("ETag", "Last-Modified", "Content-Type")] == [
        get[name] for name in ("ETag", "Last-Modified", "Content-Type")
    ]


@every_page
def test_reader_gets_no_cookie_and_pages_vary_on_compression_alone(page):
    response = visit(PAGES[page](make_newspaper()))
    assert not response.cookies
    assert response.get("Vary", "Accept-Encoding") == "Accept-Encoding"
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"


@pytest.mark.parametrize("page", sorted(PAGES.keys() - SHORT))
def test_page_is_compressed_where_the_reader_can_read_that(page):
    path = PAGES[page](make_newspaper())
    zipped = visit(path, accept_encoding="gzip")
    assert zipped["Content-Encoding"] == "gzip"
    assert zipped["Vary"] == "Accept-Encoding"
    assert visit(path, accept_encoding="gzip", if_none_match=zipped["ETag"]).status_code == 304


def test_change_of_a_story_is_sent():
    article = make_article(changed_at=NOW - timedelta(hours=1))
    first = visit(article.get_absolute_url())
    article.headline, article.changed_at = "江水复清", NOW
    article.save()
    response = visit(article.get_absolute_url(), if_modified_since=first["Last-Modified"])
    assert response.status_code == 200
    assert response["ETag"] != first["ETag"]


def test_work_on_a_draft_leaves_no_trace_in_the_headers():
    make_article(changed_at=NOW - timedelta(hours=1))
    before = visit("/")["Last-Modified"]
    make_article(language="ar", status="draft", changed_at=NOW)
    assert visit("/")["Last-Modified"] == before


def test_story_that_was_retired_by_hand_makes_the_lists_new():
    make_article(changed_at=NOW - timedelta(hours=2))
    retired = make_article(language="ar", changed_at=NOW - timedelta(hours=2))
    before = visit("/")["Last-Modified"]
    type(retired).objects.filter(pk=retired.pk).update(status="retired", changed_at=NOW)
    assert visit("/", if_modified_since=before).status_code == 200


def test_change_within_the_second_of_another_is_sent():
    article = make_article(changed_at=NOW + timedelta(milliseconds=100))
    first = visit(article.get_absolute_url(), at=NOW + timedelta(milliseconds=200))
    assert "Last-Modified" not in first
    later = visit(article.get_absolute_url(), at=NOW + timedelta(seconds=1))
    assert later["Last-Modified"] == "Mon, 02 Mar 2026 08:00:00 GMT"


def test_front_page_is_new_with_each_day_of_the_newsroom(settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    article = make_article(published_at=NOW - timedelta(days=3), changed_at=NOW - timedelta(days=2))
    assert visit("/")["Last-Modified"] == "Sun, 01 Mar 2026 16:00:00 GMT"
    assert visit(article.get_absolute_url())["Last-Modified"] == "Sat, 28 Feb 2026 08:00:00 GMT"


def test_front_page_of_a_day_with_news_is_as_new_as_they_are():
    make_article(changed_at=NOW - timedelta(hours=1))
    assert visit("/")["Last-Modified"] == "Mon, 02 Mar 2026 07:00:00 GMT"


@pytest.mark.parametrize("path", ["/nothing/", "/2026/03/02/渔村/"])
def test_answer_without_a_page_is_asked_for_again_each_time(path):
    make_article(status="retired", slug="渔村")
    response = visit(path)
    assert "Last-Modified" not in response
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
