"""The members of a .zip or a .tar in turn, and what is wrong with one before a byte of it comes out.

Neither a list of members nor what stands about one may fill the memory, whatever its header says of its size.
"""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from tarfile import EOFHeaderError, HeaderError, ReadError  # type: ignore[attr-defined] # the first is not in its types
from typing import IO, Any, cast

MAX_MEMBERS = 500_000
MAX_DIRECTORY_BYTES = 200_000_000
# A member's long name and its like; what systems keep there besides is a few hundred bytes.
MAX_BYTES_ABOUT_A_MEMBER = 16_384
NO_FILE = "a link or a device, which is not unpacked"
SPARSE = "a file with holes, which is not unpacked"
OVERLAPPING = "its bytes are another member's too, as in a bomb"
IN_A_DIRECTORY = b"PK\x01\x02"
UTF_8_FLAG = 0x800
PACKERS: dict[bytes, Callable[..., Any]] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ": lzma.open}
ABOUT_THE_NEXT = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)


@dataclass(frozen=True, slots=True)
class Member:
    """One member of either kind; ``packed``: the bytes that it can have come from.

    ``wrong``: why it is refused, whatever it holds.
    """

    name: str
    packed: int
    open: Callable[[], IO[bytes] | None]
    wrong: str = ""


def of_zip(path: Path) -> Iterator[Member]:
    with _ZipBytes(path) as file, zipfile.ZipFile(cast(IO[bytes], file)) as packed:
        file.is_listed = True
        overlapping = _overlapping(packed)
        for member in packed.infolist():
            if not member.is_dir():
                wrong = _wrong_in_zip(member) or (OVERLAPPING if id(member) in overlapping else "")
                yield Member(_name(member), member.compress_size, partial(packed.open, member), wrong)


def of_tar(path: Path) -> Iterator[Member]:
    size = path.stat().st_size
    with _unpacked_stream(path) as file, tarfile.open(fileobj=file, mode="r|", tarinfo=_TarInfo) as packed:
        while member := packed.next():
            # They are of no use once they are unpacked, and there may be very many.
            cast(Any, packed).members = []
            if not member.isdir():
                yield Member(member.name, size, partial(packed.extractfile, member), _wrong_in_tar(member))


class _ZipBytes(io.FileIO):
    """A zip's bytes. Its list of members, which zipfile takes in one piece, is checked before it is understood."""

    is_listed = False

    def read(self, size: int | None = -1, /) -> bytes:
        if self.is_listed:
            return super().read(-1 if size is None else size) or b""
        if size and size > MAX_DIRECTORY_BYTES:
            raise zipfile.BadZipFile(f"over the limit of {MAX_DIRECTORY_BYTES:,} bytes a list of members")
        data = super().read(-1 if size is None else size) or b""
        if not data.startswith(IN_A_DIRECTORY):
            return data
        if data.count(IN_A_DIRECTORY) > MAX_MEMBERS:
            raise zipfile.BadZipFile(f"over the limit of {MAX_MEMBERS:,} members")
        return _with_true_flags(data)


def _with_true_flags(directory: bytes) -> bytes:
    """Return the list of members with no flag for UTF-8 at a name that is not, which zipfile gives all up at."""
    mended, at = bytearray(directory), 0
    while directory.startswith(IN_A_DIRECTORY, at):
        flags, length, extra, comment = (
            int.from_bytes(directory[at + place : at + place + 2], "little") for place in (8, 28, 30, 32)
        )
        try:
            directory[at + 46 : at + 46 + length].decode()
        except UnicodeDecodeError:
            mended[at + 8 : at + 10] = (flags & ~UTF_8_FLAG).to_bytes(2, "little")
        at += 46 + length + extra + comment
    return bytes(mended)


def _overlapping(packed: zipfile.ZipFile) -> set[int]:
    """Return the ids of the members whose bytes are another one's too: a small zip holds a lot by them."""
    members = sorted(packed.infolist(), key=lambda member: member.header_offset)
    return {
        id(member)
        for member, after in pairwise(members)
        if member.header_offset + member.compress_size > after.header_offset
    }


def _wrong_in_zip(member: zipfile.ZipInfo) -> str:
    if (member.external_attr >> 28) not in (0, 0o10):
        return NO_FILE
    return "it is encrypted" if member.flag_bits & 1 else ""


def _name(member: zipfile.ZipInfo) -> str:
    """Return the name, which old programs wrote in the encoding of their system without saying so."""
    # As it stands there: zipfile's own ends where a NUL is.
    name = member.orig_filename
    if member.flag_bits & UTF_8_FLAG or name.isascii():
        return name
    raw = name.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _unpacked_stream(path: Path) -> IO[bytes]:
    """Return the bytes of a tar, whatever packs them, unpacked as they are asked for and no faster."""
    with path.open("rb") as file:
        start = file.read(6)
    opener = next((opener for magic, opener in PACKERS.items() if start.startswith(magic)), open)
    return cast(IO[bytes], opener(path, "rb"))


def _wrong_in_tar(member: tarfile.TarInfo) -> str:
    if member.issparse():
        return SPARSE
    return "" if member.isreg() else NO_FILE


class _TarInfo(tarfile.TarInfo):
    """A tar's header which says where its archive is cut off, and which cannot fill the memory."""

    @classmethod
    def fromtarfile(cls, tarfile: Any) -> "_TarInfo":
        try:
            return super().fromtarfile(tarfile)
        except EOFHeaderError:
            raise
        except HeaderError as error:
            raise ReadError(f"it is cut off or damaged ({error})") from error

    @classmethod
    def frombuf(cls, buf: Any, encoding: Any, errors: Any) -> "_TarInfo":
        found = super().frombuf(buf, encoding, errors)
        if found.size < 0:
            raise ReadError("it is damaged (a member of less than no bytes)")
        if found.type in ABOUT_THE_NEXT and found.size > MAX_BYTES_ABOUT_A_MEMBER:
            raise ReadError(f"over the limit of {MAX_BYTES_ABOUT_A_MEMBER:,} bytes about a member")
        return found

    def _refused(self, *found: Any) -> None:
        raise ReadError(SPARSE)

    # Where the holes are is listed before the bytes, at any length.
    _proc_sparse = _proc_gnusparse_10 = _refused
