from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from articles.models import Article, Redirect
from tests.factories import NOW, make_article, make_category

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_scheduled_article_appears_at_its_second():
    article = make_article(published_at=NOW)
    assert article not in Article.objects.published(NOW - SECOND)
    assert article in Article.objects.published(NOW)


def test_embargo_holds_back_what_is_published_already():
    article = make_article(embargo_until=NOW)
    assert article not in Article.objects.published(NOW - SECOND)
    assert article in Article.objects.published(NOW)


def test_article_leaves_at_its_retirement():
    article = make_article(retire_at=NOW)
    assert article in Article.objects.published(NOW - SECOND)
    assert article not in Article.objects.published(NOW)
    assert article in Article.objects.gone(NOW)


@pytest.mark.parametrize("status", ["draft", "review", "retired", "trashed"])
def test_only_what_is_ready_is_public(status):
    article = make_article(status=status)
    assert not article.is_public(NOW)
    assert article not in Article.objects.published(NOW)


@pytest.mark.parametrize("moment", [NOW - timedelta(days=2), NOW, NOW + SECOND, NOW + timedelta(days=2)])
def test_instance_and_queryset_agree_on_what_is_public(moment):
    make_article(published_at=NOW)
    make_article(published_at=NOW - timedelta(days=1), embargo_until=NOW + SECOND)
    make_article(published_at=NOW - timedelta(days=1), retire_at=NOW)
    public = set(Article.objects.published(moment))
    assert public == {article for article in Article.objects.all() if article.is_public(moment)}


def test_lists_are_in_order_of_becoming_public():
    late = make_article(published_at=NOW - timedelta(days=3), embargo_until=NOW - timedelta(hours=1))
    early = make_article(published_at=NOW - timedelta(days=1))
    assert list(Article.objects.published(NOW).in_order()) == [late, early]


def test_ready_article_without_a_date_is_refused_by_the_database():
    article = make_article()
    with pytest.raises(IntegrityError, match="ready_has_date"):
        Article.objects.filter(pk=article.pk).update(published_at=None)


def test_second_article_of_a_day_with_the_same_headline_gets_a_numbered_address():
    first, second = make_article(), make_article()
    assert second.slug == f"{first.slug}-2"


def test_day_in_the_address_follows_the_date_until_the_article_is_public():
    article = make_article(status="draft")
    article.published_at = NOW + timedelta(days=5)
    article.place(NOW)
    assert str(article.published_on) == "2026-03-07"


def test_day_in_the_address_stays_once_the_article_was_public():
    article = make_article()
    article.published_at = NOW - timedelta(days=5)
    article.place(NOW)
    assert str(article.published_on) == "2026-03-02"


def test_category_shows_the_stories_of_its_descendants_once():
    news = make_category("新闻")
    world = make_category("国际", parent=news)
    article = make_article(categories=[world, news])
    assert list(Article.objects.in_category(news)) == [article]


def test_moved_category_takes_its_descendants_along():
    news, archive = make_category("新闻"), make_category("资料")
    world = make_category("国际", parent=news)
    news.parent = archive
    news.save()
    world.refresh_from_db()
    assert world.path == "资料/新闻/国际"


def test_categories_with_one_slug_stay_apart():
    paths = [make_category(name).path for name in ("C", "C++", "C#")]
    assert paths == ["c", "c-2", "c-3"]


def test_slug_that_was_typed_is_one_part_of_an_address():
    article = make_article(slug="a/b c")
    assert article.slug == "a-b-c"
    assert article.get_absolute_url().endswith("/a-b-c/")


def test_what_has_no_date_comes_first_in_the_desk_s_order():
    dated, undated = make_article(), make_article(status="draft", published_at=None)
    assert list(Article.objects.all()) == [undated, dated]


def test_embargo_without_a_publication_time_makes_nothing_public():
    article = make_article(status="draft", published_at=None, embargo_until=NOW)
    assert article.public_at is None


def test_category_is_not_put_below_itself():
    news = make_category("新闻")
    world = make_category("国际", parent=news)
    news.parent = world
    with pytest.raises(ValidationError, match="below itself"):
        news.clean()


def test_redirect_is_kept_as_requests_are_looked_up():
    redirect = Redirect.objects.create(old_path="/%E6%B2%B3/cafe\u0301", new_path="/x")
    assert redirect.old_path == "/河/caf\u00e9"


def test_redirect_to_itself_is_refused():
    with pytest.raises(IntegrityError, match="redirect_leads_elsewhere"):
        Redirect.objects.create(old_path="/河", new_path="/河")
