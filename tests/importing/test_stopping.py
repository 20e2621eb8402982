"""An import that cannot go on, or is told to stop, says so in one line; what is in is whole, and the next run goes on."""

import hashlib
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time

import pytest
from django.db import connection
from PIL import Image as Pillow

from .archives import story, write
from .newsrooms import TOP, Newsroom, assert_nobody_works_on

STOPPED = r"CommandError: Stopped: {}\. What is in is whole: run it again to go on\.\n"
PHOTOGRAPHS = 12


def assert_said(ended, code, said):
    """The run ended with the code and with this line, a regular expression, and no other."""
    assert ended[0] == code, ended[1]
    assert re.fullmatch(said, ended[1]), ended[1]


def photographs(place):
    """An archive whose pictures weigh a megabyte each and more with what is made of them."""
    for number in range(PHOTOGRAPHS):
        write(place, {f"{number:02d}/a.txt": story(f"第{number}张", headimg="lead.png")})
        noise = random.Random(number).randbytes(640 * 400 * 3)
        Pillow.frombytes("RGB", (640, 400), noise).save(place / f"{number:02d}/lead.png")
    return place


# A full disk


@pytest.fixture
def small_disk(tmp_path):
    """Give a folder on a disk of so many kilobytes; called again with a name, it makes that disk as large."""
    mounted = []

    def mount(name, kilobytes, *options):
        place = tmp_path / name
        place.mkdir(exist_ok=True)
        again = ["remount"] if place in mounted else []
        chosen = ",".join([*again, f"size={kilobytes}k", *options])
        try:
            command = ["mount", "-t", "tmpfs", "-o", chosen, "tmpfs", str(place)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except OSError as error:
            pytest.skip(f"no small disk can be mounted here: {error}")
        if done.returncode:
            pytest.skip(f"no small disk can be mounted here: {done.stderr.strip()}")
        if not again:
            mounted.append(place)
        return place

    yield mount
    for place in mounted:
        subprocess.run(["umount", str(place)], check=True)


def assert_every_picture_is_whole(media):
    for original in (media / "originals").rglob("*.*"):
        assert hashlib.sha256(original.read_bytes()).hexdigest() in original.name
    for rendition in (media / "renditions").rglob("*.*"):
        Pillow.open(rendition).load()


def assert_every_article_is_whole(database):
    counted = "SELECT (SELECT count(*) FROM articles_article), (SELECT count(*) FROM articles_source), (SELECT count(*) FROM articles_revision)"
    with sqlite3.connect(database) as rows:
        assert len(set(rows.execute(counted).fetchone())) == 1
    rows.close()


@pytest.mark.parametrize(
    ("kind", "kilobytes"),
    [
        ("folder", 3_000),
        ("photographs", 4_500),
        *(pytest.param("folder", size, marks=pytest.mark.soak) for size in range(1_400, 4_500, 500)),
    ],
)
def test_full_disk_of_the_data_stops_the_run_and_room_lets_it_go_on(
    tmp_path, small_disk, made, clean, kind, kilobytes
):
    if kind == "folder":
        archive, expected, _ = clean("folder")
    else:
        archive, peaceful = photographs(tmp_path / "archive"), Newsroom(tmp_path / "clean", made=made)
        assert peaceful.imported(archive) == (0, "")
        expected = peaceful.left()
    data = small_disk("data", kilobytes)
    newsroom = Newsroom(data, made=made)
    assert_said(newsroom.imported(archive), 1, STOPPED.format(rf"{data}\S* is full"))
    assert_every_picture_is_whole(data / "media")
    small_disk("data", 100_000)
    assert_every_article_is_whole(data / "newsroom.sqlite3")
    assert newsroom.imported("--resume")[0] in (0, 2)
    assert newsroom.imported(archive) == (0, "")
    assert newsroom.left() == expected


@pytest.mark.parametrize("kind", ["zip", "folder"])
def test_full_temporary_folder_stops_the_run_and_room_lets_it_go_on(tmp_path, small_disk, made, clean, kind):
    archive, expected, _ = clean(kind)
    temporary = small_disk("temporary", 24)
    newsroom = Newsroom(tmp_path / "newsroom", made=made, TMPDIR=str(temporary))
    assert_said(newsroom.imported(archive, "--workers=1"), 1, STOPPED.format(f"{temporary} is full"))
    assert list(temporary.iterdir()) == []
    small_disk("temporary", 100_000)
    assert newsroom.imported(archive) == (0, "")
    assert newsroom.left() == expected


def test_report_that_finds_no_room_is_told_and_the_import_stands(tmp_path, small_disk, made, clean):
    archive, expected, _ = clean("folder")
    disk = small_disk("disk", 8)
    newsroom = Newsroom(tmp_path / "newsroom", made=made)
    said = f"CommandError: The import is done, but not all was said of it: {disk} is full.\n"
    assert newsroom.imported(archive, "--report", disk / "report.json") == (1, said)
    assert list(disk.iterdir()) == []
    assert newsroom.left() == expected


def test_data_that_may_not_be_written_stops_the_run(tmp_path, small_disk, made):
    write(tmp_path / "archive", {"a.txt": story()})
    newsroom = Newsroom(small_disk("data", 20_000), made=made)
    small_disk("data", 20_000, "ro")
    said = STOPPED.format(f"the database in {newsroom.folder} can only be read")
    assert_said(newsroom.imported(tmp_path / "archive"), 1, said)
    small_disk("data", 20_000, "rw")
    assert newsroom.imported(tmp_path / "archive") == (0, "")


# A database that another program holds

HOLD = """
import sqlite3, sys, time
rows = sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None)
while rows.execute("SELECT count(*) FROM articles_article").fetchone()[0] < int(sys.argv[2]):
    time.sleep(0.005)
rows.execute("BEGIN IMMEDIATE")
print("held", flush=True)
if sys.argv[3] == "-":
    sys.stdin.read()
else:
    time.sleep(float(sys.argv[3]))
rows.execute("COMMIT")
"""


def holder(newsroom, *, after, seconds):
    """Start who holds the database from so many articles on, for so long, or until its standard input ends."""
    database = str(newsroom.folder / "newsroom.sqlite3")
    command = [sys.executable, "-c", HOLD, database, str(after), str(seconds)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize(
    # The shorter is more than SQLite's drivers wait of themselves.
    ("seconds", "after"),
    [(6, 20), pytest.param(10, 0, marks=pytest.mark.soak), pytest.param(10, 100, marks=pytest.mark.soak)],
)
def test_database_that_another_program_holds_for_a_while_is_waited_for(tmp_path, made, clean, seconds, after):
    archive, expected, _ = clean("folder")
    newsroom = Newsroom(tmp_path / "newsroom", made=made)
    other = holder(newsroom, after=after, seconds=seconds)
    assert newsroom.imported(archive) == (0, "")
    assert other.communicate()[0] == "held\n"
    assert newsroom.left() == expected


@pytest.mark.parametrize("after", [pytest.param(0, marks=pytest.mark.soak), 20])
def test_database_that_another_program_does_not_let_go_of_stops_the_run(tmp_path, made, clean, after):
    archive, expected, _ = clean("folder")
    (tmp_path / "impatient.py").write_text(
        "from newsroom.settings import *\nDATABASES['default']['OPTIONS']['timeout'] = 1\n"
    )
    newsroom = Newsroom(
        tmp_path / "newsroom", made=made, DJANGO_SETTINGS_MODULE="impatient", PYTHONPATH=str(tmp_path)
    )
    other = holder(newsroom, after=after, seconds="-")
    if not after:
        other.stdout.readline()
    said = STOPPED.format("another program is writing to the database and did not let go of it")
    assert_said(newsroom.imported(archive), 1, said)
    other.communicate()
    assert newsroom.imported("--resume")[0] == (0 if after else 2)
    assert newsroom.imported(archive) == (0, "")
    assert newsroom.left() == expected


@pytest.mark.parametrize(
    ("database", "said"),
    [
        (b"", "the database has not been set up by this version: run manage.py migrate"),
        (b"no database" * 100, r"the database in \S+ is damaged, or is no database"),
        ("postgres://nobody@127.0.0.1:1/x", "the database cannot be reached, or its connection was lost"),
    ],
)
def test_database_that_is_not_ready_stops_the_run(tmp_path, database, said):
    data = tmp_path / "newsroom"
    write(tmp_path / "archive", {"a.txt": story()})
    write(data, {"newsroom.sqlite3": database})
    elsewhere = {"DATABASE_URL": database} if isinstance(database, str) else {}
    newsroom = Newsroom(data, made=data, **elsewhere)
    assert_said(newsroom.imported(tmp_path / "archive"), 1, STOPPED.format(said))


on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="what PostgreSQL does")


@pytest.fixture
def served(tmp_path):
    """A newsroom on the PostgreSQL of the suite, in a database of its own, and a connection to that database."""
    import psycopg

    address = os.environ["DATABASE_URL"]
    own = address.replace("/postgres?", "/newsroom_stopping?")
    with psycopg.connect(address, autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS newsroom_stopping WITH (FORCE)")
        server.execute("CREATE DATABASE newsroom_stopping")
        newsroom = Newsroom(tmp_path / "newsroom", DATABASE_URL=f"{own}&options=-c%20lock_timeout%3D1s")
        with psycopg.connect(own, autocommit=True) as rows:
            yield newsroom, rows
        server.execute("DROP DATABASE newsroom_stopping WITH (FORCE)")


def wait_for_articles(rows, number):
    while rows.execute("SELECT count(*) FROM articles_article").fetchone()[0] < number:
        time.sleep(0.005)


def assert_run_goes_on(newsroom, archive, expected):
    assert newsroom.imported("--resume") == (0, "")
    assert newsroom.left() == expected
    assert newsroom.imported(archive) == (0, "")


@on_postgresql
def test_table_that_another_program_does_not_let_go_of_stops_the_run(served, clean):
    (archive, expected, _), (newsroom, rows) = clean("folder"), served
    run = newsroom.import_of(archive)
    wait_for_articles(rows, 20)
    with rows.transaction():
        rows.execute("LOCK TABLE articles_article IN EXCLUSIVE MODE")
        _, said = run.communicate()
    stopped = STOPPED.format("another program holds what the import must write and did not let go of it")
    assert_said((run.returncode, said), 1, stopped)
    assert_run_goes_on(newsroom, archive, expected)


@on_postgresql
def test_connection_that_the_server_ends_stops_the_run(served, clean):
    (archive, expected, _), (newsroom, rows) = clean("folder"), served
    run = newsroom.import_of(archive)
    wait_for_articles(rows, 20)
    rows.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    _, said = run.communicate()
    assert_said(
        (run.returncode, said),
        1,
        STOPPED.format("the database (ended the connection|cannot be reached, or its connection was lost)"),
    )
    assert_run_goes_on(newsroom, archive, expected)


# Signals and streams


def articles_in(newsroom):
    rows = sqlite3.connect(newsroom.folder / "newsroom.sqlite3", timeout=20)
    try:
        return rows.execute("SELECT count(*) FROM articles_article").fetchone()[0]
    finally:
        rows.close()


@pytest.mark.parametrize(
    ("number", "code", "kind"),
    [
        (signal.SIGINT, 130, "zip"),
        (signal.SIGTERM, 143, "folder"),
        pytest.param(signal.SIGHUP, 129, "zip", marks=pytest.mark.soak),
    ],
)
def test_run_that_is_told_to_stop_says_so_in_one_line(tmp_path, made, clean, number, code, kind):
    archive, expected, _ = clean(kind)
    newsroom = Newsroom(tmp_path / "newsroom", made=made)
    run = newsroom.import_of(archive, "--workers=2", start_new_session=True)
    while run.poll() is None and articles_in(newsroom) < 20:
        time.sleep(0.01)
    # As a terminal does it: to every process of the run.
    os.killpg(run.pid, number)
    _, said = run.communicate()
    assert (run.returncode, said) == (
        code,
        "CommandError: Stopped. What is in is whole: run it again to go on.\n",
    )
    assert_nobody_works_on(newsroom)
    assert list(newsroom.temporary.iterdir()) == []
    assert newsroom.imported("--resume") == (0, "")
    assert newsroom.left() == expected


def test_ctrl_c_at_any_moment_shows_no_traceback(tmp_path, made, clean):
    archive, _, seconds = clean("folder")
    chance = random.Random(time.time_ns())
    newsroom = Newsroom(tmp_path / "newsroom", made=made)
    for _ in range(3):
        run = newsroom.import_of(archive, "--workers=2", start_new_session=True)
        # Python itself, before a line of ours runs, is not ours to silence.
        time.sleep(chance.uniform(0.4, seconds))
        os.killpg(run.pid, signal.SIGINT)
        _, said = run.communicate()
        assert "Traceback" not in said
        assert run.returncode in (0, 130, -signal.SIGINT)
    assert_nobody_works_on(newsroom)


COMMAND = f"exec {sys.executable} manage.py import_articles "


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ("- --quiet <&-", 1, ""),
        ("- --quiet 0>/dev/null", 1, ""),
        ("$ARCHIVE --quiet >&-", 0, ""),
        ("$ARCHIVE >/dev/full", 1, "CommandError: .*: the system says: .*No space left on device.\n"),
        ("$ARCHIVE --quiet --report /dev/full", 1, "CommandError: .*: /dev/full is full.\n"),
        ("$ARCHIVE 2>/dev/full", 0, ""),
        ("$ARCHIVE 2>&-", 0, ""),
        ("$ARCHIVE --quiet <&- >&- 2>&-", 0, ""),
    ],
)
def test_streams_that_are_closed_or_full_end_in_no_traceback(tmp_path, made, arguments, code, said):
    write(tmp_path / "archive", {"a.txt": story()})
    newsroom = Newsroom(tmp_path / "newsroom", made=made, ARCHIVE=str(tmp_path / "archive"))
    run = subprocess.run(
        ["sh", "-c", COMMAND + arguments],
        cwd=TOP,
        env=newsroom.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert_said((run.returncode, run.stderr), code, said)
    assert articles_in(newsroom) == ("ARCHIVE" in arguments)


def test_report_is_written_where_the_summary_cannot_be(tmp_path, made):
    write(tmp_path / "archive", {"a.txt": story()})
    newsroom = Newsroom(tmp_path / "newsroom", made=made)
    with open("/dev/full", "w") as full:
        assert newsroom.imported(tmp_path / "archive", "--report", tmp_path / "r.json", stdout=full)[0] == 1
    assert json.loads((tmp_path / "r.json").read_text())["totals"]["created"] == 1


def test_reader_who_leaves_early_is_not_told(tmp_path, made):
    write(tmp_path / "archive", {"a.txt": story()})
    newsroom = Newsroom(tmp_path / "newsroom", made=made)
    theirs, ours = os.pipe()
    os.close(theirs)
    assert newsroom.imported(tmp_path / "archive", stdout=ours) == (0, "")
    os.close(ours)
    assert articles_in(newsroom) == 1
