"""An archive as it lies on disk: which files it holds, and their bytes, never anything outside it."""

import errno
import io
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from articles.images.inspect import MAX_BYTES as MAX_PICTURE_BYTES
from articles.reading.formats import PICTURE_SUFFIXES
from articles.reading.limits import MAX_FILE_BYTES
from articles.reading.limits import PATH_CHARACTERS as MAX_PATH_CHARACTERS

from . import containers, own_export
from .errors import ImportUsageError

STANDARD_INPUT = Path("-")
# What version control and systems leave in a folder; nobody wrote a story in there.
NOT_WALKED = {".git", ".hg", ".svn", "__MACOSX", "node_modules", own_export.UNFINISHED}
MAX_DEPTH = 64
# Where site generators keep the files that pages address from the site's root.
ROOT_FOLDERS = ("", "static", "source", "public", "assets")


class Unreadable(Exception):
    """Why a file's bytes are not to be had, in words for the report."""


@dataclass(frozen=True)
class Archive:
    """One root, and what to walk below it; ``origin`` says whose it is.

    ``refused``: what its container held and did not give, as ``(path, reason)``.
    """

    origin: str
    root: Path
    starts: tuple[Path, ...]
    refused: tuple[tuple[str, str], ...] = ()
    _inside: dict[Path, bool] = field(default_factory=dict, repr=False, compare=False)

    def texts(self) -> Iterator[Path]:
        """Yield every file but the pictures, sorted."""
        return (path for path in self._paths() if not is_picture(path))

    def pictures(self) -> Iterator[str]:
        """Yield the paths of the pictures below the root, sorted, but for those that our own export put there."""
        pictures = (path for path in self._paths() if is_picture(path))
        return (self.shown(path) for path in pictures if path.parent.name != own_export.PICTURES_FOLDER)

    def count(self) -> int:
        return len(self.refused) + sum(1 for _ in self._paths())

    def shown(self, path: Path) -> str:
        """Return the path below the root as text that every database takes."""
        return "standard-input" if path == STANDARD_INPUT else shortened(escaped(self._below(path)))

    def holds(self, path: str) -> bool:
        """Whether the file is there now."""
        return (self.root / path).is_file()

    def open(self, path: Path) -> BinaryIO:
        """Return the file, open and seekable. A link, and what a linked folder would lead to, is Unreadable."""
        if path == STANDARD_INPUT:
            return _standard_input()
        if len(escaped(self._below(path))) > MAX_PATH_CHARACTERS:
            raise Unreadable(f"its path is longer than {MAX_PATH_CHARACTERS} characters")
        try:
            return self._open(path)
        except OSError as error:
            raise Unreadable(why(error)) from error

    def place_of(self, picture: str) -> Path:
        """Return where a picture lies, given its path below the root or below a site generator's folder."""
        places = [self.root / folder / picture for folder in ROOT_FOLDERS]
        return next((place for place in places if os.path.lexists(place)), places[0])

    def picture(self, place: Path) -> bytes:
        """Return the bytes of a picture, one more than the limit where it is over it. Raises Unreadable."""
        if not os.path.lexists(place):
            raise Unreadable("not in the archive")
        with self.open(place) as file:
            try:
                return file.read(MAX_PICTURE_BYTES + 1)
            except OSError as error:
                raise Unreadable(why(error)) from error

    def _below(self, path: Path) -> str:
        # Nearly every path was walked to from the root, and cutting it costs a tenth of computing it.
        whole, root = str(path), f"{self.root}{os.sep}"
        return whole.removeprefix(root) if whole.startswith(root) else os.path.relpath(whole, self.root)

    def _is_inside(self, folder: Path) -> bool:
        """Whether the folder, its links followed, is the root or below it; files that lie together ask once."""
        if folder not in self._inside:
            self._inside.clear()
            self._inside[folder] = Path(os.path.realpath(folder)).is_relative_to(self.root)
        return self._inside[folder]

    def _open(self, path: Path) -> BinaryIO:
        if path != self.root and not self._is_inside(path.parent):
            raise OSError(errno.ELOOP, "outside")
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            os.close(handle)
            raise OSError(errno.EISDIR if stat.S_ISDIR(mode) else errno.EINVAL, "not a regular file")
        return os.fdopen(handle, "rb")

    def _paths(self) -> Iterator[Path]:
        if self.root == STANDARD_INPUT:
            yield STANDARD_INPUT
            return
        seen: set[Path] = set()
        for start in self.starts:
            for path in _walk(start):
                if len(self.starts) == 1:
                    yield path
                elif path not in seen:
                    seen.add(path)
                    yield path


