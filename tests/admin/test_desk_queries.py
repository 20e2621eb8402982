"""However big the newsroom, a screen of the desk takes as many queries as in a small one, and no more than these."""

import pytest
from django.utils import timezone

from articles.desk import workflow
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


@pytest.mark.parametrize("page", ["versions/", "compare/", "version/2/", "correct/"])
def test_the_pages_beside_an_article(chief, article, page, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST):
        assert chief.get(f"{LIST}{article.pk}/{page}").status_code == 200


def test_asking_whether_to_remove_it_for_good(log_in, article, django_assert_max_num_queries):
    admin = log_in("Admin")
    with django_assert_max_num_queries(MOST):
        assert admin.get(f"{LIST}{article.pk}/remove/").status_code == 200
