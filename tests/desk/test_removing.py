import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import connection

from articles.desk import removing, workflow
from articles.models import Article, Event, Image, ImageSource, Redirect, Source
from tests.factories import (
    NOW,
    make_article,
    make_category,
    make_image,
    make_image_source,
    make_source,
    make_user,
)
from tests.importing.archives import outcomes, run_import, story, write
from tests.public.visits import visit

pytestmark = pytest.mark.django_db
SECRET = "李小雨的病历被公开"


@pytest.fixture
def admin():
    return make_user("Admin")


def remove(article, by, *, headline=SECRET, reason="法院裁定"):
    removing.remove(article, headline=headline, reason=reason, by=by, at=NOW)


def everything_stored():
    """All that any table says, as one text."""
    with connection.cursor() as cursor:
        said = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            said += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(bytes(value).decode() if isinstance(value, memoryview) else value for value in said)


@pytest.mark.parametrize("role", ["Writer", "Editor", "Chief"])
def test_only_an_admin_removes(role):
    section = make_category("国际")
    article = make_article(headline=SECRET, categories=[section])
    with pytest.raises(PermissionDenied, match="Only an Admin"):
        remove(article, make_user(role, sections=[section]))


def test_the_headline_has_to_be_typed(admin):
    article = make_article(headline=SECRET)
    with pytest.raises(removing.NotConfirmed, match="not its headline"):
        remove(article, admin, headline="李小雨")
    assert Article.objects.exists()


def test_a_reason_has_to_be_given(admin):
    with pytest.raises(removing.NotConfirmed, match="Say why"):
        remove(make_article(headline=SECRET), admin, reason=" ")


def test_only_the_stub_tells_of_it(admin):
    article = make_article(headline=SECRET, slug="")
    workflow.retire(article, by=None, at=NOW, reason=SECRET)
    LogEntry.objects.create(
        user=admin,
        content_type_id=1,
        object_id=str(article.pk),
        object_repr=SECRET,
        action_flag=CHANGE,
    )
    remove(article, admin)
    stub = Event.objects.latest("pk")
    assert (stub.verb, stub.by, stub.data["reason"]) == ("remove", admin, "法院裁定")
    assert Event.objects.get(verb="retire").data == {}


def test_nothing_stored_names_what_was_imported(tmp_path, admin):
    write(
        tmp_path,
        {
            f"{SECRET}.md": story(SECRET, body=f"<p>{SECRET}。</p>"),
            "copy.md": story(SECRET, body=f"<p>{SECRET}。</p>"),
        },
    )
    run_import(tmp_path)
    assert SECRET in everything_stored()
    remove(Article.objects.get(), admin)
    assert SECRET not in everything_stored()
    assert set(outcomes(run_import(tmp_path)).values()) == {"skipped"}
    assert SECRET not in everything_stored()


def test_the_file_does_not_come_in_again_nor_moved(tmp_path, admin):
    write(tmp_path, {"a.md": story(SECRET)})
    run_import(tmp_path)
    remove(Article.objects.get(), admin)
    assert outcomes(run_import(tmp_path)) == {"a.md": "skipped"}
    (tmp_path / "a.md").rename(tmp_path / "b.md")
    report = run_import(tmp_path)
    assert outcomes(report) == {"b.md": "skipped"}
    assert [record["reason"] for record in report.records()] == ["its article was removed for good"]
    assert not Article.objects.exists()


def test_every_address_it_had_answers_410(admin):
    article = make_article(headline=SECRET)
    Redirect.objects.create(old_path="/alt/李小雨.html", article=article)
    address = article.get_absolute_url()
    remove(article, admin)
    assert [visit(path).status_code for path in (address, "/alt/李小雨.html", "/nothing/")] == [410, 410, 404]


def test_pictures_that_only_it_showed_go_and_others_stay(admin):
    own, shared = make_image(), make_image()
    source = make_image_source(image=own)
    article = make_article(headline=SECRET, lead_image=own, lead_image_source=source)
    make_article(lead_image=shared)
    article.article_images.create(image=shared, position=0)
    remove(article, admin)
    assert list(Image.objects.all()) == [shared]
    assert not ImageSource.objects.exists()


def test_a_newer_file_that_waited_goes_with_it(admin):
    article = make_article(headline=SECRET)
    make_source(
        article=article,
        pending_digest="1" * 64,
        pending_raw=SECRET.encode(),
        pending_content={"body": SECRET},
    )
    remove(article, admin)
    source = Source.objects.get()
    assert (source.is_removed, bytes(source.raw), source.pending_raw, source.pending_content) == (
        True,
        b"",
        None,
        None,
    )