@contextmanager
def opened(paths: Iterable[str], *, origin: str = "") -> Iterator[list[Archive]]:
    """Give the archives at the paths: files of one folder are one, a container is one, unpacked for the while.

    A folder that export_articles wrote, packed or not, holds one for each origin.
    Raises ImportUsageError where a path is not there or two archives would share an origin.
    """
    with ExitStack() as stack:
        starts: dict[tuple[str, Path], list[Path]] = {}
        found: list[Archive] = []
        for given in paths:
            root, start = _root_and_start(given)
            if containers.is_container(start):
                unpacked = stack.enter_context(containers.unpacked(start))
                found += _of_container(start, unpacked, origin)
            elif (exported := _of_export(start, origin)) is not None:
                found += exported
            else:
                starts.setdefault((origin or _origin(root), root), []).append(start)
        found += [Archive(name, root, tuple(below)) for (name, root), below in starts.items()]
        _refuse_shared_origins(found)
        yield found


def _of_container(path: Path, unpacked: containers.Unpacked, origin: str) -> list[Archive]:
    refused = tuple(_named_apart(unpacked))
    if exported := _of_export(_only_folder(unpacked.folder), origin):
        return [replace(exported[0], refused=refused), *exported[1:]]
    name = origin or escaped(containers.stem(path))[:200]
    return [Archive(name, unpacked.folder, (unpacked.folder,), refused)]


def _named_apart(unpacked: containers.Unpacked) -> Iterator[tuple[str, str]]:
    """Yield what was refused, under a name that neither a file which came out nor another refused one has."""
    met: set[str] = set()
    inside = _only_folder(unpacked.folder)
    for number, (name, reason) in enumerate(unpacked.refused, start=1):
        path = shortened(escaped(name))
        if path in met or any(os.path.lexists(f"{root}/{name}") for root in {unpacked.folder, inside}):
            path = shortened(f"{path} (refused {number})")
        met.add(path)
        yield path, reason


def _only_folder(folder: Path) -> Path:
    """Return the one folder that a container holds, as most programs pack it, else the container's own."""
    inside = list(folder.iterdir())
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else folder


def _of_export(folder: Path, origin: str) -> list[Archive] | None:
    """Return the archives of a folder that export_articles wrote; None for any other, or a file."""
    origins = own_export.origins_in(folder)
    if origins is None:
        return None
    roots = {folder / name: origin or stated for name, stated in origins.items() if (folder / name).is_dir()}
    return [Archive(name, root, (root,)) for root, name in roots.items()]


def _refuse_shared_origins(found: list[Archive]) -> None:
    origins = [archive.origin for archive in found]
    if len(set(origins)) < len(origins):
        raise ImportUsageError(
            "Two archives would share one origin, and their files overwrite each other: import them one at a time, "
            "each with its own --origin."
        )


def is_picture(path: Path) -> bool:
    return path.suffix.lower() in PICTURE_SUFFIXES


def _origin(root: Path) -> str:
    if root == STANDARD_INPUT:
        return "standard-input"
    return escaped(root.name)[:200] or "archive"


def shortened(path: str) -> str:
    """Return the path, or of one too long its beginning and a hash, so that no two become one."""
    if len(path) <= MAX_PATH_CHARACTERS:
        return path
    return f"{path[: MAX_PATH_CHARACTERS - 70]}~{sha256(path.encode()).hexdigest()}"


def escaped(name: str) -> str:
    """Return a file's name as text that every database takes, and that no other name gives."""
    plain = os.fsencode(name).replace(b"\\x", b"\\x5cx")
    return plain.decode("utf-8", "backslashreplace").replace("\0", "\\x00")


def _standard_input() -> BinaryIO:
    """Return what standard input holds, a byte more than the limit where it is over it. Raises Unreadable."""
    if sys.stdin is None:
        raise Unreadable("standard input is closed")
    try:
        return io.BytesIO(sys.stdin.buffer.read(MAX_FILE_BYTES.most + 1))
    except OSError as error:
        raise Unreadable(why(error)) from error


def _root_and_start(given: str) -> tuple[Path, Path]:
    path = Path(given)
    if path == STANDARD_INPUT:
        return path, path
    if not path.exists():
        raise ImportUsageError(f"{given}: there is no such file or folder.")
    path = path.resolve()
    return (path, path) if path.is_dir() else (path.parent, path)


def _walk(start: Path, depth: int = 0) -> Iterator[Path]:
    """Yield the files below ``start`` in the order of their names; links are yielded, never followed.

    A folder that cannot be read, lies too deep or is not walked is yielded itself: what opens it says why.
    """
    try:
        entries = sorted(os.scandir(start), key=lambda entry: os.fsencode(entry.name))
    except OSError:
        yield start
        return
    for entry in entries:
        is_left = depth == MAX_DEPTH or entry.name in NOT_WALKED
        if is_left or not entry.is_dir(follow_symlinks=False):
            yield Path(entry.path)
        else:
            yield from _walk(Path(entry.path), depth + 1)


def why(error: OSError) -> str:
    """Return why a file cannot be read, in plain words."""
    reasons = {
        errno.ELOOP: "a link, which is not followed",
        errno.EINVAL: "not a regular file",
        errno.ENXIO: "not a regular file",
        errno.EISDIR: f"a folder that cannot be read, lies more than {MAX_DEPTH} folders deep, or was a file before",
        errno.ENOENT: "gone since the folder was listed",
    }
    return reasons.get(error.errno or 0, f"it cannot be read: {error.strerror}")
