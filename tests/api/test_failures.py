"""What the API says when it fails; pytest-django refuses the database to a test that did not ask for it."""

import json

from tests.public.visits import visit


def test_failure_is_a_problem_that_tells_nothing_of_the_inside():
    response = visit("/api/v1/articles/")
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert json.loads(response.content) == {
        "type": "about:blank",
        "title": "Internal Server Error",
        "status": 500,
        "detail": "The newsroom could not answer; its log says why.",
    }


def test_failure_is_logged_with_its_traceback(caplog):
    visit("/api/v1/articles/")
    (record,) = (record for record in caplog.records if record.name == "django.request")
    assert record.getMessage() == "Internal Server Error: /api/v1/articles/"
    assert record.exc_info
