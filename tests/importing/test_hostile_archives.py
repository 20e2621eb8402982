"""Archives that mean harm, or are broken: each thing refused by name with its limit, the rest in, the memory flat."""

import bz2
import gzip
import io
import json
import os
import random
import stat
import struct
import subprocess
import sys
import tarfile
import zipfile

import pytest

from articles.importing import containers
from articles.models import ImportedRecord
from tests.reading import wordpress

from .archives import outcomes, reasons, run_import, story, write
from .newsrooms import TOP

pytestmark = pytest.mark.django_db

MOST_MEGABYTES = 250
HEADER_LINES = [f"k{number}: v" for number in range(10_000)]


def zipped(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members:
            packed.writestr(name, data)
    return path


def header(name, size=0, **fields):
    """Return one block of a tar, which says of itself whatever it likes."""
    found = tarfile.TarInfo(name)
    for field, value in {"size": size, **fields}.items():
        setattr(found, field, value)
    return found.tobuf(tarfile.GNU_FORMAT)


def signed(block):
    """Return a tar's block with the checksum that it must have."""
    summed = sum(block[:148]) + 8 * 32 + sum(block[156:])
    return block[:148] + b"%06o\0 " % summed + block[156:]


def member(name, text):
    data = text.encode()
    return header(name, len(data)) + data + b"\0" * (-len(data) % 512)


END = b"\0" * 1024


def tar(path, *blocks, pack=bytes):
    path.write_bytes(pack(b"".join(blocks)))
    return path


# What is refused


@pytest.mark.parametrize(
    "name",
    [
        "../out.txt",
        "a/../../out.txt",
        "/etc/out.txt",
        "C:/out.txt",
        "c:out.txt",
        "..\\out.txt",
        "a\\..\\..\\out.txt",
        "\\\\host\\share\\out.txt",
        "in.txt\0.exe",
    ],
)
def test_name_that_leads_outside_is_refused_in_a_zip(tmp_path, name):
    placeholder = "x" * len(name)
    path = zipped(tmp_path / "a.zip", [(placeholder, story()), ("in.txt", story("在里面"))])
    path.write_bytes(path.read_bytes().replace(placeholder.encode(), name.encode()))
    report = run_import(path)
    assert report.totals["created"] == report.totals["failed"] == 1
    assert reasons(report)[name.replace("\0", "\\x00")] == "its name leads outside the archive"
    assert [file.name for file in tmp_path.iterdir()] == ["a.zip"]


def test_trailing_dots_and_spaces_are_a_part_of_the_name(tmp_path):
    path = zipped(tmp_path / "a.zip", [("a./b .txt", story()), ("a/.../c.txt", story("三个点"))])
    assert outcomes(run_import(path)) == {"a./b .txt": "created", "a/.../c.txt": "created"}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a/" * 65 + "b.txt", "over the limit of 64 folders deep"),
        ("a/" * 2_000 + "b.txt", "over the limit of 64 folders deep"),
        ("a" * 300 + ".txt", "its name cannot be a file's: File name too long"),
        ("in.txt/b.txt", "its name cannot be a file's: File exists"),
        (".", "it has no name"),
    ],
)
def test_name_that_no_file_can_have_is_refused(tmp_path, name, reason):
    path = zipped(tmp_path / "a.zip", [("in.txt", story()), (name, story("另一篇"))])
    report = run_import(path)
    assert report.totals["created"] == report.totals["failed"] == 1
    assert reason in reasons(report).values()


