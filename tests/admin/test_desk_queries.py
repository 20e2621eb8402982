"""However big the newsroom, a screen of the desk takes as many queries as in a small one, and no more than these."""

import pytest
from django.utils import timezone

from articles.desk import draft_beside, workflow
from articles.models import Article
from tests.factories import make_article, make_author, make_category, make_image, make_source, make_user, save

from .pages import LIST

pytestmark = pytest.mark.django_db
MOST = 15


@pytest.fixture(params=[1, 12])
def article(request):
    """An article with all that can hang on it, so many times."""
    sections = [make_category(f"栏目{number}") for number in range(request.param)]
    for number in range(request.param):
        article = make_article(
            status="draft",
            categories=sections,
            authors=[make_author(f"作者{number}-{each}") for each in range(request.param)],
            lead_image=make_image(),
            tags=[f"标签{each}" for each in range(request.param)],
        )
        make_source(f"{number}.md", article=article)
    for number in range(request.param):
        article.body += f"<p>第{number}段</p>"
        save(article, by=make_user("Chief"), at=timezone.now())
        article.refresh_from_db()
    for _ in range(request.param):
        workflow.trash(make_article(status="draft"), by=None, at=timezone.now())
    return article


@pytest.mark.parametrize("page", ["", "?state=trashed", "add/"])
def test_the_lists_and_the_form_of_a_new_one(chief, article, page, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST):
        chief.get(f"{LIST}{page}")


@pytest.mark.parametrize("role", ["Chief", "Editor", "Writer"])
def test_the_form_of_an_article(log_in, article, role, django_assert_max_num_queries):
    article.body += '<p><img src="https://example.com/a.jpg" alt="江"></p>'
    save(article, by=make_user("Chief"), at=timezone.now())
    person = log_in(role, sections=[article.primary_category] if role == "Editor" else [])
    Article.objects.filter(pk=article.pk).update(created_by=person.user)
    # What kind of thing an article is, each process asks once.
    person.get(f"{LIST}{article.pk}/change/")
    with django_assert_max_num_queries(MOST):
        page = person.get(f"{LIST}{article.pk}/change/")
    assert b'name="_continue"' in page.content


def test_the_form_of_a_live_article_with_a_draft_beside_it(chief, article, django_assert_max_num_queries):
    workflow.publish(article, by=chief.user, at=timezone.now())
    draft_beside.keep(article, {"headline": "新版"}, seen=article.version, by=chief.user, at=timezone.now())
    with django_assert_max_num_queries(MOST):
        assert chief.get(f"{LIST}{article.pk}/change/").status_code == 200


@pytest.mark.parametrize("page", ["versions/", "compare/", "version/2/", "correct/"])
def test_the_pages_beside_an_article(chief, article, page, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST):
        assert chief.get(f"{LIST}{article.pk}/{page}").status_code == 200


def test_asking_whether_to_remove_it_for_good(log_in, article, django_assert_max_num_queries):
    admin = log_in("Admin")
    with django_assert_max_num_queries(MOST):
        assert admin.get(f"{LIST}{article.pk}/remove/").status_code == 200
