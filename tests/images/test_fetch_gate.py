"""Politeness towards the servers of others."""

import threading
from contextlib import suppress

import pytest

from articles.images.fetching.gate import Gate


@pytest.fixture
def slept():
    return []


def make_gate(slept, *, now=lambda: 100.0, **options):
    return Gate(**{"per_host": 99, "pause_seconds": 0.5, **options}, clock=now, sleep=slept.append)


def test_questions_to_one_host_begin_apart(slept):
    gate = make_gate(slept)
    for _ in range(3):
        with gate.turn("a.example"):
            pass
    assert slept == [0.5, 1.0]


def test_who_comes_late_enough_does_not_wait(slept):
    times = iter([100.0, 100.1, 100.5, 100.6])
    gate = make_gate(slept, now=lambda: next(times))
    for _ in range(2):
        with gate.turn("a.example"):
            pass
    assert slept == []


def test_hosts_do_not_wait_for_each_other(slept):
    gate = make_gate(slept, per_host=1)
    with gate.turn("a.example"), gate.turn("b.example"):
        pass
    assert slept == []


def test_two_may_be_inside_at_a_time(slept):
    gate = make_gate(slept, per_host=2)
    with gate.turn("a.example"), gate.turn("a.example"):
        pass


def test_three_never_meet_inside(slept):
    gate, three, met = make_gate(slept, per_host=2, pause_seconds=0), threading.Barrier(3), []

    def ask():
        with gate.turn("a.example"), suppress(threading.BrokenBarrierError):
            three.wait(timeout=0.1)
            met.append(threading.current_thread())

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert met == []


def test_a_place_is_given_back_after_a_failure(slept):
    gate = make_gate(slept, per_host=1)
    for _ in range(3):
        with pytest.raises(ValueError, match="lost"), gate.turn("a.example"):
            raise ValueError("lost")


def test_hosts_of_long_ago_are_forgotten(slept):
    now = [100.0]
    gate = make_gate(slept, now=lambda: now[0])
    for number in range(50):
        with gate.turn(f"{number}.example"):
            now[0] += 1
    assert gate.hosts == set()
    with gate.turn("a.example"):
        assert gate.hosts == {"a.example"}


def test_who_wants_to_be_left_alone_is_held_back_for_so_long(slept):
    now = [100.0]
    gate = make_gate(slept, now=lambda: now[0])
    gate.hold_back("a.example", seconds=60)
    assert (gate.held_seconds("a.example"), gate.held_seconds("b.example")) == (60, 0)
    now[0] += 61
    assert gate.held_seconds("a.example") == 0


def test_a_shorter_wish_does_not_take_back_a_longer_one(slept):
    gate = make_gate(slept)
    gate.hold_back("a.example", seconds=60)
    gate.hold_back("a.example", seconds=1)
    assert gate.held_seconds("a.example") == 60
