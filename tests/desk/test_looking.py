from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from articles.desk import looking, workflow, writing
from articles.models import Article, Event, Revision
from tests.factories import NOW, make_article, make_category, make_user, save

pytestmark = pytest.mark.django_db
LOST = "12 % of its text was lost on the way in"


@pytest.fixture
def article(section):
    return make_article(categories=[section], status="draft", needs_look=LOST)


def test_what_was_looked_at_is_a_version_and_an_event_that_keeps_the_reason(article, editor):
    looking.looked_at(article, by=editor, at=NOW)

    assert (Article.objects.get().needs_look, Article.objects.get().version) == ("", 2)
    assert Revision.objects.get().number == 2
    event = Event.objects.get()
    assert (event.verb, event.by, event.data) == ("look", editor, {"reason": LOST})


def test_what_needs_no_look_is_left_as_it_is(section, editor):
    looking.looked_at(make_article(categories=[section]), by=editor, at=NOW)

    assert (Article.objects.get().version, Event.objects.count()) == (1, 0)


def test_only_who_may_edit_it_says_that_it_is_fine(article):
    with pytest.raises(PermissionDenied):
        looking.looked_at(article, by=make_user("Editor", sections=[make_category("文化")]), at=NOW)
    assert Article.objects.get().needs_look == LOST


def test_a_look_at_a_stale_copy_is_refused(article, editor):
    stale = Article.objects.get()
    workflow.hand_in(article, by=editor, at=NOW)
    with pytest.raises(writing.EditConflict):
        looking.looked_at(stale, by=editor, at=NOW)


def test_publishing_says_that_it_was_looked_at(article, editor):
    workflow.publish(article, by=editor, at=NOW)
    assert Article.objects.get().needs_look == ""


@pytest.mark.parametrize(
    ("field", "value", "needs_look"), [("body", "<p>全文</p>", ""), ("headline", "新标题", LOST)]
)
def test_a_new_body_says_that_it_was_looked_at_and_a_new_headline_does_not(
    article, editor, field, value, needs_look
):
    setattr(article, field, value)
    save(article, by=editor, at=NOW, seen=article.version)
    assert Article.objects.get().needs_look == needs_look


# What is known of the date

FROM_FILE_NAME = {"date_origin": "file name", "date_precision": "day", "zone_stated": False}


def known(article):
    return article.date_origin, article.date_precision, article.zone_stated


@pytest.mark.parametrize(
    ("moved", "is_known"),
    [(timedelta(hours=1), ("desk", "second", True)), (timedelta(), ("file name", "day", False))],
)
def test_a_date_that_is_set_here_is_known_and_one_that_is_left_is_what_it_was(
    editor, section, moved, is_known
):
    article = make_article(categories=[section], status="draft", **FROM_FILE_NAME)
    article.published_at += moved
    save(article, by=editor, at=NOW, seen=article.version)
    assert known(Article.objects.get()) == is_known


def test_publishing_what_has_no_date_dates_it_here(editor, section):
    article = make_article(
        categories=[section], status="draft", published_at=None, date_origin="", date_precision=""
    )
    workflow.publish(article, by=editor, at=NOW)
    assert known(Article.objects.get()) == ("desk", "second", True)


def test_publishing_what_has_a_date_makes_it_no_surer(editor, section):
    article = make_article(categories=[section], status="draft", **FROM_FILE_NAME)
    workflow.publish(article, by=editor, at=NOW)
    assert known(Article.objects.get()) == ("file name", "day", False)
