from contextlib import closing

import pytest
from django.http import Http404
from django.test import RequestFactory

from articles.public.media import media

# To close an answer is to end a request, which sees to the connections.
pytestmark = pytest.mark.django_db
BYTES = b"\x89PNG\r\n\x1a\nnot much of a picture"


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    (settings.MEDIA_ROOT / "originals").mkdir(parents=True)
    (tmp_path / "secret.png").write_bytes(BYTES)
    return settings.MEDIA_ROOT


def get(path, **headers):
    return media(RequestFactory(headers=headers).get("/media/"), path=path)


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("river.png", "image/png"),
        ("river.jpg", "image/jpeg"),
        ("river.webp", "image/webp"),
        ("river.avif", "image/avif"),
        ("river.gif", "image/gif"),
    ],
)
def test_picture_is_served_as_what_its_name_says(storage, name, content_type):
    (storage / "originals" / name).write_bytes(BYTES)
    with closing(get(f"originals/{name}")) as response:
        assert b"".join(response.streaming_content) == BYTES
        assert response["Content-Type"] == content_type


def test_picture_can_be_kept_for_good_and_can_do_nothing(storage):
    (storage / "river.png").write_bytes(BYTES)
    with closing(get("river.png")) as response:
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert response["X-Content-Type-Options"] == "nosniff"


def test_picture_that_the_reader_has_is_not_sent_again(storage):
    (storage / "river.png").write_bytes(BYTES)
    with closing(get("river.png")) as response:
        stored_at = response["Last-Modified"]
    assert get("river.png", if_modified_since=stored_at).status_code == 304


@pytest.mark.parametrize("name", ["story.html", "river.svg", "notes", ".png", "river.PNG.exe"])
def test_file_that_is_no_picture_is_not_served(storage, name):
    (storage / name).write_bytes(b"<script>alert(1)</script>")
    with pytest.raises(Http404):
        get(name)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "originals",
        "originals/",
        "nothing.png",
        "../secret.png",
        "/../secret.png",
        "a\0.png",
        "x" * 5000 + ".png",
    ],
)
def test_path_without_a_picture_is_not_found(path):
    with pytest.raises(Http404):
        get(path)


def test_folder_named_like_a_picture_is_not_found(storage):
    (storage / "folder.png").mkdir()
    with pytest.raises(Http404):
        get("folder.png")