def test_many_members_of_one_name_are_told_apart(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        names = ["../a.txt", "../a.txt", "a.txt", "a.txt", "a.txt", "a.zip"]
        path = zipped(tmp_path / "a.zip", [(name, story(str(i))) for i, name in enumerate(names)])
    path.write_bytes(path.read_bytes()[:-60])
    report = run_import(path)
    assert len(outcomes(report)) == report.totals["records"] == ImportedRecord.objects.count()


def test_files_whose_shown_names_would_be_the_same_are_told_apart(tmp_path):
    write(tmp_path, {"\\xff.txt": story()})
    with open(os.fsencode(tmp_path) + b"/\xff.txt", "w") as file:
        file.write(story("另一篇"))
    assert outcomes(run_import(tmp_path)) == {"\\x5cxff.txt": "created", "\\xff.txt": "created"}


def test_encrypted_member_says_that_it_is(tmp_path):
    path = zipped(tmp_path / "a.zip", [("secret.txt", story()), ("in.txt", story("在里面"))])
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    report = run_import(path)
    assert reasons(report) == {"secret.txt": "it is encrypted", "in.txt": ""}


def test_name_with_a_wrong_flag_for_utf_8_is_refused_and_the_rest_comes_in(tmp_path):
    path = zipped(tmp_path / "a.zip", [("长江禁渔.txt", story()), ("in.txt", story("在里面"))])
    wrong, right = (
        "长江.txt".encode("gb18030").ljust(len("长江禁渔.txt".encode()), b"x"),
        "长江禁渔.txt".encode(),
    )
    path.write_bytes(path.read_bytes().replace(right, wrong))
    report = run_import(path)
    assert report.totals["created"] == 1
    assert "its name is not in the encoding that it says" in reasons(report).values()


@pytest.mark.parametrize("encoding", ["cp437", "gb18030", "utf-8"])
def test_name_without_a_flag_comes_in_whatever_its_encoding(tmp_path, encoding):
    name = "é.txt" if encoding == "cp437" else "长江.txt"
    placeholder = "X" * len(name.encode(encoding))
    path = zipped(tmp_path / "a.zip", [(placeholder, story())])
    path.write_bytes(path.read_bytes().replace(placeholder.encode(), name.encode(encoding)))
    assert outcomes(run_import(path)) == {name: "created"}


def test_archive_in_an_archive_is_no_article(tmp_path):
    inner = zipped(tmp_path / "inner.zip", [("a.txt", story())]).read_bytes()
    path = zipped(tmp_path / "a.zip", [("inner.zip", inner), ("in.txt", story())])
    assert outcomes(run_import(path)) == {"inner.zip": "skipped", "in.txt": "created"}


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE]
)
def test_what_is_no_file_in_a_tar_is_refused(tmp_path, kind):
    path = tar(
        tmp_path / "a.tar",
        header("odd.txt", type=kind, linkname="/etc/passwd"),
        member("in.txt", story()),
        END,
    )
    report = run_import(path)
    assert reasons(report) == {"odd.txt": "a link or a device, which is not unpacked", "in.txt": ""}


@pytest.mark.parametrize("mode", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO, stat.S_IFSOCK])
def test_what_is_no_file_in_a_zip_is_refused(tmp_path, mode):
    odd = zipfile.ZipInfo("odd.txt")
    odd.create_system, odd.external_attr = 3, (mode | 0o644) << 16
    path = zipped(tmp_path / "a.zip", [(odd, "/etc/passwd"), ("in.txt", story())])
    assert reasons(run_import(path)) == {"odd.txt": "a link or a device, which is not unpacked", "in.txt": ""}


# Bombs


def entry(name, *, offset, packed, size, crc=0):
    fields = (b"PK\x01\x02", 20, 0, 20, 0, 0, 8, 0, 0, crc, packed, size, len(name), 0, 0, 0, 0, 0, offset)
    return struct.pack("<4s4B4HL2L5H2L", *fields) + name.encode()


def directory(entries, *, at):
    joined = b"".join(entries)
    return joined + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0, 0, len(joined), at, 0)


def test_members_that_share_their_bytes_are_refused(tmp_path):
    kept = zipped(tmp_path / "kept.zip", [("in.txt", story()), ("b.txt", story("另一篇"))]).read_bytes()
    at = kept.index(b"PK\x01\x02")
    entries = [entry(f"{n}.txt", offset=n, packed=at - n, size=9_000_000) for n in range(5)]
    (tmp_path / "a.zip").write_bytes(kept[:at] + directory(entries, at=at))
    found = reasons(run_import(tmp_path / "a.zip"))
    assert [found[f"{n}.txt"] for n in range(4)] == ["its bytes are another member's too, as in a bomb"] * 4


def test_many_members_that_unpack_to_a_lot_together_are_refused(tmp_path):
    bombs = [(f"{number}.txt", b"\0" * 15_000_000) for number in range(4)]
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as packed:
        for name, data in bombs:
            packed.writestr(name, data)
    found = reasons(run_import(path))
    assert "all unpacks to more than 1,000 times its size" in found["3.txt"]


def test_zip_of_too_many_members_is_refused_before_they_are_listed(tmp_path):
    one = entry("a", offset=0, packed=0, size=0)
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04" + directory([one] * 500_001, at=4))
    report = run_import(tmp_path / "a.zip")
    assert reasons(report) == {"a.zip": "it cannot be unpacked: over the limit of 500,000 members"}


def test_long_header_of_a_tar_is_refused_and_what_came_before_is_in(tmp_path):
    long = header("x", 1_000_000_000, type=tarfile.XHDTYPE)
    path = tar(tmp_path / "a.tar", member("in.txt", story()), long, b"\0" * 100_000)
    found = reasons(run_import(path))
    assert found["in.txt"] == ""
    assert "over the limit of 16,384 bytes about a member" in found["a.tar"]


