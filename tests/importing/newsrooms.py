"""A newsroom of its own in a folder, driven from outside as its user would."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]


class Newsroom:
    """``made``: the folder of another newsroom to begin with, or this one, as it is; ``environment``: variables beside DATA_DIR."""

    def __init__(self, folder, *, made=None, **environment):
        self.folder, self.temporary = folder, folder.with_name(f"{folder.name}-temporary")
        self.temporary.mkdir(exist_ok=True)
        self.environment = {
            **os.environ,
            "DATA_DIR": str(folder),
            "TMPDIR": str(self.temporary),
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            **environment,
        }
        if "DATABASE_URL" not in environment:
            self.environment.pop("DATABASE_URL", None)
        if made == folder:
            return
        if made:
            shutil.copytree(made, folder, dirs_exist_ok=True)
        else:
            self.run("manage.py", "migrate", "-v0")

    def start(self, *arguments, **streams):
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=TOP,
            env=self.environment,
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True} | streams,
        )

    def run(self, *arguments):
        process = self.start(*arguments)
        output, errors = process.communicate()
        assert process.returncode == 0, errors
        return output

    def import_of(self, *arguments, **streams):
        """Begin an import without progress."""
        return self.start("manage.py", "import_articles", *map(str, arguments), "--quiet", **streams)

    def imported(self, *arguments, **streams):
        """Return how an import ended: its exit code, and what it said as an error."""
        process = self.import_of(*arguments, **streams)
        _, errors = process.communicate()
        return process.returncode, errors

    def left(self):
        """Return everything that imports left, by natural key."""
        return json.loads(self.run("-m", "tests.importing.natural_keys"))

    def processes(self):
        """Return the ids of what runs for this newsroom, whoever started it."""
        mark = f"DATA_DIR={self.folder}\0".encode()
        return [
            int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and _has(entry, mark)
        ]


def _has(entry, mark):
    try:
        return (
            mark in (entry / "environ").read_bytes() and b"Z" not in (entry / "stat").read_bytes().split()[2]
        )
    except OSError:
        return False


def assert_nobody_works_on(newsroom):
    """No process outlives its run for longer than it takes to read what it has."""
    deadline = time.monotonic() + 20
    while (left := newsroom.processes()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert left == []


def readers_of(process):
    """Return the ids of the processes that read for a run; none once it is gone."""
    try:
        children = Path(f"/proc/{process.pid}/task").glob("*/children")
        found = [int(child) for file in children for child in file.read_text().split()]
    except OSError:
        return []
    return [child for child in found if b"spawn_main" in _command_line(child)]


def _command_line(process_id):
    try:
        return Path(f"/proc/{process_id}/cmdline").read_bytes()
    except OSError:
        return b""
