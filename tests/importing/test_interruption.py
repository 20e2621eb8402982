"""An import killed at any moment, and run again, ends as one that was left in peace."""

import json
import os
import random
import shutil
import signal
import subprocess
import time
from contextlib import suppress

import pytest

from articles.exporting import corpus
from tests.reading.wordpress import export, item

from .archives import picture, story, write
from .newsrooms import Newsroom, readers_of

STORIES = 300
PICTURES = 12


def folder(place):
    """An archive of stories, some with a picture beside them, which takes as long to store as many to write."""
    corpus.write(STORIES, place)
    for number in range(PICTURES):
        picture(place / f"{number:03d}/lead.jpg", size=(1200, 700), color=(number * 20, 90, 120))
        write(place, {f"{number:03d}/a.txt": story(f"第{number}张", headimg="lead.jpg")})
    return place


def zipped(place):
    return shutil.make_archive(str(place), "zip", folder(place))


def wxr(place):
    bodies = (text.split("---\n")[2] for _, text in corpus.stories(STORIES))
    items = [item(number, body, title=f"第{number}篇") for number, body in enumerate(bodies, start=1)]
    place.with_suffix(".xml").write_text(export(*items))
    return place.with_suffix(".xml")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A newsroom with nothing in it, which takes seconds to make."""
    return Newsroom(tmp_path_factory.mktemp("made") / "newsroom").folder


@pytest.fixture(scope="module")
def clean(tmp_path_factory, made):
    """What an import in peace of each kind of archive leaves, and how long it takes; each made but once."""
    known = {}

    def run(kind):
        if kind not in known:
            place = tmp_path_factory.mktemp(kind.__name__)
            archive = kind(place / "archive")
            newsroom = Newsroom(place / "clean", made=made)
            began = time.monotonic()
            assert newsroom.imported(archive, "--workers", 2) == (0, "")
            known[kind] = archive, newsroom.left(), time.monotonic() - began
        return known[kind]

    return run


def kill(process_id):
    with suppress(ProcessLookupError):
        os.kill(process_id, signal.SIGKILL)


def kill_a_reader(process, chance):
    """Kill one of the processes that read, unless the run ends before it has any."""
    while process.poll() is None:
        if readers := readers_of(process):
            kill(chance.choice(readers))
            return


def assert_nobody_works_on(newsroom):
    """No process outlives its run for longer than it takes to read what it has."""
    deadline = time.monotonic() + 20
    while (left := newsroom.processes()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert left == []


def killed(newsroom, arguments, seconds, chance):
    """Begin an import, kill one of its readers at one moment, and the main process at a later one."""
    process = newsroom.import_of(*arguments)
    first, second = sorted(chance.uniform(0.5, 0.9 * seconds) for _ in range(2))
    wait(process, first)
    if "--workers" in arguments:
        kill_a_reader(process, chance)
    wait(process, second - first)
    kill(process.pid)
    process.communicate()
    assert_nobody_works_on(newsroom)


def wait(process, seconds):
    """Let the run go on for a while, or to its end."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)


def assert_killed_runs_end_as_a_clean_one(newsroom, clean, *, workers, times, seed, resume=False):
    archive, expected, seconds = clean
    chance = random.Random(seed)
    arguments = [archive, "--workers", workers] if workers > 1 else [archive, "--workers=1"]
    for _ in range(times):
        killed(newsroom, arguments, seconds, chance)
    assert_last_run_completes(newsroom, arguments, resume=resume)
    assert newsroom.left() == expected
    assert_nobody_works_on(newsroom)
    assert list(newsroom.temporary.iterdir()) == []


def assert_last_run_completes(newsroom, arguments, *, resume):
    report = newsroom.folder / "report.json"
    code = 2
    if resume:
        code, said = newsroom.imported("--resume", "--report", report)
        assert code == 0 or "no run to go on with" in said
    if code:
        assert newsroom.imported(*arguments, "--report", report) == (0, "")
    totals = json.loads(report.read_text())["totals"]
    names = ("created", "updated", "unchanged", "conflict", "skipped", "failed")
    assert sum(totals[name] for name in names) == totals["records"] >= STORIES
    assert totals["failed"] == totals["updated"] == totals["conflict"] == 0


@pytest.mark.parametrize(
    ("kind", "workers", "resume"), [(folder, 1, False), (zipped, 2, True), (wxr, 2, False)]
)
def test_import_killed_at_five_moments_ends_as_a_clean_run(tmp_path, made, clean, kind, workers, resume):
    newsroom = Newsroom(tmp_path / "killed", made=made)
    assert_killed_runs_end_as_a_clean_one(
        newsroom, clean(kind), workers=workers, times=1, seed=time.time_ns(), resume=resume
    )


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("resume", [False, True])
@pytest.mark.parametrize("workers", [1, 3])
@pytest.mark.parametrize("kind", [folder, zipped, wxr])
def test_import_killed_many_times_ends_as_a_clean_run(tmp_path, made, clean, kind, workers, resume, seed):
    newsroom = Newsroom(tmp_path / "killed", made=made)
    assert_killed_runs_end_as_a_clean_one(
        newsroom, clean(kind), workers=workers, times=3, seed=seed, resume=resume
    )
