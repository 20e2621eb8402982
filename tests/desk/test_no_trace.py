"""After a removal a search of everything that the newsroom keeps finds the stub and nothing else."""

import json
import sqlite3

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from articles.desk import duplicating, removing
from articles.importing import uploads
from articles.models import Article, Event, Image, ImportedRecord, Redirect, Tag
from tests.exporting.exports import export
from tests.factories import NOW, make_article, make_user
from tests.importing.archives import outcomes, run_import, story, write
from tests.importing.newsrooms import Newsroom
from tests.public.visits import visit

from . import lives
from .lives import HEADLINE, SECRETS

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def archive(tmp_path):
    return tmp_path / "archive"


@pytest.fixture
def remove(django_capture_on_commit_callbacks):
    def remove(article):
        with django_capture_on_commit_callbacks(execute=True):
            removing.remove(
                article, headline=article.headline, reason="法院裁定", by=make_user("Admin"), at=NOW
            )

    return remove


def everything_stored():
    """All that any table says, as ``{table: text}``, sessions opened."""
    said = {"what sessions say": json.dumps([each.get_decoded() for each in Session.objects.all()])}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            said[table] = "\n".join(_as_text(value) for row in cursor.fetchall() for value in row)
    return said


def _as_text(value):
    return bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value)


def escaped(secret):
    """As JSON may have it."""
    return json.dumps(secret)[1:-1]


def tables_with(*secrets):
    found = {
        (table, secret)
        for table, said in everything_stored().items()
        for secret in secrets
        if secret in said or escaped(secret) in said
    }
    return sorted(found)


def test_no_table_no_picture_and_no_export_names_what_was_removed(media, archive, tmp_path, remove):
    article = lives.live(archive)
    hashes = {image.sha256 for image in Image.objects.all()}
    files = lives.stored_files()
    assert {secret for _table, secret in tables_with(*SECRETS)} == set(SECRETS)
    assert len(hashes) == 3
    assert len(files) > len(hashes)

    remove(article)

    assert tables_with(*SECRETS, *hashes) == []
    assert lives.stored_files() == {}
    export(tmp_path / "export")
    told = {path: path.read_bytes() for path in (tmp_path / "export").rglob("*") if path.is_file()}
    assert [path for path, data in told.items() for secret in SECRETS if secret.encode() in data] == []
    assert [path for path in told if any(secret in str(path) for secret in SECRETS)] == []


def test_the_stub_says_who_did_it_when_and_why(media, archive, remove):
    article = lives.live(archive)
    remove(article)
    stub = Event.objects.latest("pk")
    assert (stub.verb, stub.article, stub.at, stub.data) == (
        "remove",
        None,
        NOW,
        {"thing": article.pk, "reason": "法院裁定"},
    )


def test_its_files_are_skipped_when_they_come_again_and_leave_no_trace_then(media, archive, remove):
    remove(lives.live(archive))
    for _ in range(2):
        write(archive, {f"{lives.FILE}.md": lives.file_of(lives.SENTENCE)})
        met = outcomes(run_import(archive, images="skip"))
        assert sorted(met.values()) == ["skipped", "skipped", "unchanged"]
    assert tables_with(*SECRETS) == []


def test_a_duplicate_is_an_article_of_its_own_and_stays(media, archive, remove):
    article = lives.live(archive)
    draft = duplicating.duplicate(article, by=make_user("Chief"), at=NOW)
    remove(article)
    draft.refresh_from_db()
    assert (draft.headline, draft.tags.get().name) == (HEADLINE, lives.TAG)
    assert Image.objects.count() == 2


def test_the_record_of_a_file_whose_name_only_begins_the_same_is_left_alone(archive, remove):
    write(archive, {"a.md": story(HEADLINE, body="<p>一。</p>"), "data.md": story("另一篇")})
    write(archive, {"data-2.md": story("另一篇")})
    run_import(archive)
    remove(Article.objects.get(headline=HEADLINE))
    assert ImportedRecord.objects.filter(reason="the same file as data-2.md", path="data.md").exists()


def test_a_tag_that_others_have_stays(remove):
    article = make_article(headline=HEADLINE, tags=["长江"])
    make_article(tags=["长江"])
    remove(article)
    assert Tag.objects.get().name == "长江"


def test_what_readers_never_saw_answers_404_afterwards(remove):
    article = make_article(headline=HEADLINE, status="draft")
    Redirect.objects.create(old_path="/alt/", article=article)
    address = article.get_absolute_url()
    remove(article)
    assert [visit(path).status_code for path in (address, "/alt/")] == [404, 404]
    assert not Redirect.objects.exists()


def test_an_address_that_led_to_its_address_answers_410(remove):
    article = make_article(headline=HEADLINE)
    Redirect.objects.create(old_path="/alt/", new_path=article.get_absolute_url())
    remove(article)
    assert visit("/alt/").status_code == 410


def test_an_upload_that_was_not_taken_in_whole_goes_with_what_was_removed(media, archive):
    article = lives.live(archive)
    runs = uploads.runs_with(article)
    assert [run.options["upload"] for run in runs] == ["a-token"]
    admin = Client()
    admin.force_login(make_user("Admin"))
    admin.post(f"/admin/articles/article/{article.pk}/remove/", {"headline": HEADLINE, "reason": "法院裁定"})
    assert not Article.objects.filter(headline=HEADLINE).exists()
    assert not (uploads.top() / "a-token").exists()


LIVE_AND_REMOVE = """
import sys, django; django.setup()
from pathlib import Path
from django.db import connection, connections
from articles.desk import removing
from articles.models import Article
from tests.desk import lives
from tests.factories import NOW, make_user
if sys.argv[1] == "live":
    lives.live(Path(%r))
else:
    article = Article.objects.get(headline=lives.HEADLINE)
    removing.remove(article, headline=lives.HEADLINE, reason="a ruling", by=make_user("Admin"), at=NOW)
"""


def secrets_in_files_of(database):
    """The secrets that lie in the database's file, its journal or its index, whatever the tables say."""
    files = [path for path in database.parent.glob(f"{database.name}*") if path.is_file()]
    raw = b"".join(path.read_bytes() for path in files)
    return {secret for secret in SECRETS if secret.encode() in raw or escaped(secret).encode() in raw}


@pytest.fixture
def newsroom(tmp_path, archive):
    newsroom = Newsroom(tmp_path / "data")
    newsroom.run("-c", LIVE_AND_REMOVE % str(archive), "live")
    return newsroom


def test_the_files_of_sqlite_hold_no_byte_of_it_though_others_have_them_open(newsroom, archive):
    database = newsroom.folder / "newsroom.sqlite3"
    assert secrets_in_files_of(database) >= {HEADLINE, lives.SENTENCE, lives.TYPED}
    with sqlite3.connect(database) as other:
        other.execute("SELECT COUNT(*) FROM articles_article").fetchone()
        newsroom.run("-c", LIVE_AND_REMOVE % str(archive), "remove")
        assert secrets_in_files_of(database) == set()
