import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from articles.desk.pictures import disposing, keeping, library
from articles.models import FormerFile
from newsroom.storage import Files
from tests.factories import NOW, make_image, make_user
from tests.images import pictures

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


def test_files_that_no_picture_names_are_strays_once_they_are_old(kept, media):
    stray = "originals/00/stray.jpg"
    default_storage.save(stray, ContentFile(b"123"))
    of_nobody = kept.renditions()[0].name.replace(kept.sha256, "0" * 64)
    default_storage.save(of_nobody, ContentFile(b"1"))
    other_width = kept.renditions()[0].name.replace("/48.", "/47.")
    default_storage.save(other_width, ContentFile(b"1"))
    assert list(disposing.strays(timezone.now())) == []
    assert sorted(disposing.strays(later())) == sorted([(stray, 3), (of_nobody, 1), (other_width, 1)])


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
