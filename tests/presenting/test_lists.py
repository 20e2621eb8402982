from datetime import timedelta

import pytest

from articles.presenting import directory, front_page, lists
from tests.factories import NOW, make_article, make_category, make_source
from tests.public.newspaper import make_newspaper

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_lists_leave_the_bodies_where_they_are():
    make_source(article=make_article())
    article = lists.published(NOW).get()
    unread = {f"source__{name}" for name in article.source.get_deferred_fields()}
    assert article.get_deferred_fields() | unread == set(lists.UNLISTED)
    assert "source__raw" in unread


def test_related_stories_are_the_newest_of_the_section():
    news = make_category()
    article, *others = [
        make_article(categories=[news], published_at=NOW - DAY * days) for days in range(1, 7)
    ]
    make_article(categories=[make_category("体育")])
    assert list(lists.related(article, NOW)) == others[:4]


def test_article_without_a_section_has_no_related_stories():
    make_article()
    assert not lists.related(make_article(), NOW)


def test_months_are_counted_by_the_day_in_the_address():
    for days in (1, 2, 40):
        make_article(published_at=NOW - DAY * days)
    counts = lists.counts_by_month(lists.of_year(lists.published(NOW), NOW.date()))
    assert [(f"{month:%Y-%m}", stories) for month, stories in counts] == [
        ("2026-01", 1),
        ("2026-02", 1),
        ("2026-03", 1),
    ]


@pytest.mark.parametrize(
    ("fields", "turned"),
    [
        ({"changed_at": NOW - DAY}, NOW - timedelta(hours=1)),
        ({"changed_at": NOW - timedelta(minutes=5)}, NOW - timedelta(minutes=5)),
        ({"changed_at": NOW - DAY, "retire_at": NOW - timedelta(minutes=2)}, NOW - timedelta(minutes=2)),
        ({"changed_at": NOW - DAY, "retire_at": NOW + DAY}, NOW - timedelta(hours=1)),
        ({"changed_at": NOW - timedelta(minutes=1), "status": "draft"}, NOW - timedelta(hours=2)),
    ],
)
def test_site_turned_when_something_was_changed_appeared_or_left(fields, turned):
    make_article(language="ar", published_at=NOW - timedelta(hours=2), changed_at=NOW - DAY)
    make_article(**fields)
    assert lists.last_turn(NOW) == turned


def test_site_without_a_public_story_never_turned():
    make_article(status="draft")
    assert lists.last_turn(NOW) is None


def test_category_counts_as_shown_for_stories_below_it():
    asia = make_category("亚洲", parent=make_category("国际"))
    make_category("亚", parent=asia.parent)
    make_article(categories=[asia])
    assert [category.name for category in directory.shown_categories(NOW)] == ["国际", "亚洲"]


def test_way_down_to_a_category_comes_with_the_top_categories():
    newspaper = make_newspaper()
    top, down = directory.around(newspaper.world.path, NOW)
    assert (top, down) == ([newspaper.news], [newspaper.news, newspaper.world])


def test_front_page_shows_no_story_of_its_top_again_in_a_section():
    newspaper = make_newspaper(stories=12)
    edition = front_page.edition([newspaper.news], NOW)
    top = {edition.lead, *edition.secondary}
    ((_, stories),) = edition.sections
    assert len(top) == 5
    assert not top & set(stories)
