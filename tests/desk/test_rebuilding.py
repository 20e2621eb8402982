from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from articles.desk import rebuilding
from articles.models import Article
from tests.factories import NOW, make_article, make_image

pytestmark = pytest.mark.django_db


def rebuild():
    return list(rebuilding.rebuild(at=NOW))


def test_what_follows_from_an_article_is_made_anew_and_only_that():
    image = make_image(caption="江面")
    article = make_article(body=f'<p><img src="{image.url}"></p>', changed_at=NOW - timedelta(days=1))
    Article.objects.filter(pk=article.pk).update(body_html="<p>old</p>", word_count=7, slug="known-address")
    assert rebuild() == [(1, 1)]
    again = Article.objects.get(pk=article.pk)
    assert (again.body_html, again.word_count) == (article.body_html, article.word_count)
    assert (again.slug, again.version, again.changed_at) == ("known-address", article.version, NOW)


def test_a_second_run_changes_nothing_and_writes_nothing(django_assert_num_queries):
    make_article(body='<p><img src="https://example.com/a.jpg" alt="江"></p>')
    make_article(language="ar", status="draft")
    rebuild()
    with django_assert_num_queries(4):  # keys, articles, their pictures, and that there are no more
        assert rebuild() == [(2, 0)]


def test_a_draft_does_not_count_as_changed_for_readers():
    article = make_article(status="draft", changed_at=NOW - timedelta(days=1))
    Article.objects.filter(pk=article.pk).update(body_html="")
    assert rebuild() == [(1, 1)]
    assert Article.objects.get(pk=article.pk).changed_at == NOW - timedelta(days=1)


def test_as_many_queries_for_a_hundred_articles_as_for_two(django_assert_num_queries):
    article = make_article()
    Article.objects.bulk_create(
        Article(headline=article.headline, slug=f"s{number}", language="zh-Hans", body=article.body)
        for number in range(150)
    )
    rebuild()
    with django_assert_num_queries(5):
        assert rebuild() == [(100, 0), (51, 0)]


def test_the_command_says_what_changed():
    article = make_article()
    Article.objects.filter(pk=article.pk).update(body_html="")
    assert run() == "1 articles looked at, 1 changed.\n"
    assert run() == "1 articles looked at, nothing changed.\n"


def run():
    said = StringIO()
    call_command("rebuild", quiet=True, stdout=said)
    return said.getvalue()
