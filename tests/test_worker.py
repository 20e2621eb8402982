"""The worker that runs beside the server, driven from outside."""

import signal
import sqlite3
import time

import pytest

from tests.importing.archives import story, write
from tests.importing.test_interruption import Newsroom

# Stands for the server: it starts the worker as gunicorn.conf.py does, and waits.
SERVER = "import subprocess, sys; subprocess.Popen([sys.executable, 'deploy/worker']).wait()"
QUEUE = """
import django; django.setup()
from django.utils import timezone
from articles import tasks
from articles.models import ImportRun
tasks.begin(ImportRun(options={"paths": [%r]}, started_at=timezone.now()))
"""


@pytest.fixture
def newsroom(tmp_path):
    newsroom = Newsroom(tmp_path / "data")
    archive = write(tmp_path / "archive", {"a.md": story()})
    newsroom.run("-c", QUEUE % str(archive))
    return newsroom


def wait_until_imported(database):
    with sqlite3.connect(database) as connection:
        while not connection.execute("SELECT finished_at FROM articles_importrun").fetchone()[0]:
            time.sleep(0.1)


def test_the_worker_does_what_waits_and_ends_silently_with_a_server_that_was_killed(newsroom, tmp_path):
    server = newsroom.start("-c", SERVER)
    wait_until_imported(tmp_path / "data" / "newsroom.sqlite3")

    server.send_signal(signal.SIGKILL)

    # Both ends of it close when nobody is left who could write.
    assert server.communicate() == ("", "")
