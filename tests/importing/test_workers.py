"""Reading in other processes gives what reading in this one gives, whatever becomes of them."""

import multiprocessing
import os
import signal
from contextlib import suppress

import pytest

from articles.importing.entries import Entry
from articles.importing.errors import ImportStoppedError
from articles.importing.reading_pool import ReadingPool
from articles.reading.record import Part, ReadingOptions, Refusal
from tests.quirks import build_quirks

from .archives import by_natural_key, run_import, story

ENTRIES = [
    Entry(f"{number}.txt", 0, "front-matter", Part(raw=story(f"第{number}篇").encode()))
    for number in range(25)
]


class Deadly:
    """What the process that unpacks it dies of."""

    def __reduce__(self):
        return os._exit, (1,)


# What other tests left running, such as the processes that open pictures, reads nothing here.
_others = set()


@pytest.fixture(autouse=True)
def others():
    _others.clear()
    _others.update(multiprocessing.active_children())


def kill_readers():
    while not (readers := set(multiprocessing.active_children()) - _others):
        pass
    for reader in readers:
        # Whoever waits for it may have seen its end already.
        with suppress(ProcessLookupError):
            os.kill(reader.pid, signal.SIGKILL)


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


def test_pool_whose_processes_die_twice_loses_nothing(pool):
    reading = pool.start(ENTRIES * 4)
    for _ in range(2):
        kill_readers()
    assert [result.headline for result in reading.results()] == [f"第{number}篇" for number in range(25)] * 4


def test_entry_that_a_process_dies_of_fails_and_the_others_are_read(pool):
    deadly = Entry("deadly.txt", 0, "front-matter", Part(raw=Deadly()))
    results = pool.start([*ENTRIES[:12], deadly, *ENTRIES[12:]]).results()
    assert results[12] == Refusal("failed", "the process that read it died of it")
    assert len([result for result in results if not isinstance(result, Refusal)]) == 25


def test_processes_that_cannot_start_are_no_fault_of_an_entry():
    pool = ReadingPool(2, Deadly())
    with pytest.raises(ImportStoppedError, match="--workers 1"):
        pool.start(ENTRIES).results()
    pool.close()


def test_closed_pool_leaves_no_process_behind(pool):
    pool.start(ENTRIES * 20)
    pool.close()
    assert set(multiprocessing.active_children()) <= _others
