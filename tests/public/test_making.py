from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Lock

import pytest

from articles.images.inspect import PictureRefused
from articles.public.making import Busy, Making


class Kitchen:
    """Makes what it is asked for once it is let; counts how often, and how many at a time."""

    def __init__(self):
        self.may_go_on, self.has_begun = Event(), Event()
        self.asked, self.at_once, self.most_at_once = [], 0, 0
        self.lock = Lock()

    def make(self, name):
        with self.lock:
            self.asked.append(name)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        self.has_begun.set()
        assert self.may_go_on.wait(10)
        with self.lock:
            self.at_once -= 1
        return True


def test_many_who_ask_at_once_have_it_made_once():
    kitchen, readers, there = Kitchen(), 16, set()

    def make_what_is_not_there(name):
        if name not in there:
            kitchen.make(name)
            there.add(name)
        return True

    making, together = Making(make_what_is_not_there), Barrier(readers + 1)

    def ask(_):
        together.wait(10)
        return making.made("a.webp")

    with ThreadPoolExecutor(readers) as threads:
        answers = threads.map(ask, range(readers))
        together.wait(10)
        assert kitchen.has_begun.wait(10)
        kitchen.may_go_on.set()
        assert list(answers) == [True] * readers
    assert kitchen.asked == ["a.webp"]


def test_only_so_many_are_made_at_a_time():
    kitchen = Kitchen()
    kitchen.may_go_on.set()
    making = Making(kitchen.make, at_once=2)
    with ThreadPoolExecutor(12) as threads:
        assert all(threads.map(making.made, [f"{number}.webp" for number in range(60)]))
    assert len(kitchen.asked) == 60
    assert kitchen.most_at_once <= 2


def test_who_would_wait_too_long_is_told_to_come_again():
    kitchen = Kitchen()
    making = Making(kitchen.make, at_once=1, patience=0.01)
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(making.made, "a.webp")
        assert kitchen.has_begun.wait(10)
        for name in ("a.webp", "b.webp"):
            with pytest.raises(Busy):
                making.made(name)
        kitchen.may_go_on.set()
        assert first.result(10)
    assert making.made("b.webp")


def test_more_than_can_wait_are_turned_away_at_once():
    kitchen = Kitchen()
    making = Making(kitchen.make, asking=1)
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(making.made, "a.webp")
        assert kitchen.has_begun.wait(10)
        with pytest.raises(Busy):
            making.made("b.webp")
        kitchen.may_go_on.set()
        assert first.result(10)


def test_what_cannot_be_made_is_told_and_asked_for_anew_the_next_time():
    answers = iter([PictureRefused("damaged"), True])

    def make(name):
        answer = next(answers)
        if answer is True:
            return True
        raise answer

    making = Making(make)
    with pytest.raises(PictureRefused):
        making.made("a.webp")
    assert making.made("a.webp")
