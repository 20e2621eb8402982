"""An archive as it lies on disk: which files it holds, and their bytes, never anything outside it."""

import errno
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from articles.images.inspect import MAX_BYTES as MAX_PICTURE_BYTES
from articles.reading import limits
from articles.reading.formats import PICTURE_SUFFIXES

from .errors import ImportUsageError

STANDARD_INPUT = "-"
# What version control and systems leave in a folder; nobody wrote a story in there.
NOT_WALKED = {".git", ".hg", ".svn", "__MACOSX", "node_modules"}
MAX_PATH_CHARACTERS = 1000
# Where site generators keep the files that pages address from the site's root.
ROOT_FOLDERS = ("", "static", "source", "public", "assets")


@dataclass(frozen=True, slots=True)
class File:
    """One file met: its bytes, or why there are none. ``path`` is below the root, its odd bytes escaped."""

    path: str
    raw: bytes = b""
    digest: str = ""
    refusal: str = ""


@dataclass(frozen=True)
class Archive:
    """One root, and what to walk below it; ``origin`` says whose it is."""

    origin: str
    root: Path
    starts: tuple[Path, ...]

    def texts(self) -> Iterator[File]:
        """Yield every file but the pictures, sorted, read, one at a time."""
        return (_read(self.root, path) for path in self._paths() if not is_picture(path))

    def pictures(self) -> Iterator[str]:
        """Yield the paths of the pictures, sorted."""
        return (shown(path, self.root) for path in self._paths() if is_picture(path))

    def count(self) -> int:
        return sum(1 for _ in self._paths())

    def holds(self, path: str) -> bool:
        """Whether the file is there now."""
        return (self.root / path).is_file()

    def picture(self, path: str) -> File:
        """Return the picture at ``path`` below the root or below a site generator's folder, or why it is not there."""
        for folder in ROOT_FOLDERS:
            file = _read(self.root, self.root / folder / path, limit=MAX_PICTURE_BYTES)
            if not file.refusal:
                return file
        return File(path, refusal="not in the archive")

    def _paths(self) -> Iterator[Path]:
        if self.root == Path(STANDARD_INPUT):
            yield Path(STANDARD_INPUT)
            return
        seen: set[Path] = set()
        for start in self.starts:
            for path in _walk(start):
                if len(self.starts) == 1 or path not in seen:
                    yield path
                if len(self.starts) > 1:
                    seen.add(path)


def archives(paths: Iterable[str], *, origin: str = "") -> list[Archive]:
    """Group the paths as given by whose archive they are; files of one folder are one archive.

    Raises ImportUsageError where a path is not there or two folders would share an origin.
    """
    starts: dict[tuple[str, Path], list[Path]] = {}
    for given in paths:
        root, start = _root_and_start(given)
        starts.setdefault((origin or root.name or "archive", root), []).append(start)
    origins = [name for name, _ in starts]
    if len(set(origins)) < len(origins):
        raise ImportUsageError(
            "Two folders would share one origin, and their files overwrite each other: import them one at a time, "
            "each with its own --origin."
        )
    return [Archive(name, root, tuple(found)) for (name, root), found in starts.items()]


def is_picture(path: Path) -> bool:
    return path.suffix.lower() in PICTURE_SUFFIXES


def shown(path: Path, root: Path) -> str:
    """Return the path below the root as text that every database takes."""
    below = PurePosixPath(os.path.relpath(path, root)).as_posix()
    return os.fsencode(below).decode("utf-8", "backslashreplace")


def _root_and_start(given: str) -> tuple[Path, Path]:
    if given == STANDARD_INPUT:
        return Path(STANDARD_INPUT), Path(STANDARD_INPUT)
    path = Path(given)
    if not path.exists():
        raise ImportUsageError(f"{given}: there is no such file or folder.")
    path = path.resolve()
    return (path, path) if path.is_dir() else (path.parent, path)


def _walk(start: Path) -> Iterator[Path]:
    """Yield the files below ``start`` in the order of their names; links are yielded, never followed."""
    if not start.is_dir():
        yield start
        return
    try:
        entries = sorted(os.scandir(start), key=lambda entry: os.fsencode(entry.name))
    except OSError:
        yield start
        return
    for entry in entries:
        if not entry.is_dir(follow_symlinks=False):
            yield Path(entry.path)
        elif entry.name not in NOT_WALKED:
            yield from _walk(Path(entry.path))


def _read(root: Path, path: Path, *, limit: int = limits.MAX_FILE_BYTES.most) -> File:
    if path == Path(STANDARD_INPUT):
        return _checked("standard-input", sys.stdin.buffer.read(limit + 1), limit)
    name = shown(path, root)
    if len(name) > MAX_PATH_CHARACTERS:
        return File(
            name[:MAX_PATH_CHARACTERS], refusal=f"its path is longer than {MAX_PATH_CHARACTERS} characters"
        )
    try:
        raw = _bytes(root, path, limit)
    except OSError as error:
        return File(name, refusal=_why(error))
    return _checked(name, raw, limit)


def _bytes(root: Path, path: Path, limit: int) -> bytes:
    """Return at most ``limit`` + 1 bytes; a link, and what a linked folder would lead to, is refused."""
    if not path.parent.resolve().is_relative_to(root):
        raise OSError(errno.ELOOP, "outside")
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        return file.read(limit + 1)


def _checked(name: str, raw: bytes, limit: int) -> File:
    refusal = f"over the limit of {limit:,} bytes a file" if len(raw) > limit else ""
    return File(name, raw[:limit], sha256(raw).hexdigest(), refusal)


def _why(error: OSError) -> str:
    reasons = {
        errno.ELOOP: "a link, which is not followed",
        errno.EINVAL: "not a regular file",
        errno.ENXIO: "not a regular file",
        errno.EISDIR: "a folder that cannot be read",
        errno.ENOENT: "it vanished while the import ran",
    }
    return reasons.get(error.errno or 0, f"it cannot be read: {error.strerror}")
