"""Stories come and go at their second, at every exit, with nothing run in between."""

from datetime import timedelta

import pytest

from articles.models import Tag
from tests.factories import NOW, make_article, make_author, make_category
from tests.public.visits import visit

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
EXITS = {
    "front page": lambda article: "/",
    "category": lambda article: article.primary_category.get_absolute_url(),
    "author": lambda article: article.authors.get().get_absolute_url(),
    "tag": lambda article: Tag.objects.get().get_absolute_url(),
    "year": lambda article: "/2026/",
    "day": lambda article: "/2026/03/02/",
    "rss": lambda article: "/feeds/rss/",
    "atom": lambda article: "/feeds/atom/",
    "json feed": lambda article: "/feeds/json/",
    "category feed": lambda article: f"{article.primary_category.get_absolute_url()}feeds/rss/",
    "author feed": lambda article: f"{article.authors.get().get_absolute_url()}feeds/rss/",
    "tag feed": lambda article: f"{Tag.objects.get().get_absolute_url()}feeds/rss/",
    "sitemap": lambda article: "/sitemap.xml",
    "API list": lambda article: "/api/v1/articles/",
    "API categories' stories": lambda article: f"/api/v1/articles/?category={article.primary_category.path}",
}
COMING = {
    "scheduled": {"published_at": NOW},
    "embargoed": {"published_at": NOW - timedelta(hours=2), "embargo_until": NOW},
}


def make_story(**fields):
    # The other story stays, so that every list exists before and after.
    shared = {"categories": [make_category()], "authors": [make_author()], "tags": ["长江"]}
    make_article(language="en", changed_at=NOW - timedelta(hours=3), **shared)
    return make_article(**shared | fields)


def shows(exit_name, article, at):
    response = visit(EXITS[exit_name](article), at=at)
    assert response.status_code == 200
    return article.get_absolute_url() in response.content.decode()


@pytest.mark.parametrize("exit_name", EXITS)
@pytest.mark.parametrize("coming", COMING)
def test_story_appears_at_its_second(exit_name, coming):
    article = make_story(**COMING[coming])
    assert not shows(exit_name, article, NOW - SECOND)
    assert shows(exit_name, article, NOW)


@pytest.mark.parametrize("exit_name", EXITS)
def test_story_leaves_at_its_second(exit_name):
    article = make_story(retire_at=NOW)
    assert shows(exit_name, article, NOW - SECOND)
    assert not shows(exit_name, article, NOW)


@pytest.mark.parametrize("coming", COMING)
def test_article_page_is_there_from_its_second_on(coming):
    path = make_story(**COMING[coming]).get_absolute_url()
    assert [visit(path, at=at).status_code for at in (NOW - SECOND, NOW)] == [404, 200]


def test_article_page_is_gone_from_its_second_on():
    path = make_story(retire_at=NOW).get_absolute_url()
    assert [visit(path, at=at).status_code for at in (NOW - SECOND, NOW)] == [200, 410]


@pytest.mark.parametrize("fields", [*COMING.values(), {"retire_at": NOW}])
@pytest.mark.parametrize("exit_name", EXITS)
def test_last_modified_moves_on_when_a_list_turns_over(exit_name, fields):
    article = make_story(changed_at=NOW - timedelta(hours=3), **fields)
    before, after = (
        visit(EXITS[exit_name](article), at=at)["Last-Modified"] for at in (NOW - SECOND, NOW + SECOND)
    )
    assert visit(EXITS[exit_name](article), at=NOW, if_modified_since=before).status_code == 200
    assert after == "Mon, 02 Mar 2026 08:00:00 GMT"
