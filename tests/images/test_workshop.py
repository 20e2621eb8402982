import mmap
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from articles.images import workshop
from articles.images.inspect import MAX_BYTES, PictureRefused, inspect
from articles.images.renditions import Original
from articles.images.workshop import Job, Limits, Workshop

from . import pictures

LIMITS = Limits(memory_bytes=300 * 1024 * 1024, processor_seconds=10, seconds=60)
SOON = Limits(memory_bytes=LIMITS.memory_bytes, processor_seconds=10, seconds=0.2)


# What a job does is found by its name, so these are functions of this module.
def process_id(data):
    return os.getpid()


def hang(data):
    threading.Event().wait()


def spin(data):
    while True:
        pass


def die(data):
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(data, mark):
    if not os.path.exists(mark):
        open(mark, "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    return "alive"


def length(data):
    return len(data)


def echo(data):
    return data


def swell(data):
    try:
        return len(bytearray(400 * 1024 * 1024))
    except MemoryError as error:
        raise PictureRefused("too much") from error


held = []


def hold(data, megabytes):
    held.append(mmap.mmap(-1, megabytes * 1024 * 1024))


def take(data, megabytes):
    return len(bytearray(megabytes * 1024 * 1024))


def refuse_with_hands_full(data):
    decoded = bytearray(200 * 1024 * 1024)
    try:
        return decoded[len(decoded)]
    except IndexError as error:
        raise PictureRefused("no picture") from error


def interrupt_is_ignored(data):
    os.kill(os.getpid(), signal.SIGINT)
    return "alive"


@pytest.fixture(scope="module")
def shop():
    shop = Workshop(places=2)
    yield shop
    shop.close()


def ask(shop, function, *arguments, data=b"", limits=LIMITS):
    return shop.do(Job(function, arguments, limits), data)


def is_gone(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def test_pictures_are_opened_in_another_process(shop):
    assert ask(shop, process_id) != os.getpid()


def test_a_process_is_used_again(shop):
    assert ask(shop, process_id) == ask(shop, process_id)


def test_it_finds_what_the_inspection_finds(shop):
    for data in (*pictures.EVERY_FORMAT.values(), pictures.private_jpeg()):
        assert shop.inspect(data) == inspect(data)


def test_it_refuses_in_the_words_of_the_inspection(shop):
    with pytest.raises(PictureRefused, match="damaged or incomplete"):
        shop.inspect(pictures.EVERY_FORMAT["jpeg"][:200])


def test_it_draws_several_renditions_of_one_picture(shop):
    wanted = Original("ab" * 32, 48, 32).renditions() + Original("ab" * 32, 48, 32).renditions("square")
    drawn = shop.render(pictures.EVERY_FORMAT["jpeg"], wanted)
    assert [pictures.decode(data).size for data in drawn] == [(48, 32), (32, 32)]


def test_what_is_wrongly_asked_is_raised_here(shop):
    wanted = Original("ab" * 32, 480, 320).renditions()
    with pytest.raises(ValueError, match="a rendition shows a part of 48 × 32 px"):
        shop.render(pictures.EVERY_FORMAT["jpeg"], wanted)


def test_the_largest_file_goes_there_and_back(shop):
    data = os.urandom(1024) * (MAX_BYTES // 1024)
    assert ask(shop, echo, data=data) == data


def test_what_takes_longer_than_it_may_is_refused_and_its_process_ended(shop):
    process = ask(shop, process_id)
    with pytest.raises(PictureRefused, match="takes too long"):
        ask(shop, hang, limits=SOON)
    assert is_gone(process)
    assert ask(shop, process_id) != process


def test_what_takes_more_of_the_processor_than_it_may_is_refused(shop):
    with pytest.raises(PictureRefused, match="takes too long"):
        ask(shop, spin, limits=Limits(LIMITS.memory_bytes, processor_seconds=1, seconds=60))


@pytest.mark.skipif(sys.platform != "linux", reason="this system holds nobody to a limit of memory")
def test_what_takes_more_memory_than_it_may_is_refused(shop):
    with pytest.raises(PictureRefused, match="too much"):
        ask(shop, swell)


def test_what_a_process_still_holds_is_not_taken_from_the_next_picture():
    shop = Workshop(places=1)
    process = ask(shop, process_id)
    ask(shop, hold, 100)
    assert ask(shop, take, 250) == 250 * 1024 * 1024
    assert ask(shop, process_id) == process
    shop.close()


@pytest.mark.skipif(sys.platform != "linux", reason="this system does not say how large a process is")
def test_a_process_that_holds_on_to_much_is_replaced():
    shop = Workshop(places=1)
    process = ask(shop, process_id)
    ask(shop, hold, 200)
    assert ask(shop, process_id) != process
    assert is_gone(process)
    shop.close()


def test_a_picture_that_is_refused_leaves_its_process_as_it_was(shop):
    process = ask(shop, process_id)
    with pytest.raises(PictureRefused, match="no picture"):
        ask(shop, refuse_with_hands_full)
    assert ask(shop, process_id) == process


def test_a_process_that_dies_again_costs_the_picture(shop):
    with pytest.raises(PictureRefused, match="breaks down"):
        ask(shop, die)
    assert ask(shop, length, data=b"abc") == 3


def test_a_process_that_was_killed_from_outside_costs_nothing(shop, tmp_path):
    assert ask(shop, die_once, str(tmp_path / "mark")) == "alive"


def test_all_that_were_killed_while_they_waited_are_replaced(shop):
    with ThreadPoolExecutor(8) as threads:
        waiting = set(threads.map(lambda _: ask(shop, process_id), range(40)))
    for process in waiting:
        os.kill(process, signal.SIGKILL)
    assert ask(shop, length, data=b"abc") == 3


def test_ctrl_c_in_the_terminal_ends_no_picture(shop):
    assert ask(shop, interrupt_is_ignored) == "alive"


def test_results_come_in_the_order_of_what_was_given(shop):
    items = [b"a" * size for size in (900_000, 5, 70_000, 1, 0, 3)]
    assert list(shop.each(lambda data: ask(shop, length, data=data), items)) == [len(item) for item in items]


def test_only_a_few_are_taken_ahead(shop):
    taken = []
    items = (taken.append(number) or number for number in range(100))
    results = shop.each(lambda number: number, items)
    next(results)
    assert len(taken) == workshop.AHEAD * shop.places + 1
    results.close()


def test_an_error_is_raised_in_its_turn(shop):
    results = shop.each(lambda number: 1 // number, [1, 0, 1])
    assert next(results) == 1
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_many_threads_share_as_many_processes_as_there_are_places(shop):
    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(lambda _: ask(shop, process_id), range(40)))
    assert 1 <= len(found) <= shop.places


def test_one_that_has_nothing_to_do_ends_and_leaves_nothing_behind():
    wait_until_gone(ask(Workshop(places=1, idle_seconds=0), process_id))


SCRIPT = """
import os, signal
from tests.images.test_workshop import ask, hang, process_id
from articles.images.workshop import Workshop

if __name__ == "__main__":
    shop = Workshop(places=1)
    print(ask(shop, process_id), flush=True)
    {then}
"""


def run(tmp_path, then, *, signal_number=None):
    """Run a program that opens a picture and then does something; return what it wrote, line by line.

    ``signal_number`` is sent to all of its processes at once, as a terminal does, or SIGKILL to the program alone.
    """
    program = tmp_path / "program.py"
    program.write_text(SCRIPT.format(then=then))
    # Python warns of every fork beside threads.
    command = [sys.executable, "-W", "ignore", program]
    with subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as running:
        first = running.stdout.readline()
        if signal_number == signal.SIGKILL:
            running.kill()
        elif signal_number:
            os.killpg(running.pid, signal_number)
        rest, errors = running.communicate(timeout=60)
    return [first.strip(), *rest.split()], errors


def wait_until_gone(process):
    for _ in range(2_000):
        if is_gone(process):
            return
        threading.Event().wait(0.01)
    raise AssertionError(f"process {process} is still there")


def test_they_end_with_the_program(tmp_path):
    [process], errors = run(tmp_path, "pass")
    wait_until_gone(int(process))
    assert errors == ""


def test_they_end_with_a_program_that_is_killed(tmp_path):
    [process], _ = run(tmp_path, "signal.pause()", signal_number=signal.SIGKILL)
    wait_until_gone(int(process))


def test_ctrl_c_ends_the_program_and_them_with_one_traceback(tmp_path):
    [process], errors = run(tmp_path, "ask(shop, hang)", signal_number=signal.SIGINT)
    wait_until_gone(int(process))
    assert errors.count("Traceback") == 1
    assert errors.strip().endswith("KeyboardInterrupt")


def test_a_copy_of_the_program_starts_processes_of_its_own(tmp_path):
    then = "child = os.fork(); print(ask(shop, process_id), flush=True); child and os.waitpid(child, 0)"
    lines, errors = run(tmp_path, then)
    # The original's before and after, which is the same, and the copy's.
    assert len(lines) == 3
    assert len(set(lines)) == 2
    assert errors == ""


def test_what_cannot_start_is_no_picture_s_fault(tmp_path):
    program = tmp_path / "unguarded.py"
    program.write_text("from articles.images.workshop import shared\nshared.inspect(b'')\n")
    env = {**os.environ, "PYTHONPATH": os.getcwd()}
    done = subprocess.run([sys.executable, program], env=env, capture_output=True, text=True)
    assert "ChildProcessError: no process that opens pictures can be started" in done.stderr
