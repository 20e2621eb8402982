"""A .zip or .tar.gz as a folder: unpacked where nothing but the import sees it, every member checked before it is.

Names that lead outside, links, devices and what unpacks to more than the limits are refused by name; the rest comes in.
"""

import re
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO

MAX_MEMBERS = 500_000
MAX_MEMBER_BYTES = 2_000_000_000
MAX_TOTAL_BYTES = 50_000_000_000
# Text packs to a tenth, a page of spaces to a thousandth; only a bomb is both large and packed more than this.
MAX_RATIO = 200
RATIO_MATTERS_FROM_BYTES = 20_000_000
CHUNK_BYTES = 1_048_576
SUFFIXES = (".zip", ".tar.gz", ".tgz", ".tar", ".tar.bz2", ".tar.xz")
SECOND = "a second member of this name"
DAMAGED = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
)


class MemberRefused(Exception):
    """Why one member stays packed."""


@dataclass(slots=True)
class Unpacked:
    """The folder that holds what came out, and ``refused``: ``(name, reason)`` of what did not."""

    folder: Path
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
    """Unpack the container into a folder of its own that is gone afterwards; a damaged one gives what it can."""
    with tempfile.TemporaryDirectory(prefix="newsroom-import-") as folder:
        result = Unpacked(Path(folder).resolve())
        try:
            _unpack(_of_zip(path) if path.suffix.lower() == ".zip" else _of_tar(path), result)
        except DAMAGED as error:
            result.refused.append((path.name, f"it cannot be unpacked: {error}"))
        yield result


@dataclass(frozen=True, slots=True)
class Member:
    """One member of either kind of container; ``packed``: the bytes it can have come from."""

    name: str
    is_regular: bool
    packed: int
    open: Callable[[], IO[bytes] | None]


def _of_zip(path: Path) -> Iterator[Member]:
    with zipfile.ZipFile(path) as packed:
        for member in packed.infolist():
            if not member.is_dir():
                is_regular = (member.external_attr >> 28) in (0, 0o10)
                yield Member(_name(member), is_regular, member.compress_size, partial(packed.open, member))


def _of_tar(path: Path) -> Iterator[Member]:
    size = path.stat().st_size
    with tarfile.open(path, "r|*") as packed:
        for member in packed:
            if not member.isdir():
                yield Member(member.name, member.isreg(), size, partial(packed.extractfile, member))


def _unpack(members: Iterator[Member], result: Unpacked) -> None:
    for number, member in enumerate(members, start=1):
        try:
            if number > MAX_MEMBERS:
                raise MemberRefused(f"over the limit of {MAX_MEMBERS:,} members")
            _take_out(member, result)
        except MemberRefused as refused:
            again = f" (member {number})" if str(refused) == SECOND else ""
            result.refused.append((member.name + again, str(refused)))


def _take_out(member: Member, result: Unpacked) -> None:
    if not member.is_regular:
        raise MemberRefused("a link or a device, which is not unpacked")
    place = _place(result.folder, member.name)
    try:
        opened = member.open()
    except (RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:
        raise MemberRefused(f"it cannot be unpacked: {error}") from error
    if opened is None:
        raise MemberRefused("a link or a device, which is not unpacked")
    with opened:
        _copy(opened, place, member.packed, result)


def _place(folder: Path, name: str) -> Path:
    """Return where the member goes, its folder made. Raises MemberRefused for a name that is not plainly below."""
    parts = name.replace("\\", "/").split("/")
    if "\0" in name or name.startswith(("/", "\\")) or ".." in parts or re.match(r"[A-Za-z]:", name):
        raise MemberRefused("its name leads outside the archive")
    place = folder.joinpath(*[part for part in parts if part not in ("", ".")])
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists():
            raise MemberRefused(SECOND)
    except OSError as error:
        raise MemberRefused(f"its name cannot be a file's: {error.strerror}") from error
    return place


def _copy(source: IO[bytes], place: Path, packed: int, result: Unpacked) -> None:
    """Copy the bytes that really come out, whatever the header says of them."""
    written = 0
    try:
        with place.open("xb") as target:
            while chunk := source.read(CHUNK_BYTES):
                written += len(chunk)
                if reason := _over(written, packed, result.total + written):
                    raise MemberRefused(reason)
                target.write(chunk)
    except MemberRefused:
        place.unlink()
        raise
    except DAMAGED as error:
        place.unlink()
        raise MemberRefused(f"it cannot be unpacked: {error}") from error
    result.total += written


def _over(written: int, packed: int, total: int) -> str:
    if written > MAX_MEMBER_BYTES:
        return f"over the limit of {MAX_MEMBER_BYTES:,} bytes a member"
    if total > MAX_TOTAL_BYTES:
        return f"over the limit of {MAX_TOTAL_BYTES:,} bytes in all"
    if written > RATIO_MATTERS_FROM_BYTES and written > MAX_RATIO * max(packed, 1):
        return f"it unpacks to more than {MAX_RATIO} times its size, as a bomb does"
    return ""


def _name(member: zipfile.ZipInfo) -> str:
    """Return the name, which old programs wrote in the encoding of their system without saying so."""
    if member.flag_bits & 0x800 or member.filename.isascii():
        return member.filename
    raw = member.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename
