import json

import pytest

from tests.factories import make_article
from tests.public.visits import visit

pytestmark = pytest.mark.django_db


def problem(path, **options):
    response = visit(path, **options)
    assert response["Content-Type"] == "application/problem+json"
    return json.loads(response.content)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/articles/0/",
        "/api/v1/articles/99999999999999999999999/",
        "/api/v1/articles/abc/",
        "/api/v1/articles/-1/",
        "/api/v1/articles/?page=2",
        "/api/v1/tags/?page=99999999999999999999999",
        "/api/v1/",
        "/api/v1/nothing/",
        "/api/v1/%00/",
    ],
)
def test_what_is_not_there_is_a_problem_of_status_404(path):
    found = problem(path)
    assert (found["type"], found["title"], found["status"]) == ("about:blank", "Not Found", 404)
    assert found["detail"]


@pytest.mark.parametrize("number", ["0", "-1", "abc", "", "9" * 5000])
def test_page_that_is_no_number_is_a_problem_of_status_422(number):
    found = problem(f"/api/v1/articles/?page={number}")
    assert found["status"] == 422
    assert found["detail"].startswith("page: ")


def test_retired_article_is_a_problem_of_status_410():
    article = make_article(status="retired")
    assert problem(f"/api/v1/articles/{article.pk}/") == {
        "type": "about:blank",
        "title": "Gone",
        "status": 410,
        "detail": "This story has been taken down.",
    }


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["/api/v1/articles/", "/api/v1/openapi.json"])
def test_anything_but_reading_is_a_problem_of_status_405(path, method):
    response = visit(path, method=method)
    assert response["Content-Type"] == "application/problem+json"
    assert response["Allow"] == "GET, HEAD"
    assert json.loads(response.content)["status"] == 405


def test_problem_says_nothing_of_drafts():
    draft = make_article(status="draft")
    assert problem(f"/api/v1/articles/{draft.pk}/") == problem("/api/v1/articles/0/")


def test_address_without_its_last_slash_leads_to_the_one_with_it():
    response = visit("/api/v1/articles")
    assert (response.status_code, response["Location"]) == (301, "/api/v1/articles/")
