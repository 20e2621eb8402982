"""An import killed at any moment, and run again, ends as one that was left in peace."""

import json
import os
import random
import signal
import subprocess
import time
from contextlib import suppress

import pytest

from .conftest import ARCHIVES, STORIES
from .newsrooms import Newsroom, assert_nobody_works_on, readers_of


def kill(process_id):
    with suppress(ProcessLookupError):
        os.kill(process_id, signal.SIGKILL)


def kill_a_reader(process, chance):
    """Kill one of the processes that read, unless the run ends before it has any."""
    while process.poll() is None:
        if readers := readers_of(process):
            kill(chance.choice(readers))
            return


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
    ("kind", "workers", "resume"), [("folder", 1, False), ("zip", 2, True), ("wxr", 2, False)]
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
@pytest.mark.parametrize("kind", ARCHIVES)
def test_import_killed_many_times_ends_as_a_clean_run(tmp_path, made, clean, kind, workers, resume, seed):
    newsroom = Newsroom(tmp_path / "killed", made=made)
    assert_killed_runs_end_as_a_clean_one(
        newsroom, clean(kind), workers=workers, times=3, seed=seed, resume=resume
    )
