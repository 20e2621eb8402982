from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage

from articles.desk import corrections, editing, meeting, workflow, writing
from articles.models import Article, Correction, Event, Redirect, Revision
from articles.models.event import HistoryIsFixed
from tests.factories import (
    HEADLINES,
    NOW,
    make_article,
    make_image,
    make_image_source,
    make_user,
    save,
)

pytestmark = pytest.mark.django_db


def test_new_article_belongs_to_who_began_it_and_is_a_draft():
    writer = make_user("Writer")
    article = save(Article(headline=HEADLINES["zh-Hans"], body="<p>初稿</p>"), by=writer, at=NOW)
    said = (article.created_by, article.status, article.language, article.version)
    assert said == (writer, "draft", "zh-Hans", 1)


def test_saved_body_is_clean(section, editor):
    article = make_article(categories=[section])
    article.body = '<p onclick="steal()">正文</p><script>steal()</script>'
    save(article, by=editor, at=NOW, seen=article.version)
    assert Article.objects.get().body == "<p>正文</p>"


def test_save_is_refused_to_who_may_not_edit(section):
    article = make_article(categories=[section])
    with pytest.raises(PermissionDenied):
        save(article, by=make_user("Writer"), at=NOW, seen=article.version)


def test_every_save_keeps_a_revision_with_its_relations(section, editor):
    article = make_article(categories=[section], tags=["长江"])
    typed = {"headline": "禁渔三年后的长江", "tags": ["长江", "生态"]}
    meeting.save(article, typed, seen=1, by=editor, at=NOW)
    revision = Revision.objects.get()
    assert revision.content["headline"] == "禁渔三年后的长江"
    assert revision.content["tags"] == ["生态", "长江"]
    assert Event.objects.get().verb == "edit"


def test_correction_tells_readers_that_the_article_was_modified(section, editor):
    article = make_article(categories=[section])
    corrections.correct(article, kind="correction", text="距离应为二十公里。", by=editor, at=NOW)
    article.refresh_from_db()
    assert article.modified_at == NOW
    assert article.corrections.get().text == "距离应为二十公里。"


def test_correction_is_a_version_of_its_own_that_an_import_sees_as_edited(section, editor):
    article = make_article(categories=[section])
    long = "距离应为二十公里。" * 50
    corrections.correct(article, kind="correction", text=long, by=editor, at=NOW)
    assert article.version == 2
    revision = Revision.objects.get()
    assert (revision.number, revision.why, revision.by) == (2, long[:300], editor)
    assert (article.modified_at, article.changed_at, article.was_public) == (NOW, NOW, True)


def test_correction_of_a_stale_copy_is_refused_and_not_kept(section, editor):
    article = make_article(categories=[section])
    meeting.save(article, {"headline": "渔村"}, seen=1, by=editor, at=NOW)
    with pytest.raises(writing.EditConflict, match="Someone else"):
        corrections.correct(article, kind="correction", text="距离应为二十公里。", by=editor, at=NOW)
    assert not Correction.objects.exists()


def test_correction_is_for_the_editors_of_the_section(section):
    article = make_article(categories=[section])
    with pytest.raises(PermissionDenied):
        corrections.correct(article, kind="update", text="更新", by=make_user("Writer"), at=NOW)


def test_body_that_the_desk_cleaned_is_not_cleaned_again(section, editor):
    article = make_article(categories=[section])
    article.body = editing.clean("<p onclick='steal()'>正文</p>")
    assert article.body == "<p>正文</p>"
    article.body = editing.CleanBody("<p data-judged='no'>正文</p>")
    save(article, by=editor, at=NOW, seen=1)
    assert Article.objects.get().body == "<p data-judged='no'>正文</p>"


# The pictures of a body


def shown(article):
    return [
        (use.position, use.source and use.source.url, use.image, use.alt)
        for use in article.article_images.select_related("source", "image")
    ]


def picture(address):
    return f'<p><img src="{address}" alt="江"></p>'


def test_pictures_that_an_editor_put_in_are_known_by_source_or_by_file(section, editor):
    kept, fetched = make_image(), make_image()
    source = make_image_source("https://example.com/boat.jpg", image=fetched)
    article = make_article(categories=[section])
    article.body = picture(default_storage.url(kept.file)) + picture(source.url)
    save(article, by=editor, at=NOW, seen=1)
    assert shown(article) == [(0, None, kept, "江"), (1, source.url, fetched, "江")]


def test_picture_from_elsewhere_is_noted_to_be_fetched(section, editor):
    article = make_article(categories=[section])
    article.body = picture("https://example.com/new.jpg") + picture("/nowhere.jpg")
    save(article, by=editor, at=NOW, seen=1)
    use = article.article_images.get()
    assert (use.source.url, use.source.next_try_at, use.image) == ("https://example.com/new.jpg", NOW, None)


def test_pictures_say_what_the_body_says_of_them_wherever_they_stand(section, editor):
    remote = make_image_source("https://example.com/river.jpg")
    local = make_image_source("archive:江河日报/2022/船 一.jpg")
    article = make_article(categories=[section], body=picture(remote.url))
    article.article_images.create(position=0, source=remote, alt="江", caption="晨雾")
    article.article_images.create(position=1, source=local, alt="船")
    article.body = picture("/archive/2022/%E8%88%B9%20%E4%B8%80.jpg") + picture(remote.url)
    save(article, by=editor, at=NOW, seen=1)
    assert shown(article) == [(0, local.url, None, "江"), (1, remote.url, None, "江")]
    assert article.article_images.last().caption == ""


def test_pictures_are_left_alone_while_the_body_is(section, editor):
    article = make_article(categories=[section])
    use = article.article_images.create(position=0, source=make_image_source(), alt="江")
    article.headline = "禁渔三年后的长江"
    save(article, by=editor, at=NOW, seen=1)
    assert article.article_images.get() == use


# The address


def test_old_address_of_a_public_article_leads_to_the_new_one(section, editor, client):
    article = make_article(categories=[section], slug="渔村")
    old = article.get_absolute_url()
    article.slug = "渔村的春天"
    save(article, by=editor, at=NOW, seen=1)
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, article.get_absolute_url())


def test_address_that_comes_back_leads_nowhere_else(section, editor, client):
    article = make_article(categories=[section], slug="渔村")
    for version, slug in enumerate(["渔村的春天", "渔村"], start=1):
        article.slug = slug
        save(article, by=editor, at=NOW, seen=version)
    assert list(Redirect.objects.values_list("old_path", flat=True)) == ["/2026/03/02/渔村的春天/"]
    assert client.get(article.get_absolute_url()).status_code == 200


def test_address_that_no_reader_saw_leaves_nothing(section, editor):
    draft = make_article(status="draft", categories=[section], slug="渔村")
    draft.slug = "渔村的春天"
    save(draft, by=editor, at=NOW, seen=1)
    assert not Redirect.objects.exists()


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


def test_section_is_among_the_categories_whoever_forgot_to_tick_it(section, editor):
    article = make_article(categories=[section])
    article.categories.clear()
    article.headline = "渔村"
    save(article, by=editor, at=NOW, seen=article.version)
    assert list(article.categories.all()) == [section]
