from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from articles.desk import corrections, editing, workflow
from articles.models import Article, Event, Revision
from articles.models.event import HistoryIsFixed
from tests.factories import HEADLINES, NOW, make_article, make_category, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def section():
    return make_category("国际")


@pytest.fixture
def editor(section):
    return make_user("Editor", sections=[section])


def test_new_article_belongs_to_who_began_it_and_is_a_draft():
    writer = make_user("Writer")
    article = editing.save(Article(headline=HEADLINES["zh-Hans"], body="<p>初稿</p>"), by=writer, at=NOW)
    assert (article.created_by, article.status, article.language) == (writer, "draft", "zh-Hans")


def test_saved_body_is_clean(section, editor):
    article = make_article(categories=[section])
    article.body = '<p onclick="steal()">正文</p><script>steal()</script>'
    editing.save(article, by=editor, at=NOW, seen=article.version)
    assert Article.objects.get().body == "<p>正文</p>"


def test_save_over_a_newer_version_is_refused(section, editor):
    article = make_article(categories=[section])
    seen = article.version
    editing.save(Article.objects.get(), by=editor, at=NOW, seen=seen)
    with pytest.raises(workflow.EditConflict, match="Someone else"):
        editing.save(article, by=editor, at=NOW, seen=seen)


def test_save_is_refused_to_who_may_not_edit(section):
    article = make_article(categories=[section])
    with pytest.raises(PermissionDenied):
        editing.save(article, by=make_user("Writer"), at=NOW, seen=article.version)


def test_every_save_keeps_a_revision_with_its_relations(section, editor):
    article = make_article(categories=[section], tags=["长江"])
    article.headline = "禁渔三年后的长江"
    editing.save(article, by=editor, at=NOW, seen=article.version, relate=lambda: article.tags.add("生态"))
    revision = Revision.objects.get()
    assert revision.content["headline"] == "禁渔三年后的长江"
    assert revision.content["tags"] == ["生态", "长江"]
    assert Event.objects.get().verb == "edit"


def test_failing_relation_leaves_nothing_half_saved(section, editor):
    article = make_article(categories=[section])
    article.headline = "禁渔三年后的长江"

    def fail():
        raise LookupError

    with pytest.raises(LookupError):
        editing.save(article, by=editor, at=NOW, seen=article.version, relate=fail)
    assert Article.objects.get().headline == HEADLINES["zh-Hans"]


def test_correction_tells_readers_that_the_article_was_modified(section, editor):
    article = make_article(categories=[section])
    corrections.correct(article, kind="correction", text="距离应为二十公里。", by=editor, at=NOW)
    article.refresh_from_db()
    assert article.modified_at == NOW
    assert article.corrections.get().text == "距离应为二十公里。"


def test_correction_is_for_the_editors_of_the_section(section):
    article = make_article(categories=[section])
    with pytest.raises(PermissionDenied):
        corrections.correct(article, kind="update", text="更新", by=make_user("Writer"), at=NOW)


def test_event_is_never_changed_or_deleted(section, editor):
    article = make_article(status="draft", categories=[section])
    workflow.hand_in(article, by=editor, at=NOW + timedelta(minutes=1))
    event = Event.objects.get()
    for tamper in (
        event.save,
        event.delete,
        Event.objects.all().delete,
        lambda: Event.objects.update(verb="x"),
    ):
        with pytest.raises(HistoryIsFixed):
            tamper()
