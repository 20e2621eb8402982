"""Reading in other processes gives what reading in this one gives, whatever becomes of them."""

import multiprocessing
import os
import signal
from contextlib import suppress

import pytest

from articles.importing.entries import Entry
from articles.importing.reading_pool import ReadingPool
from articles.reading.record import Part, ReadingOptions
from tests.quirks import build_quirks

from .archives import by_natural_key, run_import, story

ENTRIES = [
    Entry(f"{number}.txt", 0, "front-matter", Part(raw=story(f"第{number}篇").encode()))
    for number in range(25)
]


def kill_readers():
    for child in multiprocessing.active_children():
        # The pool ends the others itself as soon as one is gone.
        with suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGKILL)
        child.join()


@pytest.fixture
def pool():
    pool = ReadingPool(2, ReadingOptions())
    yield pool
    pool.close()


@pytest.mark.django_db
def test_two_processes_import_what_one_imports(tmp_path):
    expected = build_quirks(tmp_path)
    report = run_import(tmp_path, workers=2)
    assert {r["path"]: r["outcome"] for r in report.records()} == {p: e.outcome for p, e in expected.items()}
    left = by_natural_key()
    assert run_import(tmp_path).totals["unchanged"] == report.totals["created"]
    assert by_natural_key() == left


def test_killed_process_costs_no_record(pool):
    reading = pool.start(ENTRIES)
    kill_readers()
    assert [result.headline for result in reading.results()] == [f"第{number}篇" for number in range(25)]


def test_pool_whose_processes_were_killed_between_batches_begins_anew(pool):
    pool.start(ENTRIES).results()
    kill_readers()
    assert len(pool.start(ENTRIES).results()) == 25
