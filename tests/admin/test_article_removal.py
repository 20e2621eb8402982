"""Removing an article for good, and beginning one from another, in the desk."""

import pytest

from articles.desk import duplicating, templating
from articles.models import Article, ArticleTemplate, Event
from tests.factories import NOW, make_article, make_image, make_user

from .pages import told, words


@pytest.fixture
def admin(client, db):
    client.user = make_user("Admin")
    client.force_login(client.user)
    return client


def address(article, page):
    return f"/admin/articles/article/{article.pk}/{page}/"


def test_an_admin_removes_after_typing_the_headline(admin):
    article = make_article(headline="病历", lead_image=make_image())
    page = admin.get(address(article, "remove"))
    assert "1 picture that no other article shows goes" in words(page)
    answer = admin.post(address(article, "remove"), {"headline": "病历", "reason": "法院裁定 2026-12"})
    assert answer.status_code == 302 and not Article.objects.exists()
    assert Event.objects.get().data["reason"] == "法院裁定 2026-12"


def test_another_headline_removes_nothing_and_says_so(admin):
    article = make_article(headline="病历")
    page = admin.post(address(article, "remove"), {"headline": "别的", "reason": "x"})
    assert "not its headline" in words(page, ".errorlist")
    assert Article.objects.exists()


def test_who_asks_is_told_what_was_made_of_it_and_stays(admin):
    article = make_article(headline="病历")
    duplicating.duplicate(article, by=None, at=NOW)
    templating.make(article, ArticleTemplate(name="快讯"), by=None, at=NOW)
    asked = words(admin.get(address(article, "remove")), "#content ul")
    assert "病历" in asked and "Template: 快讯" in asked
    assert "What was made of it" not in words(admin.get(address(make_article(), "remove")))


@pytest.mark.parametrize("role", ["Writer", "Editor", "Chief"])
def test_nobody_else_removes(client, db, role):
    client.force_login(make_user(role))
    assert client.get(address(make_article(), "remove")).status_code == 403


def test_a_copy_is_a_draft_that_is_opened_at_once(chief):
    article = make_article()
    answer = chief.post(address(article, "duplicate"))
    copy = Article.objects.exclude(pk=article.pk).get()
    assert answer.url == address(copy, "change")
    assert (copy.status, copy.created_by) == ("draft", chief.user)
    assert "This is the copy" in told(chief.get(answer.url))[0]


def test_looking_makes_no_copy(chief):
    article = make_article()
    assert chief.get(address(article, "duplicate")).status_code == 405
    assert Article.objects.count() == 1


def test_what_lies_in_the_trash_is_taken_out_again(chief):
    article = make_article(status="trashed")
    chief.post(
        "/admin/articles/article/?state=trashed", {"action": "recover", "_selected_action": [article.pk]}
    )
    article.refresh_from_db()
    assert article.status == "draft"
