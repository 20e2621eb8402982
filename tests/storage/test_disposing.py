import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.desk import undoing
from articles.desk.pictures import disposing, keeping, library
from articles.images.renditions import folder_of
from articles.importing.undo import undo
from articles.models import Article, FormerFile, Image
from newsroom.storage import Files
from tests.factories import NOW, make_image, make_user
from tests.images import pictures
from tests.importing.archives import picture, run_import, story, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def kept():
    image = keeping.store(pictures.EVERY_FORMAT["jpeg"]).saved()
    for rendition in image.renditions():
        keeping.make(rendition.name)
    return image


def files(media):
    return sorted(str(path.relative_to(media)) for path in media.rglob("*") if path.is_file())


def later():
    return timezone.now() + timedelta(hours=2)


def test_a_removed_picture_leaves_no_file(kept, media, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        library.remove(kept, by=make_user("Chief"), at=NOW)
    assert files(media) == []


def test_files_stay_until_the_transaction_is_committed(kept, media, django_capture_on_commit_callbacks):
    before = files(media)
    with django_capture_on_commit_callbacks(execute=False):
        library.remove(kept, by=make_user("Chief"), at=NOW)
    assert files(media) == before


def test_what_another_row_names_stays(kept, media, django_capture_on_commit_callbacks):
    other = make_image()
    FormerFile.objects.create(file=kept.file, image=other)
    with django_capture_on_commit_callbacks(execute=True):
        library.remove(kept, by=make_user("Chief"), at=NOW)
    assert files(media) == [kept.file]


def test_a_picture_removed_while_it_is_drawn_leaves_no_rendition(media, settings):
    image = keeping.store(pictures.EVERY_FORMAT["jpeg"]).saved()
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "tests.storage.test_disposing.Removing"}}
    assert keeping.make(image.renditions()[0].name) is False
    assert files(media) == [image.file]


class Removing(Files):
    """A folder in which no file is written before someone has removed the picture."""

    def _save(self, name, content):
        Image.objects.all().delete()
        return super()._save(name, content)


def test_a_folder_that_fills_again_does_not_keep_the_original(
    kept, media, settings, django_capture_on_commit_callbacks
):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "tests.storage.test_disposing.Filling"}}
    with django_capture_on_commit_callbacks(execute=True):
        library.remove(kept, by=make_user("Chief"), at=NOW)
    assert files(media) == [f"{folder_of(kept.sha256)}/other.webp"]


class Filling(Files):
    """A folder into which another process writes whenever something is deleted from it."""

    def delete(self, name):
        if name.endswith(".webp"):
            self._save(f"{name.rpartition('/')[0]}/other.webp", ContentFile(b"1"))
        super().delete(name)


def test_a_file_that_an_import_stores_again_is_young_again(kept, media):
    Image.objects.all().delete()
    os.utime(media / kept.file, (0, 0))
    keeping.store(pictures.EVERY_FORMAT["jpeg"])
    strays = [name for name, _ in disposing.strays(timezone.now())]
    assert kept.file not in strays


def test_a_lost_original_comes_back_with_whoever_brings_the_picture(kept, media):
    default_storage.delete(kept.file)
    keeping.store(pictures.EVERY_FORMAT["jpeg"])
    assert list(disposing.lost_originals()) == []


def test_a_kept_picture_is_not_written_again(kept, media):
    os.utime(media / kept.file, (0, 0))
    list(keeping.store_each([keeping.Given(data=pictures.EVERY_FORMAT["jpeg"])]))
    assert (media / kept.file).stat().st_mtime == 0


def test_a_storage_that_is_away_does_not_keep_the_picture(
    kept, settings, tmp_path, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks:
        library.remove(kept, by=make_user("Chief"), at=NOW)
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "tests.storage.test_disposing.Away"}}
    callbacks[0]()


class Away(Files):
    """A folder that is not there any more."""

    def listdir(self, path):
        raise OSError("stale file handle")


def test_a_run_taken_back_keeps_the_pictures_that_versions_name(media, tmp_path):
    archive = tmp_path / "archive"
    picture(archive / "before.jpg", color=(200, 0, 0))
    picture(archive / "after.jpg", color=(0, 0, 200))
    write(archive, {"a.md": story(headimg="before.jpg")})
    run_import(archive)
    write(archive, {"a.md": story(headimg="after.jpg")})
    undo(run_import(archive).run, clock=lambda: NOW)
    article = Article.objects.get()
    before = article.lead_image
    assert list(disposing.strays(later())) == list(disposing.lost_originals()) == []
    undoing.put_back(article, article.revisions.get(number=2), by=None, at=NOW, why="Better so")
    assert article.lead_image not in (None, before)
    assert default_storage.exists(article.lead_image.file)


def test_files_that_no_picture_names_are_strays_once_they_are_old(kept, media):
    stray = "originals/00/stray.jpg"
    default_storage.save(stray, ContentFile(b"123"))
    of_nobody = kept.renditions()[0].name.replace(kept.sha256, "0" * 64)
    default_storage.save(of_nobody, ContentFile(b"1"))
    other_width = kept.renditions()[0].name.replace("/48.", "/47.")
    default_storage.save(other_width, ContentFile(b"1"))
    assert list(disposing.strays(timezone.now())) == []
    assert sorted(disposing.strays(later())) == sorted([(stray, 3), (of_nobody, 1), (other_width, 1)])


def test_what_killed_writers_left_is_stray_wherever_it_lies(kept, media):
    left = [
        "originals/.a.part",
        f"{kept.file.rpartition('/')[0]}/.b.part",
        f"{folder_of(kept.sha256)[:-65]}/.c.part",
        f"{folder_of(kept.sha256)}/.d.part",
    ]
    for name in left:
        (media / name).write_bytes(b"half")
    assert sorted(name for name, _ in disposing.strays(later())) == sorted(left)


def test_looking_for_strays_takes_as_many_queries_for_two_pictures_of_a_folder_as_for_one(
    kept, media, django_assert_num_queries
):
    beside = kept.file.rpartition("/")[0]
    for number in range(5):
        make_image(file=f"{beside}/{number}.jpg", sha256=f"{kept.sha256[:2]}{number:062}")
        (media / beside / f"{number}.jpg").write_bytes(b"1")
        default_storage.save(f"{folder_of(f'{kept.sha256[:2]}{number:062}')}/320.webp", ContentFile(b"1"))
    with django_assert_num_queries(3):
        list(disposing.strays(later()))
    with django_assert_num_queries(1):
        assert list(disposing.lost_originals()) == []


def test_a_storage_that_is_away_stops_the_sweep_with_a_line(settings):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "tests.storage.test_disposing.Away"}}
    with pytest.raises(CommandError, match="Stopped: the system says: stale file handle."):
        call_command("sweep_pictures")


def test_sweeping_lists_and_only_when_told_removes(kept, media, capsys):
    default_storage.save("originals/00/stray.jpg", ContentFile(b"123"))
    os.utime(media / "originals/00/stray.jpg", (0, 0))
    call_command("sweep_pictures")
    assert "stray.jpg" in capsys.readouterr().out and "originals/00/stray.jpg" in files(media)
    call_command("sweep_pictures", "--remove")
    assert "1 files removed" in capsys.readouterr().out
    assert "originals/00/stray.jpg" not in files(media) and kept.file in files(media)


def test_a_lost_original_is_named(kept, capsys):
    default_storage.delete(kept.file)
    call_command("sweep_pictures")
    assert f"lost: {kept.file}" in capsys.readouterr().out
