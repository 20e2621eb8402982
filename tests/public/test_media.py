from contextlib import closing
from threading import Thread

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.http import Http404
from django.test import RequestFactory

from articles.desk.pictures import keeping
from articles.models import FormerFile
from articles.public.media import media
from tests.images.pictures import encode, scene
from tests.public.visits import visit

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


@pytest.fixture
def river(storage):
    image = keeping.store(encode(scene(900, 600)), alt="江").saved()
    return image


def test_rendition_is_made_when_it_is_asked_for_and_then_served_from_the_storage(river, storage):
    name = river.renditions()[0].name
    assert not (storage / name).exists()
    with closing(get(name)) as response:
        assert response["Content-Type"] == "image/webp"
        assert b"".join(response.streaming_content)[8:12] == b"WEBP"
    assert (storage / name).exists()


def test_every_rendition_that_a_page_names_is_served(river):
    for rendition in river.original.every_rendition():
        response = visit(default_storage.url(rendition.name))
        assert response.status_code == 200
        # To its end, where the client closes the file and leaves the database open.
        assert b"".join(response.streaming_content)


def test_head_of_a_rendition_has_its_length(river):
    with closing(media(RequestFactory().head("/media/"), path=river.renditions()[0].name)) as response:
        assert response.status_code == 200
        assert int(response["Content-Length"]) > 0


def test_rendition_that_the_reader_has_is_not_sent_again(river):
    name = river.renditions()[0].name
    with closing(get(name)) as response:
        stored_at = response["Last-Modified"]
    assert get(name, if_modified_since=stored_at).status_code == 304


@pytest.mark.parametrize("part", ["321.webp", "0-0-300x300-160.webp", "320.png", "9999.webp", "../320.webp"])
def test_what_is_no_rendition_of_the_picture_is_not_made(part, river, storage):
    folder = river.renditions()[0].name.rpartition("/")[0]
    with pytest.raises(Http404):
        get(f"{folder}/{part}")
    assert not list(storage.glob("renditions/**/*.*"))


@pytest.mark.parametrize(
    "path",
    [
        "renditions/ab/abc/320.webp",
        "renditions/ab/" + "cd" * 32 + "/320.webp",
        "renditions/ab/" + "ab" * 32 + "/320.webp/320.webp",
        "renditions/ab/" + "AB" * 32 + "/320.webp",
        "renditions/ab/" + "ab" * 32 + "/" + "9" * 5000 + ".webp",
        "renditions/ab/" + "ab" * 32 + "/../../../secret.webp",
        "renditions/ab/" + "ab" * 32 + "/٣٢٠.webp",
    ],
)
def test_hostile_name_is_refused_without_asking_the_database(path, django_assert_num_queries):
    with django_assert_num_queries(0), pytest.raises(Http404):
        get(path)


def test_rendition_of_a_picture_that_nobody_has_is_not_found():
    with pytest.raises(Http404):
        get("renditions/ab/" + "ab" * 32 + "/320.webp")


def test_former_file_of_a_picture_leads_to_the_new_one_even_while_it_is_kept(river, storage):
    former = "originals/ab/" + "ab" * 32 + ".jpg"
    (storage / "originals/ab").mkdir()
    (storage / former).write_bytes(BYTES)
    FormerFile.objects.create(file=former, image=river)
    response = get(former)
    assert (response.status_code, response["Location"]) == (301, river.url)
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_readers_who_ask_at_once_each_get_it(river):
    name, answers = river.renditions()[-1].name, []

    def ask():
        with closing(get(name)) as response:
            answers.append(len(b"".join(response.streaming_content)))
        connection.close()

    readers = [Thread(target=ask) for _ in range(6)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert len(answers) == 6 and len(set(answers)) == 1
