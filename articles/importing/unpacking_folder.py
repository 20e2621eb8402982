"""The folder that a container is unpacked into: held while its run lives, removed after it, however it went."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import ImportStoppedError, writing_to

PREFIX = "newsroom-import-"
MOST_TRIES = 5


@contextmanager
def new() -> Iterator[Path]:
    """Give a new folder among the temporary ones, gone afterwards, and remove those of runs that were killed.

    Raises ImportStoppedError where there is none to be had.
    """
    _remove_leftovers()
    temporary = Path(tempfile.gettempdir())
    for _ in range(MOST_TRIES):
        with writing_to(temporary):
            folder = Path(tempfile.mkdtemp(prefix=PREFIX)).resolve()
        try:
            with _held(folder) as is_ours:
                # Another run may have met it before it was held, and taken it for a leftover.
                if is_ours:
                    yield folder
                    return
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    raise ImportStoppedError(f"other imports were clearing {temporary} at this moment")


def _remove_leftovers() -> None:
    """Remove the folders that nobody holds any more; the system's lock ends with the process that has it."""
    with os.scandir(tempfile.gettempdir()) as entries:
        ours = [
            Path(entry.path) for entry in entries if entry.name.startswith(PREFIX) and _is_our_folder(entry)
        ]
    for folder in ours:
        with _held(folder) as is_left:
            if is_left:
                shutil.rmtree(folder, ignore_errors=True)


def _is_our_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False) and entry.stat(follow_symlinks=False).st_uid == os.getuid()
    except FileNotFoundError:
        # The run that had it has just ended.
        return False


@contextmanager
def _held(folder: Path) -> Iterator[bool]:
    """Hold the folder meanwhile; False where another process does, or where it is gone."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        yield False
        return
    try:
        yield _is_locked_by_us(handle) and folder.exists()
    finally:
        os.close(handle)


def _is_locked_by_us(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
