import os
from datetime import timedelta
from pathlib import PurePosixPath

import pytest
from django.utils import timezone

from articles.importing import uploads


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("新闻/2019/渔村.md", "新闻/2019/渔村.md"),
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\Users\\wang\\a.md", "C_/Users/wang/a.md"),
        ("a\0b\n\u202ec.md", "a_b__c.md"),
        (".htaccess", "htaccess"),
        ("con", "_con"),
        ("nul.md", "_nul.md"),
        ("console.md", "console.md"),
        ("a.md. . ", "a.md"),
        (" ./ .. /a", "a"),
        ("", "file"),
        ("///", "file"),
        ("a\ud800.md", "a_.md"),
        ('a<b>|"?*:.md', "a_b______.md"),
    ],
)
def test_a_browsers_path_becomes_one_that_lies_below_a_folder(given, safe):
    assert uploads.safe_path(given) == PurePosixPath(safe)


def test_a_name_is_cut_to_what_file_systems_take_and_keeps_its_suffix():
    name = uploads.safe_path("渔" * 500 + ".tar.gz").name

    assert len(name.encode()) <= uploads.NAME_BYTES
    assert name.startswith("渔渔")
    assert name.endswith(".gz")


def test_a_path_is_cut_to_its_last_folders():
    assert len(uploads.safe_path("a/" * 500 + "b.md").parts) == uploads.MOST_PARTS


@pytest.mark.parametrize(
    ("free", "room"),
    [
        (10 * uploads.MOST_BYTES, uploads.MOST_BYTES),
        (uploads.SPARE_BYTES + 7, 7),
        (uploads.SPARE_BYTES - 7, 0),
    ],
)
def test_uploads_leave_the_disk_what_the_newsroom_needs(free, room):
    assert uploads.room(free=free) == room


def test_an_upload_is_kept_once_under_its_token(data_dir):
    first, second = uploads.begin(), uploads.begin()
    for folder in (first, second):
        (folder / "0").write_text("a")
    assert uploads.keep(first, "ab") == data_dir / "uploads" / "ab"

    with pytest.raises(FileExistsError):
        uploads.keep(second, "ab")


def test_an_uploads_folder_is_for_the_newsroom_alone():
    assert uploads.begin().stat().st_mode & 0o777 == 0o700


def test_what_was_cancelled_goes_after_a_day_and_what_was_kept_after_a_month(data_dir):
    now = timezone.now()
    ages = {"a.part": 2, "b.part": 0, "c": 2, "d": 31}
    for name, days in ages.items():
        folder = data_dir / "uploads" / name
        folder.mkdir(parents=True)
        moment = (now - timedelta(days=days)).timestamp()
        os.utime(folder, (moment, moment))

    uploads.sweep(now)

    assert sorted(folder.name for folder in uploads.top().iterdir()) == ["b.part", "c"]


def test_nothing_is_swept_where_nothing_was_uploaded(data_dir):
    uploads.sweep(timezone.now())

    assert list(data_dir.iterdir()) == []
