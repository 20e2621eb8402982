"""A .zip or .tar.gz as a folder: unpacked where nothing but the import sees it, every member checked before it is.

Names that lead outside, links, devices and what unpacks to more than the limits are refused by name; the rest comes in.
"""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from . import unpacking_folder
from .errors import ImportStoppedError, writing_to
from .members import MAX_MEMBERS, Member, of_tar, of_zip

MAX_MEMBER_BYTES = 2_000_000_000
MAX_TOTAL_BYTES = 50_000_000_000
MAX_FOLDERS_DEEP = 64
# Text packs to a tenth, a page of spaces to a thousandth; only a bomb is both large and packed more than this.
MAX_RATIO = 200
# Files that are alike pack better together than one alone.
MAX_TOTAL_RATIO = 1_000
RATIO_MATTERS_FROM_BYTES = 20_000_000
CHUNK_BYTES = 1_048_576
SUFFIXES = (".zip", ".tar.gz", ".tgz", ".tar", ".tar.bz2", ".tar.xz")
SECOND = "a second member of this name"
NAMES_FAULT = (errno.ENAMETOOLONG, errno.ENOTDIR, errno.EEXIST, errno.EILSEQ, errno.EINVAL, errno.EISDIR)


class MemberRefused(Exception):
    """Why one member stays packed."""


@dataclass(slots=True)
class Unpacked:
    """The folder that holds what came out, and ``refused``: ``(name, reason)`` of what did not.

    ``packed``: the bytes that it came from; ``total``: the bytes that came out.
    """

    folder: Path
    packed: int
    refused: list[tuple[str, str]] = field(default_factory=list)
    total: int = 0


def is_container(path: Path) -> bool:
    return path.name.lower().endswith(SUFFIXES) and path.is_file()


def stem(path: Path) -> str:
    """Return the name without its suffix of one or two parts."""
    suffix = next(
        suffix for suffix in sorted(SUFFIXES, key=len, reverse=True) if path.name.lower().endswith(suffix)
    )
    return path.name[: -len(suffix)]


@contextmanager
def unpacked(path: Path) -> Iterator[Unpacked]:
    """Unpack the container into a folder of its own that is gone afterwards; a damaged one gives what it can.

    Raises ImportStoppedError where there is no room for it.
    """
    with unpacking_folder.new() as folder:
        result = Unpacked(folder, packed=path.stat().st_size)
        try:
            _unpack(of_zip(path) if path.suffix.lower() == ".zip" else of_tar(path), result)
        except ImportStoppedError:
            raise
        except Exception as error:
            # What lies in wait in a damaged file is more than its readers have errors for.
            result.refused.append((path.name, _damaged(error)))
        yield result


def _unpack(members: Iterator[Member], result: Unpacked) -> None:
    for number, member in enumerate(members, start=1):
        if number > MAX_MEMBERS:
            raise ValueError(f"over the limit of {MAX_MEMBERS:,} members, the rest stays packed")
        try:
            _take_out(member, result)
        except MemberRefused as refused:
            result.refused.append((member.name, str(refused)))


def _take_out(member: Member, result: Unpacked) -> None:
    if member.wrong:
        raise MemberRefused(member.wrong)
    with writing_to(result.folder.parent):
        place = _place(result.folder, member.name)
    try:
        opened = member.open()
    except UnicodeDecodeError as error:
        raise MemberRefused("its name is not in the encoding that it says") from error
    except Exception as error:
        raise MemberRefused(_damaged(error)) from error
    if opened is None:
        raise MemberRefused("it holds no bytes of its own")
    with opened:
        _copy(opened, place, member.packed, result)


def _place(folder: Path, name: str) -> Path:
    """Return where the member goes, its folder made. Raises MemberRefused for a name that is not plainly below."""
    parts = name.replace("\\", "/").split("/")
    if "\0" in name or name.startswith(("/", "\\")) or ".." in parts or re.match(r"[A-Za-z]:", name):
        raise MemberRefused("its name leads outside the archive")
    parts = [part for part in parts if part not in ("", ".")]
    if not parts:
        raise MemberRefused("it has no name")
    if len(parts) > MAX_FOLDERS_DEEP:
        raise MemberRefused(f"over the limit of {MAX_FOLDERS_DEEP} folders deep")
    return _made(folder.joinpath(*parts))


def _made(place: Path) -> Path:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        is_second = place.exists()
    except OSError as error:
        if error.errno in NAMES_FAULT:
            raise MemberRefused(f"its name cannot be a file's: {error.strerror}") from error
        raise
    if is_second:
        raise MemberRefused(SECOND)
    return place


def _copy(source: IO[bytes], place: Path, packed: int, result: Unpacked) -> None:
    try:
        with writing_to(result.folder.parent), place.open("xb") as target:
            for chunk in _chunks(source, packed, result):
                target.write(chunk)
    except MemberRefused:
        place.unlink()
        raise


def _chunks(source: IO[bytes], packed: int, result: Unpacked) -> Iterator[bytes]:
    """Yield the bytes that really come out, whatever the header says of them. Raises MemberRefused."""
    written = 0
    while True:
        try:
            chunk = source.read(CHUNK_BYTES)
        except Exception as error:
            raise MemberRefused(_damaged(error)) from error
        if not chunk:
            break
        written += len(chunk)
        if reason := _over(written, packed, result):
            raise MemberRefused(reason)
        yield chunk
    result.total += written


def _over(written: int, packed: int, result: Unpacked) -> str:
    total = result.total + written
    if written > MAX_MEMBER_BYTES:
        return f"over the limit of {MAX_MEMBER_BYTES:,} bytes a member"
    if total > MAX_TOTAL_BYTES:
        return f"over the limit of {MAX_TOTAL_BYTES:,} bytes in all"
    if written > RATIO_MATTERS_FROM_BYTES and written > MAX_RATIO * max(packed, 1):
        return f"it unpacks to more than {MAX_RATIO} times its size, as a bomb does"
    if total > RATIO_MATTERS_FROM_BYTES and total > MAX_TOTAL_RATIO * result.packed:
        return f"all unpacks to more than {MAX_TOTAL_RATIO:,} times its size, as a bomb does"
    return ""


def _damaged(error: Exception) -> str:
    return f"it cannot be unpacked: {str(error) or type(error).__name__}"