@pytest.mark.parametrize(
    "pax",
    [
        {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": "9" * 12},
        {"GNU.sparse.map": "0,1", "GNU.sparse.size": "9" * 12},
    ],
)
def test_file_with_holes_is_refused(tmp_path, pax):
    with tarfile.open(tmp_path / "a.tar", "w", format=tarfile.PAX_FORMAT) as packed:
        for name, headers in (("in.txt", {}), ("holes.txt", pax)):
            info = tarfile.TarInfo(name)
            info.pax_headers, data = headers, story(name).encode()
            info.size = len(data)
            packed.addfile(info, io.BytesIO(data))
    found = reasons(run_import(tmp_path / "a.tar"))
    assert found.pop("in.txt") == ""
    assert [reason for reason in found.values() if "a file with holes" in reason]


def test_holes_of_the_old_kind_are_refused(tmp_path):
    path = tar(
        tmp_path / "a.tar", member("in.txt", story()), header("holes", 512, type=tarfile.GNUTYPE_SPARSE), END
    )
    found = reasons(run_import(path))
    assert found["in.txt"] == ""
    assert "a file with holes" in found["a.tar"]


@pytest.mark.parametrize("cut", [512, 700, 1_024])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_truncated_tar_says_so_and_gives_what_it_can(tmp_path, cut, pack):
    whole = member("in.txt", story(body="<p>短。</p>")) + member("b.txt", story("另一篇")) + END
    first = len(member("in.txt", story(body="<p>短。</p>")))
    path = tar(tmp_path / "a.tar", whole[: first + (0 if cut == 512 else cut)], pack=pack)
    found = reasons(run_import(path))
    assert found.pop("in.txt") == ""
    assert any("cannot be unpacked" in reason for reason in found.values())


def test_truncated_gzip_says_so_and_gives_what_it_can(tmp_path):
    stories = [
        member(f"{number}.txt", story(str(number), body=os.urandom(9_000).hex())) for number in range(30)
    ]
    packed = gzip.compress(b"".join(stories) + END)
    (tmp_path / "a.tar.gz").write_bytes(packed[: len(packed) // 2])
    report = run_import(tmp_path / "a.tar.gz")
    assert report.totals["created"] > 5
    assert "cannot be unpacked" in reasons(report)["a.tar.gz"]


def test_truncated_zip_is_one_failed_record(tmp_path):
    path = zipped(tmp_path / "a.zip", [("in.txt", story())])
    path.write_bytes(path.read_bytes()[:-30])
    assert reasons(run_import(path)) == {"a.zip": "it cannot be unpacked: File is not a zip file"}


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz"])
def test_container_with_any_bytes_spoilt_is_unpacked_as_far_as_it_can_be(tmp_path, name):
    members = [(f"{number}/一.txt", story(str(number))) for number in range(4)]
    blocks = b"".join(member(*one) for one in members) + END
    whole = {
        "a.zip": lambda: zipped(tmp_path / "whole", members).read_bytes(),
        "a.tar": lambda: blocks,
        "a.tar.gz": lambda: gzip.compress(blocks),
    }[name]()
    chance = random.Random(name)
    for _ in range(300):
        spoilt = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            spoilt[chance.randrange(len(spoilt))] = chance.choice([0, 0xFF, chance.randrange(256)])
        (tmp_path / name).write_bytes(spoilt)
        with containers.unpacked(tmp_path / name) as unpacked:
            assert all(reason for _, reason in unpacked.refused)
            assert unpacked.total <= 100_000


def test_negative_size_in_a_tar_does_not_turn_in_a_circle(tmp_path):
    backwards = bytearray(header("back.txt", 0))
    backwards[124:136] = b"\xff" * 11 + b"\x00"
    backwards[148:156] = b" " * 8
    backwards[148:156] = b"%06o\0 " % sum(backwards)
    path = tar(tmp_path / "a.tar", member("in.txt", story()), bytes(backwards), END)
    found = reasons(run_import(path))
    assert found["in.txt"] == ""
    assert "less than no bytes" in found["a.tar"]


# Files: the limit is named, and the memory stays flat


def yaml(*lines):
    return "---\ntitle: 坏的\n" + "\n".join(lines) + "\n---\n\n正文。\n"


ALIASES = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"] + [
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)
]
HOSTILE_FILES = {
    "keys.txt": (yaml(*HEADER_LINES), "over the limit of 300 keys a header"),
    "header.txt": (yaml("text: " + "长" * 1_700_000), "over the limit of 100,000 characters a header"),
    "flow.txt": (
        yaml("deep: " + "[" * 30 + "]" * 30),
        "over the limit of 10 levels of nesting in a header",
    ),
    "block.txt": (
        yaml("deep:", *(" " * n + f"k{n}:" for n in range(1, 200))),
        "over the limit of 10 levels of nesting in a header",
    ),
    "aliases.txt": (yaml(*ALIASES), "over the limit of"),
    "json.txt": (
        '{"title": "坏的", "deep": ' + "[" * 40_000 + "]" * 40_000 + "}\n\n正文。\n",
        "over the limit of 10 levels of nesting",
    ),
    "line.txt": (yaml() + "字" * 17_000_000, "over the limit of 10,000,000 bytes a file"),
}
MEGABYTE = b"\0" * 1_000_000
ONES = b"1" * 1_000_000


def repeated(path, start, block, times):
    """Write a packed file that holds a block many times, one packed part after the other."""
    packed = gzip.compress(block)
    with path.open("wb") as file:
        file.write(gzip.compress(start))
        for _ in range(times):
            file.write(packed)


def line(path, start):
    with path.open("wb") as file:
        file.write(start)
        for _ in range(50):
            file.write(ONES)


HOSTILE_ARCHIVES = {
    "bomb.zip": (lambda path: zipped(path, [("bomb.txt", MEGABYTE * 50)]), "as a bomb does"),
    "bomb.tar.bz2": (
        lambda path: tar(path, header("bomb2.txt", 100_000_000), MEGABYTE * 100, END, pack=bz2.compress),
        "as a bomb does",
    ),
    "pax.tar.gz": (
        lambda path: repeated(path, header("x", 300_000_000, type=tarfile.XHDTYPE), ONES, 300),
        "over the limit of 16,384 bytes about a member",
    ),
    "holes.tar.gz": (
        lambda path: repeated(
            path,
            signed(header("x", type=tarfile.GNUTYPE_SPARSE)[:482] + b"\1" + b"0" * 11 + b"\0" * 18),
            (b"00000000001\0" * 42 + b"\1" + b"\0" * 7) * 1_000,
            200,
        ),
        "a file with holes",
    ),
    "many.zip": (
        lambda path: path.write_bytes(
            b"PK\x03\x04" + directory([entry("a", offset=0, packed=0, size=0)] * 600_000, at=4)
        ),
        "over the limit of 500,000 members",
    ),
    "list.zip": (
        lambda path: path.write_bytes(b"PK\x03\x04" + directory([MEGABYTE * 210], at=4)),
        "over the limit of 200,000,000 bytes a list of members",
    ),
    "line.json": (
        lambda path: line(
            path, b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_html": "'
        ),
        "over the limit of 10,000,000 characters an entry",
    ),
    "line.xml": (
        lambda path: line(path, b'<rss version="2.0"><channel><item><title>A</title><description>'),
        "over the limit of 50,000,000 bytes a feed",
    ),
    "line-wxr.xml": (
        lambda path: line(path, wordpress.export("<item>").removesuffix(wordpress.FOOT).encode()),
        "the file ends before an element does (item)",
    ),
    "line-ghost.json": (
        lambda path: line(path, b'{"db": [{"data": {"posts": [{"id": "1", "html": "'),
        "over the limit of",
    ),
}
MEASURED = """
import json, sys, django
django.setup()
from datetime import UTC, datetime
from pathlib import Path
from django.core.management import call_command
from articles.importing.pipeline import ImportOptions, import_archives
call_command("migrate", verbosity=0)
found = {}
for path in sys.argv[1:]:
    report = import_archives([path], options=ImportOptions(), clock=lambda: datetime.now(UTC))
    found[Path(path).name] = {record["path"]: record["reason"] for record in report.records()}
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(json.dumps([int(peak.split()[1]) / 1024, found]))
"""


def measured(folder, *paths):
    """Import in a process of its own; return its peak in megabytes, and the reasons of each archive's records."""
    environment = {**os.environ, "DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-c", MEASURED, *map(str, paths)]
    done = subprocess.run(command, cwd=TOP, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_hostile_files_and_archives_are_refused_by_name_and_the_memory_stays_flat(tmp_path):
    files = {name: text for name, (text, _) in HOSTILE_FILES.items()}
    folder = write(tmp_path / "folder", files | {"good.txt": story()})
    for name, (make, _) in HOSTILE_ARCHIVES.items():
        make(tmp_path / name)
    megabytes, found = measured(
        tmp_path / "newsroom", folder, *(tmp_path / name for name in HOSTILE_ARCHIVES)
    )
    assert found["folder"].pop("good.txt") == ""
    assert {name for name, reason in found["folder"].items() if HOSTILE_FILES[name][1] not in reason} == set()
    for name, (_, limit) in HOSTILE_ARCHIVES.items():
        assert [reason for reason in found[name].values() if limit in reason], (name, found[name])
    assert megabytes < MOST_MEGABYTES
