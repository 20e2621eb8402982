import io
import stat
import tarfile
import zipfile

import pytest

from articles.importing import containers
from articles.models import Article, Image
from tests.factories import HEADLINES

from .archives import outcomes, picture, reasons, run_import, story

pytestmark = pytest.mark.django_db


def zipped(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members:
            packed.writestr(name, data)
    return path


def tarred(path, members):
    with tarfile.open(path, "w:gz") as packed:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data.encode())
            packed.addfile(info, io.BytesIO(data.encode()))
    return path


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_packed_archive_comes_in_like_its_folder(tmp_path, pack):
    suffix = "zip" if pack is zipped else "tar.gz"
    path = pack(
        tmp_path / f"wire.{suffix}", [("2022/一.txt", story()), ("2022/二.txt", story(HEADLINES["en"]))]
    )
    first = run_import(path, origin="")
    assert outcomes(first) == {"2022/一.txt": "created", "2022/二.txt": "created"}
    assert set(Article.objects.values_list("source__origin", flat=True)) == {"wire"}
    assert run_import(path, origin="").totals["unchanged"] == 2


@pytest.mark.parametrize(
    "name", ["../out.txt", "/etc/out.txt", "a/../../out.txt", "C:/out.txt", "..\\out.txt"]
)
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_name_that_leads_outside_is_refused_and_the_rest_comes_in(tmp_path, pack, name):
    path = pack(
        tmp_path / ("a.zip" if pack is zipped else "a.tgz"), [(name, story()), ("in.txt", story("在里面"))]
    )
    report = run_import(path)
    assert report.totals["created"] == report.totals["failed"] == 1
    assert "leads outside" in reasons(report)[name]
    assert sorted(file.name for file in tmp_path.iterdir()) == [path.name]


def test_link_in_a_tar_is_not_unpacked(tmp_path):
    path = tmp_path / "a.tar.gz"
    with tarfile.open(path, "w:gz") as packed:
        link = tarfile.TarInfo("secret.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        packed.addfile(link)
    report = run_import(path)
    assert reasons(report) == {"secret.txt": "a link or a device, which is not unpacked"}


def test_link_in_a_zip_is_not_unpacked(tmp_path):
    info = zipfile.ZipInfo("secret.txt")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    path = zipped(tmp_path / "a.zip", [(info, "/etc/passwd")])
    assert reasons(run_import(path)) == {"secret.txt": "a link or a device, which is not unpacked"}


def test_bomb_is_refused_and_the_rest_comes_in(tmp_path):
    path = zipped(tmp_path / "a.zip", [("bomb.txt", b"\0" * 60_000_000), ("in.txt", story())])
    report = run_import(path)
    assert "as a bomb does" in reasons(report)["bomb.txt"]
    assert outcomes(report)["in.txt"] == "created"


def test_second_member_of_a_name_is_refused(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = zipped(tmp_path / "a.zip", [("a.txt", story()), ("a.txt", story("另一篇"))])
    report = run_import(path)
    assert sorted(record["outcome"] for record in report.records()) == ["created", "failed"]


@pytest.mark.parametrize("name", ["broken.zip", "broken.tar.gz"])
def test_damaged_container_is_one_failed_record(tmp_path, name):
    (tmp_path / name).write_bytes(b"PK\x03\x04 not really")
    report = run_import(tmp_path / name)
    assert outcomes(report) == {name: "failed"}
    assert "cannot be unpacked" in reasons(report)[name]


def test_name_in_the_old_encoding_of_a_chinese_system_is_read(tmp_path):
    path = zipped(tmp_path / "a.zip", [("XXXXXXXX.txt", story())])
    path.write_bytes(path.read_bytes().replace(b"XXXXXXXX", "长江禁渔".encode("gb18030")))
    assert outcomes(run_import(path)) == {"长江禁渔.txt": "created"}


def test_pictures_of_a_container_are_kept(tmp_path):
    picture(tmp_path / "river.jpg", color=(12, 80, 90))
    path = zipped(
        tmp_path / "a.zip",
        [("a/story.txt", story(headimg="river.jpg")), ("a/river.jpg", (tmp_path / "river.jpg").read_bytes())],
    )
    run_import(path)
    assert Article.objects.get().lead_image == Image.objects.get()


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """The system's temporary folder, of our own."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def test_nothing_stays_behind_of_what_was_unpacked(tmp_path, temporary):
    with containers.unpacked(zipped(tmp_path / "a.zip", [("a.txt", "x")])) as unpacked:
        assert (unpacked.folder / "a.txt").read_text() == "x"
    assert list(temporary.iterdir()) == []


def test_what_a_killed_run_had_unpacked_goes_and_what_a_living_one_has_stays(tmp_path, temporary):
    path = zipped(tmp_path / "a.zip", [("a.txt", "x")])
    left, precious = temporary / "newsroom-import-left", tmp_path / "precious"
    for folder in (left, precious, temporary / "somebody-else"):
        folder.mkdir()
        (folder / "a.txt").write_text("x")
    (temporary / "newsroom-import-link").symlink_to(precious)
    with containers.unpacked(path) as living:
        assert not left.exists()
        with containers.unpacked(path):
            assert (living.folder / "a.txt").exists()
    assert sorted(path.name for path in temporary.iterdir()) == ["newsroom-import-link", "somebody-else"]
    assert (precious / "a.txt").exists()
