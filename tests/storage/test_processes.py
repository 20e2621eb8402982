"""Several processes at one storage, one of them killed."""

import os
import signal
import subprocess
import sys

import pytest
from django.core.files.base import ContentFile

from newsroom.storage import Files
from tests.importing.archives import picture, story, write
from tests.importing.newsrooms import TOP, Newsroom

NAME = "originals/00/a.jpg"
HALF = """
import sys, time
from django.conf import settings
settings.configure()
from django.core.files.base import File
from newsroom.storage import Files

class Endless(File):
    def chunks(self, chunk_size=None):
        yield b"half"
        print("half", flush=True)
        sys.stdin.read()

Files(location=sys.argv[1]).save(sys.argv[2], Endless(None, name="a"))
"""


@pytest.fixture
def writer(tmp_path):
    """Another process that has written half of a file, and waits."""
    command = [sys.executable, "-c", HALF, str(tmp_path), NAME]
    process = subprocess.Popen(command, cwd=TOP, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"half\n"
    yield process
    process.kill()
    process.communicate()


@pytest.fixture
def files(tmp_path):
    return Files(location=tmp_path)


def names(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_writer_that_is_killed_leaves_nothing_under_the_files_name(files, writer, tmp_path):
    writer.kill()
    writer.wait()
    assert not files.exists(NAME)
    (left,) = names(tmp_path)
    assert left.startswith(".") and left.endswith(".part")


def test_a_file_that_another_process_is_writing_is_not_there_yet(files, writer):
    assert not files.exists(NAME)
    writer.communicate()
    with files.open(NAME) as file:
        assert file.read() == b"half"


def test_two_who_write_at_once_both_succeed_and_the_last_one_stays(files, writer, tmp_path):
    files.save(NAME, ContentFile(b"whole"))
    writer.communicate()
    assert writer.returncode == 0
    assert ((tmp_path / NAME).read_bytes(), names(tmp_path)) == (b"half", ["a.jpg"])


def test_a_file_deleted_while_it_is_read_is_read_to_its_end(files):
    files.save(NAME, ContentFile(b"first" + bytes(100_000)))
    with files.open(NAME) as file:
        assert file.read(5) == b"first"
        Files(location=files.location).delete(NAME)
        assert len(file.read()) == 100_000
    files.delete(NAME)


def test_a_file_deleted_while_it_is_written_is_there_when_it_is_whole(files, writer):
    files.save(NAME, ContentFile(b"before"))
    files.delete(NAME)
    writer.communicate()
    assert files.exists(NAME)


# A storage under which the process is killed as soon as a picture is whole, before its row is written.
KILLING = """
import os, signal
from newsroom.storage import Files

class Killing(Files):
    def _save(self, name, content):
        super()._save(name, content)
        os.kill(os.getpid(), signal.SIGKILL)
"""
SETTINGS = """
from newsroom.settings import *
STORAGES["default"] = {"BACKEND": "killing.Killing"}
"""


def test_what_a_killed_run_stored_is_swept_once_it_is_old_unless_a_run_takes_it_up(tmp_path):
    picture(tmp_path / "archive/river.jpg")
    write(tmp_path / "archive", {"a.md": story(headimg="river.jpg")})
    write(tmp_path, {"killing.py": KILLING, "killed_settings.py": SETTINGS})
    newsroom = Newsroom(tmp_path / "newsroom")
    killed = Newsroom(
        newsroom.folder,
        made=newsroom.folder,
        DJANGO_SETTINGS_MODULE="killed_settings",
        PYTHONPATH=str(tmp_path),
    )
    assert killed.imported(tmp_path / "archive", "--workers=1")[0] == -signal.SIGKILL
    (left,) = (newsroom.folder / "media").rglob("*.jpg")
    os.utime(left, (0, 0))
    assert left.name in newsroom.run("manage.py", "sweep_pictures")
    assert newsroom.imported(tmp_path / "archive", "--workers=1") == (0, "")
    assert newsroom.run("manage.py", "sweep_pictures", "--remove").startswith("0 files removed")
    assert names(newsroom.folder / "media") == [left.name]
