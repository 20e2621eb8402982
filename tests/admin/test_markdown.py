"""Markdown that was pasted into the writing surface, as the server renders it."""

import pytest
from django.test import Client
from django.urls import reverse

from articles.admin.markdown import MOST_CHARACTERS
from tests.factories import make_user

pytestmark = pytest.mark.django_db
MARKDOWN = reverse("admin:articles_article_markdown")


def rendered(client, text):
    return client.post(MARKDOWN, {"text": text}).json()["html"]


def test_markdown_is_rendered_whatever_its_line_ends(chief):
    assert rendered(chief, "# 水位\r\n\r\n第一段\r\n同一段\r\n\r\n- 江") == (
        "<h2>水位</h2>\n<p>第一段\n同一段</p>\n<ul>\n<li>江</li>\n</ul>\n"
    )


def test_what_an_article_may_not_hold_is_not_in_it(chief):
    html = rendered(chief, '<script>alert(1)</script>[江](javascript:alert(2)) <b onclick="x()">粗</b>')

    assert "alert(1)" not in html
    assert "href" not in html
    assert "<b>粗</b>" in html


def test_too_much_of_it_is_refused_in_words(chief):
    answers = [
        chief.post(MARKDOWN, {"text": text}) for text in ("江" * (MOST_CHARACTERS + 1), "[江*" * 30_000)
    ]

    assert [answer.status_code for answer in answers] == [413, 413]
    assert answers[0].json() == {"refused": "At most 200000 characters of Markdown."}
    assert "marks of Markdown" in answers[1].json()["refused"]


def test_only_who_may_write_may_ask_and_only_from_the_desk_itself(client):
    assert client.post(MARKDOWN, {"text": "江"}).status_code == 302
    client.force_login(make_user("Admin"))
    assert client.post(MARKDOWN, {"text": "江"}).status_code == 403
    writer = make_user("Writer")
    client.force_login(writer)
    assert client.post(MARKDOWN, {"text": "江"}).status_code == 200
    assert client.get(MARKDOWN).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(writer)
    assert strict.post(MARKDOWN, {"text": "江"}).status_code == 403
