"""The newsroom with its pictures in a bucket."""

import subprocess
import sys

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from articles.desk.pictures import keeping, library
from articles.exporting.archives import export_archives
from articles.images.renditions import folder_of
from articles.importing.errors import in_words
from articles.models import Article, Image
from newsroom import environment
from tests.factories import NOW, make_user
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


def test_a_rendition_of_nothing_is_no_picture(bucket):
    assert keeping.make(f"{folder_of('0' * 64)}/320.webp") is False
    assert not Image.objects.exists()
