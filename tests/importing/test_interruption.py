"""An import killed at any moment, and run again, ends as one that was left in peace."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from articles.exporting import corpus

TOP = Path(__file__).resolve().parents[2]
STORIES = 600


class Newsroom:
    """A newsroom of its own in a folder, driven from outside as its user would."""

    def __init__(self, folder):
        self.environment = {
            **os.environ,
            "DATA_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        }
        self.environment.pop("DATABASE_URL", None)
        self.run("manage.py", "migrate", "-v0")

    def start(self, *arguments):
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=TOP,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *arguments):
        process = self.start(*arguments)
        output, errors = process.communicate()
        assert process.returncode == 0, errors.decode()
        return output.decode()

    def articles(self):
        return json.loads(self.run("-m", "tests.importing.natural_keys"))


def import_and_kill(newsroom, archive, chance):
    process = newsroom.start("manage.py", "import_articles", str(archive), "--quiet")
    time.sleep(chance.uniform(0.8, 3.5))
    process.send_signal(signal.SIGKILL)
    process.communicate()


def assert_killed_imports_end_as_a_clean_one(tmp_path, *, times, seed):
    archive = tmp_path / "archive"
    corpus.write(STORIES, archive)
    clean, killed = Newsroom(tmp_path / "clean"), Newsroom(tmp_path / "killed")
    clean.run("manage.py", "import_articles", str(archive), "--quiet")
    chance = random.Random(seed)
    for _ in range(times):
        import_and_kill(killed, archive, chance)
    killed.run("manage.py", "import_articles", str(archive), "--quiet")
    assert killed.articles() == clean.articles()


def test_import_killed_three_times_ends_as_a_clean_run(tmp_path):
    assert_killed_imports_end_as_a_clean_one(tmp_path, times=3, seed=time.time_ns())


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
def test_import_killed_many_times_ends_as_a_clean_run(tmp_path, seed):
    assert_killed_imports_end_as_a_clean_one(tmp_path, times=4, seed=seed)
