"""The newsroom with its pictures in a bucket."""

import subprocess
import sys

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.desk.pictures import keeping, library
from articles.exporting.archives import export_archives
from articles.images.fetching.fetcher import Fetched
from articles.images.renditions import folder_of
from articles.importing import custody
from articles.importing.errors import in_words
from articles.importing.fetching import fetch_pending
from articles.importing.undo import undo
from articles.models import Article, Image
from newsroom import environment
from tests.factories import NOW, make_image_source, make_user
from tests.images import pictures
from tests.importing.archives import outcomes, picture, run_import, story, write
from tests.public.visits import visit

from .conftest import use

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    return keeping.store(pictures.EVERY_FORMAT["jpeg"], credit="林知夏").saved()


@pytest.mark.parametrize(
    "value",
    [
        "pictures",
        "s3://",
        "http://host/bucket",
        "s3://bucket?endpoint=host",
        "s3://bucket?secret=x",
        "s3://bucket?endpoint",
        "s3://bucket?endpoint=",
        "s3://bucket?endpoint=https://me:secret@host",
        "s3://bucket?endpoint=https://host:99999",
        "s3://bucket?endpoint=https://host?x",
        "s3://bucket?region=",
        "s3://bucket?region=two words",
        "s3://me:secret@bucket",
        "s3://bucket:9000",
        "s3://bucket/../other",
        "s3://bucket#folder",
    ],
)
def test_a_wrong_address_stops_the_start_without_showing_it(monkeypatch, value):
    monkeypatch.setenv("STORAGE_URL", value)
    with pytest.raises(SystemExit) as stopped:
        environment.read("STORAGE_URL", "s3://bucket?endpoint=https://host", environment.storage, default="")
    assert stopped.value.code == "STORAGE_URL is wrong: it takes s3://bucket?endpoint=https://host."


def test_an_address_names_bucket_folder_server_and_region():
    found = environment.storage("s3://news/site/a?endpoint=https://s3.example&region=eu-1")
    assert found["OPTIONS"] == {
        "bucket_name": "news",
        "location": "site/a",
        "endpoint_url": "https://s3.example",
        "region_name": "eu-1",
    }


def test_nothing_that_speaks_s3_is_loaded_without_a_bucket():
    asked = "import django, sys; django.setup(); from django.core.files.storage import default_storage as s; s.exists('a'); print('boto3' in sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", asked],
        capture_output=True,
        text=True,
        check=True,
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": "/usr/bin"},
    )
    assert answer.stdout.strip() == "False"


def test_a_picture_lies_in_the_bucket_and_has_the_sites_address(bucket, kept):
    assert bucket.files() == [f"site/{kept.file}"]
    assert kept.url == f"/media/{kept.file}"
    head = bucket.head(f"site/{kept.file}")
    assert (head["ContentType"], "immutable" in head["CacheControl"]) == ("image/jpeg", True)


def test_the_site_serves_it_and_makes_its_renditions_when_they_are_asked_for(bucket, kept):
    assert visit(kept.url).getvalue() == pictures.EVERY_FORMAT["jpeg"]
    rendition = kept.renditions()[0]
    answer = visit(default_storage.url(rendition.name))
    assert pictures.decode(answer.getvalue()).size == (rendition.width, rendition.height)
    assert f"site/{rendition.name}" in bucket.files()


def test_what_is_not_there_is_404(bucket):
    assert visit("/media/originals/00/none.jpg").status_code == 404


def test_an_archive_comes_in_and_goes_out_again(bucket, tmp_path):
    picture(tmp_path / "in" / "river.jpg")
    write(
        tmp_path / "in",
        {"a.md": story(headimg="river.jpg", body='<p>江。</p><p><img src="river.jpg" alt="江"></p>')},
    )
    assert outcomes(run_import(tmp_path / "in")) == {"a.md": "created"}
    assert 'srcset="/media/renditions/' in Article.objects.get().body_html
    export_archives(tmp_path / "out", Article.objects.all(), site="http://localhost", images=True)
    assert [path.name for path in (tmp_path / "out").rglob("*.jpg")] == ["river.jpg"]


def test_a_removed_picture_leaves_nothing_in_the_bucket(bucket, kept, django_capture_on_commit_callbacks):
    for rendition in kept.renditions():
        keeping.make(rendition.name)
    with django_capture_on_commit_callbacks(execute=True):
        library.remove(kept, by=make_user("Chief"), at=NOW)
    assert bucket.files() == []


def test_the_site_is_ready_while_the_bucket_takes_files(bucket, s3_server, settings):
    assert visit("/readyz").status_code == 200
    use(settings, f"s3://no-such-bucket?endpoint={s3_server}")
    answer = visit("/readyz")
    assert (answer.status_code, answer.content) == (503, b"storage\n")


