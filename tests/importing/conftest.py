"""What takes seconds to make, made once."""

import shutil
import time

import pytest

from articles.exporting import corpus
from tests.reading.wordpress import export, item

from .archives import picture, story, write
from .newsrooms import Newsroom

STORIES = 150
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


ARCHIVES = {"folder": folder, "zip": zipped, "wxr": wxr}


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """The folder of a newsroom with nothing in it."""
    return Newsroom(tmp_path_factory.mktemp("made") / "newsroom").folder


@pytest.fixture(scope="session")
def clean(tmp_path_factory, made):
    """Give an archive of a kind, what an import of it in peace leaves, and how many seconds that takes."""
    known = {}

    def run(kind):
        if kind not in known:
            place = tmp_path_factory.mktemp(kind)
            archive = ARCHIVES[kind](place / "archive")
            newsroom = Newsroom(place / "clean", made=made)
            began = time.monotonic()
            assert newsroom.imported(archive, "--workers", 2) == (0, "")
            known[kind] = archive, newsroom.left(), time.monotonic() - began
        return known[kind]

    return run
