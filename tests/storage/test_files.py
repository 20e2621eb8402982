"""Files on disk: whole or not there, whoever writes the same name at the same time."""

import multiprocessing
from pathlib import Path

import pytest
from django.core.files.base import ContentFile, File

from newsroom.storage import Files

WRITERS = 4
ROUNDS = 50
LENGTH = 300_000


@pytest.fixture
def files(tmp_path):
    return Files(location=tmp_path, base_url="/media/")


def test_a_file_is_stored_under_its_own_name_and_again_in_its_place(files):
    assert files.save("a/b.jpg", ContentFile(b"one")) == "a/b.jpg"
    assert files.save("a/b.jpg", ContentFile(b"two")) == "a/b.jpg"
    with files.open("a/b.jpg") as file:
        assert file.read() == b"two"


def test_everyone_may_read_it(files, tmp_path):
    files.save("b.jpg", ContentFile(b"x"))
    assert oct((tmp_path / "b.jpg").stat().st_mode)[-3:] == "644"


def test_a_write_that_breaks_off_leaves_what_was_there(files, tmp_path):
    class Breaks(File):
        def chunks(self, chunk_size=None):
            yield b"half"
            raise OSError("gone")

    files.save("b.jpg", ContentFile(b"whole"))
    with pytest.raises(OSError, match="gone"):
        files.save("b.jpg", Breaks(None, name="b.jpg"))
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"whole"]


def _write(folder, letter):
    for _ in range(ROUNDS):
        Files(location=folder).save("b.jpg", ContentFile(letter * LENGTH))


def test_who_reads_while_others_write_sees_one_of_them_whole(files, tmp_path):
    files.save("b.jpg", ContentFile(b"0" * LENGTH))
    writers = [
        multiprocessing.get_context("spawn").Process(target=_write, args=(tmp_path, bytes([65 + number])))
        for number in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        seen = Path(tmp_path / "b.jpg").read_bytes()
        assert (len(seen), len(set(seen))) == (LENGTH, 1)
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    assert [path.name for path in tmp_path.iterdir()] == ["b.jpg"]
