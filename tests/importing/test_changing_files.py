"""Files that change, vanish or break while an import runs: their records say so, and all others are in."""

import os
import shutil

import pytest

from articles.importing.archive import opened
from articles.importing.entries import entries
from articles.importing.pipeline import ImportOptions, import_archives
from articles.importing.progress import Progress
from articles.models import Article, ImportedRecord
from tests.factories import NOW

from .archives import outcomes, picture, reasons, run_import, story, write

pytestmark = pytest.mark.django_db


class Meanwhile(Progress):
    """Does something when all files were counted and none is read yet."""

    def __init__(self, act):
        self.act = act

    def start(self, total):
        self.act()


def imported_while(folder, act, **options):
    options = ImportOptions(origin="archive", **options)
    return import_archives([str(folder)], options=options, clock=lambda: NOW, progress=Meanwhile(act))


def instead(path, make):
    """Return what puts another thing in a file's place."""

    def act():
        path.unlink()
        make(path)

    return act


def link(path):
    path.symlink_to("/etc/hostname")


def link_to_itself(path):
    path.symlink_to(path)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (link, "a link, which is not followed"),
        (link_to_itself, "a link, which is not followed"),
        (os.mkfifo, "not a regular file"),
    ],
)
def test_file_that_becomes_something_else_fails_and_the_others_are_in(tmp_path, make, reason):
    write(tmp_path, {f"{name}.txt": story(name) for name in "abc"})
    report = imported_while(tmp_path, instead(tmp_path / "b.txt", make))
    assert reasons(report) == {"a.txt": "", "b.txt": reason, "c.txt": ""}
    assert outcomes(report)["b.txt"] == "failed"


def test_file_that_is_gone_when_its_folder_is_listed_is_no_record(tmp_path):
    write(tmp_path, {f"{name}.txt": story(name) for name in "abc"})
    report = imported_while(tmp_path, (tmp_path / "b.txt").unlink)
    assert outcomes(report) == {"a.txt": "created", "c.txt": "created"}


def test_file_that_is_gone_after_its_folder_was_listed_fails_and_the_others_are_in(tmp_path):
    write(tmp_path, {f"{name}.txt": story(name) for name in "abc"})
    with opened([str(tmp_path)], origin="") as (archive,):
        found = entries(archive, format_name="auto")
        assert next(found).refusal is None
        (tmp_path / "b.txt").unlink()
        assert next(found).refusal.reason == "gone since the folder was listed"
        assert next(found).refusal is None


def test_file_that_becomes_a_folder_is_walked(tmp_path):
    write(tmp_path, {"a.txt": story("一"), "b.txt": story("二")})
    become = instead(tmp_path / "b.txt", lambda path: write(path, {"in.txt": story("三")}))
    assert outcomes(imported_while(tmp_path, become)) == {"a.txt": "created", "b.txt/in.txt": "created"}


def test_archive_that_vanishes_is_one_failed_record(tmp_path):
    write(tmp_path / "in", {f"{name}.txt": story(name) for name in "abc"})
    report = imported_while(tmp_path / "in", lambda: shutil.rmtree(tmp_path / "in"))
    assert outcomes(report) == {".": "failed"}
    assert reasons(report)["."] == "gone since the folder was listed"


def test_archive_that_becomes_a_link_leads_nowhere(tmp_path):
    write(tmp_path / "in", {"a.txt": story()})
    write(tmp_path / "elsewhere", {"secret.txt": story("秘密")})

    def become():
        shutil.rmtree(tmp_path / "in")
        (tmp_path / "in").symlink_to(tmp_path / "elsewhere")

    assert set(outcomes(imported_while(tmp_path / "in", become)).values()) == {"failed"}
    assert not Article.objects.exists()


def test_file_that_is_written_while_it_is_read_fails_from_there_on(tmp_path):
    items = "".join(f"<item><title>第{n}条</title><guid>{n}</guid></item>" for n in range(4))
    feed = tmp_path / "feed.xml"
    feed.write_text(f'<rss version="2.0"><channel><title>电讯</title>{items}</channel></rss>')
    with opened([str(tmp_path)], origin="") as (archive,):
        found = entries(archive, format_name="auto")
        assert next(found).refusal is None
        with feed.open("a") as file:
            file.write(" ")
        left = list(found)
    assert [(entry.index, entry.refusal.reason) for entry in left] == [
        (1, "it changed while it was read: import it again")
    ]


def test_file_that_the_disk_does_not_give_fails_and_the_others_are_in(tmp_path):
    # A regular file whose first byte is an error of the device, wherever Linux runs.
    write(tmp_path, {"a.txt": story()})
    report = run_import("/proc/self/mem", tmp_path / "a.txt", origin="")
    assert report.totals["created"] == 1
    assert reasons(report)["mem"] == "it cannot be read: Input/output error"
    assert ImportedRecord.objects.filter(outcome="failed").count() == 1


def test_picture_that_vanishes_is_a_warning(tmp_path):
    picture(tmp_path / "river.jpg")
    write(tmp_path, {"a.txt": story(headimg="river.jpg"), "b.txt": story("另一篇")})
    report = imported_while(tmp_path, (tmp_path / "river.jpg").unlink)
    assert report.totals["created"] == 2
    warnings = next(record["warnings"] for record in report.records() if record["path"] == "a.txt")
    assert {"code": "image-failed", "detail": "river.jpg: not in the archive"} in warnings


def test_files_that_change_are_counted_as_they_are_met(tmp_path):
    write(tmp_path, {f"{name}.txt": story(name) for name in "abc"})
    report = imported_while(tmp_path, lambda: write(tmp_path, {"d.txt": story("d")}))
    assert report.totals["records"] == report.totals["created"] == ImportedRecord.objects.count() == 4