def test_a_bucket_that_is_not_there_says_so_in_words(s3_server, keys, settings):
    use(settings, f"s3://no-such-bucket?endpoint={s3_server}")
    with pytest.raises(OSError, match="there is no bucket no-such-bucket") as refused:
        keeping.put("originals/00/a.jpg", b"x")
    assert "there is no bucket" in in_words(refused.value)


def test_a_server_that_is_away_says_so_in_words(keys, settings, unused_port):
    use(settings, f"s3://pictures?endpoint=http://127.0.0.1:{unused_port}")
    with pytest.raises(OSError, match="cannot be reached"):
        default_storage.save("a.jpg", ContentFile(b"x"))
    assert visit("/media/originals/00/a.jpg").status_code == 404


def test_keys_that_are_wrong_are_what_an_import_stops_for(bucket, suspicious, tmp_path):
    picture(tmp_path / "river.jpg")
    write(tmp_path, {"a.md": story(headimg="river.jpg")})
    with pytest.raises(PermissionError) as stopped:
        run_import(tmp_path)
    assert in_words(stopped.value).endswith(f"the bucket {bucket.name} does not let these keys do it")
    assert not Article.objects.exists()


def test_keys_that_are_wrong_are_told_to_who_uploads(bucket, suspicious, client):
    client.force_login(make_user("Chief"))
    sent = {"files": SimpleUploadedFile("river.jpg", pictures.EVERY_FORMAT["jpeg"])}
    answer = client.post(reverse("admin:articles_image_upload"), sent)
    assert f"the bucket {bucket.name} does not let these keys do it" in answer.text


def test_keys_that_are_not_set_are_named(s3_server, settings, monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    use(settings, f"s3://pictures?endpoint={s3_server}")
    with pytest.raises(PermissionError, match="AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"):
        default_storage.exists("a.jpg")


def test_a_server_that_fails_is_asked_three_times(keys, settings, playing):
    server = playing(b"HTTP/1.1 500 Broken\r\nContent-Length: 0")
    use(settings, f"s3://pictures?endpoint={server.address}")
    with pytest.raises(OSError, match="the bucket pictures says: 500"):
        default_storage.exists("a.jpg")
    assert server.asked == 3


def test_a_picture_that_comes_only_in_part_is_an_error_of_the_storage(keys, settings, playing):
    server = playing(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\nETag: "a"', b"half")
    use(settings, f"s3://pictures?endpoint={server.address}")
    with pytest.raises(OSError, match="the bucket pictures cannot be reached"):
        default_storage.open("a.jpg")


def test_a_large_picture_is_one_write_and_is_read_through_a_file(bucket):
    large = bytes(20_000_000)
    default_storage.save("a.png", ContentFile(large))
    # What is sent in parts has as many after the hyphen, and its parts stay where the sender is killed.
    assert "-" not in bucket.head("site/a.png")["ETag"]
    with default_storage.open("a.png") as file:
        assert file.file._rolled and file.read() == large


def test_all_renditions_lie_in_the_bucket_at_once_where_they_are_made_eagerly(bucket, settings):
    settings.RENDITIONS = keeping.EAGER
    image = keeping.store(pictures.EVERY_FORMAT["jpeg"]).saved()
    made = {each.name for each in image.original.every_rendition()}
    assert set(bucket.files()) == {f"site/{name}" for name in made | {image.file}}


class OneServer:
    """What has one picture for every address."""

    def fetch(self, address, *, etag="", modified=""):
        return Fetched(pictures.EVERY_FORMAT["jpeg"], address, "image/jpeg", "", "")


def test_what_waits_is_fetched_into_the_bucket(bucket):
    make_image_source(next_try_at=NOW)
    assert fetch_pending(OneServer(), custody.waiting(), clock=lambda: NOW).fetched == 1
    assert bucket.files() == [f"site/{Image.objects.get().file}"]


def test_a_run_taken_back_leaves_in_the_bucket_what_its_stories_need(bucket, tmp_path):
    picture(tmp_path / "river.jpg")
    write(tmp_path, {"a.md": story(headimg="river.jpg")})
    undo(run_import(tmp_path).run, clock=lambda: NOW)
    article = Article.objects.get()
    assert article.status == Article.Status.TRASHED
    assert bucket.files() == [f"site/{article.lead_image.file}"]


def test_a_rendition_of_nothing_is_no_picture(bucket):
    assert keeping.make(f"{folder_of('0' * 64)}/320.webp") is False
    assert not Image.objects.exists()
