"""An archive with pictures on a server of others, by the command that a user types; the server is ours, on loopback."""

import json
import signal
import socket
from io import BytesIO
from threading import Event

import pytest
from django.core.management import call_command
from django.test import Client
from django_tasks_db.models import DBTaskResult
from PIL import Image as Pillow
from selectolax.lexbor import LexborHTMLParser

from articles.images.fetching.fetcher import Fetcher
from articles.importing import fetching
from articles.importing.fetching import fetch_for
from articles.importing.progress import Progress
from articles.models import Article, Image, ImageSource, ImportRun
from tests import outside
from tests.factories import NOW
from tests.images.web import Canary, Web, answer, redirect
from tests.test_tasks import REAL_QUEUE

from .archives import run_import, story, write
from .newsrooms import Newsroom

pytestmark = pytest.mark.django_db
UPLOADS = "/wp-content/uploads/2022/01"
HOST = "https://chinese.aljazeera.net"
NAMES = ("image-100.jpg", "image-1-72.jpg", "image-2-45.jpg")
WIDTHS = (1600, 1200, 900)
PLACE = b"GPSLatitude-and-the-name-of-the-photographer"


def photograph(width, color):
    """A JPEG that tells where it was taken and with what."""
    picture = Pillow.new("RGB", (width, width * 9 // 16), color)
    told = picture.getexif()
    told[0x010F] = PLACE.decode()
    told.get_ifd(0x8825)[2] = (31.0, 13.0, 48.0)
    written = BytesIO()
    picture.save(written, "JPEG", exif=told)
    return written.getvalue()


@pytest.fixture
def web(settings):
    """The archive's own server; the originals of the sample's pictures lie there, no smaller copies."""
    pictures = {
        f"{UPLOADS}/{name}": answer(photograph(width, (width % 250, 90, 90)), Content_Type="image/jpeg")
        for name, width in zip(NAMES, WIDTHS, strict=True)
    }
    with Web(pictures) as web:
        settings.FETCH_PRIVATE_HOSTS = [f"127.0.0.1:{web.port}"]
        yield web


@pytest.fixture
def sample(tmp_path, web):
    """The sample, its pictures at our server."""
    text = outside.sample().read_text(encoding="utf-8")
    archive = tmp_path / "sample"
    write(archive, {"000.txt": text.replace(HOST, f"http://127.0.0.1:{web.port}")})
    return archive


def imported(archive, tmp_path, *options):
    """The report of an import by the command."""
    call_command("import_articles", str(archive), "--quiet", "--report", str(tmp_path / "r.json"), *options)
    return json.loads((tmp_path / "r.json").read_text())


def asked_for(web):
    return [request.split()[1] for request in web.requests]


def test_the_sample_comes_with_its_three_pictures(sample, web, tmp_path, capsys):
    report = imported(sample, tmp_path)
    assert report["images"] == {"found": 3, "fetched": 3, "reused": 0, "pending": 0}
    assert sorted(asked_for(web)) == sorted(f"{UPLOADS}/{name}" for name in NAMES)
    assert sorted(Image.objects.values_list("width", flat=True)) == sorted(WIDTHS)
    assert ImportRun.objects.get().images == report["images"]
    assert "still wait" not in capsys.readouterr().out


def test_the_page_of_the_sample_serves_them_in_widths_of_ours_and_without_what_they_told(sample, tmp_path):
    imported(sample, tmp_path)
    article = Article.objects.get()
    client = Client()
    page = LexborHTMLParser(client.get(article.get_absolute_url()).content)
    served = {address for image in page.css("article img[srcset]") for address in addresses_of(image)}
    by_hash = {image.sha256: image for image in Image.objects.all()}
    assert len({address.split("/")[-2] for address, _ in served}) == 3
    for address, width in served:
        data = b"".join(client.get(address).streaming_content)
        picture = Pillow.open(BytesIO(data))
        assert picture.width == width <= by_hash[address.split("/")[-2]].width
        assert PLACE not in data and b"Exif" not in data


def addresses_of(image):
    """Each address of a srcset with the width that it tells."""
    for told in image.attributes["srcset"].split(","):
        address, width = told.split()
        yield address, int(width.removesuffix("w"))


def test_the_kept_originals_tell_nothing_of_where_they_were_taken(sample, tmp_path):
    imported(sample, tmp_path)
    for image in Image.objects.all():
        data = b"".join(Client().get(image.url).streaming_content)
        assert PLACE not in data and b"GPS" not in data


def test_a_second_import_asks_the_server_for_nothing(sample, web, tmp_path):
    imported(sample, tmp_path)
    web.requests.clear()
    report = imported(sample, tmp_path)
    assert report["images"] == {"found": 3, "fetched": 0, "reused": 3, "pending": 0}
    assert report["totals"]["unchanged"] == 1
    assert web.requests == []


def test_a_picture_that_the_server_lost_is_named_by_report_and_desk(
    sample, web, tmp_path, capsys, admin_client
):
    del web.answers[f"{UPLOADS}/{NAMES[1]}"]
    report = imported(sample, tmp_path)
    assert report["images"] == {"found": 3, "fetched": 2, "reused": 0, "pending": 0}
    source = ImageSource.objects.get(image=None)
    (record,) = report["records"]
    assert {"code": "image-failed", "detail": f"{source.url}: gone"} in record["warnings"]
    assert NAMES[1] in source.url
    capsys.readouterr()
    call_command("fetch_images", "--report")
    assert f"lost, gone: {source.url}" in capsys.readouterr().out
    page = admin_client.get(f"/admin/articles/importrun/{report['run']}/change/").content.decode()
    assert source.url.replace("&", "&amp;") in page


def test_what_the_server_has_again_comes_by_the_next_call(sample, web, tmp_path):
    picture = web.answers.pop(f"{UPLOADS}/{NAMES[1]}")
    imported(sample, tmp_path)
    web.answers[f"{UPLOADS}/{NAMES[1]}"] = picture
    call_command("fetch_images", "--even-lost", "--quiet")
    assert Image.objects.count() == 3
    assert imported(sample, tmp_path)["images"]["reused"] == 3


@pytest.mark.parametrize("options", [("--images", "link"), ("--images", "skip"), ("--dry-run",)])
def test_nobody_is_asked_where_that_is_not_wanted(sample, web, tmp_path, options, settings):
    settings.TASKS = REAL_QUEUE
    report = imported(sample, tmp_path, *options)
    assert report["images"]["fetched"] == 0
    assert web.requests == []
    assert not DBTaskResult.objects.exists()


def test_an_unchanged_picture_is_not_sent_again(sample, web, tmp_path, capsys):
    for path, given in web.answers.items():
        web.answers[path] = given.replace(b"\r\n", b'\r\nETag: "1"\r\n', 1)
    imported(sample, tmp_path)
    web.requests.clear()
    web.answers = dict.fromkeys(web.answers, answer(b"", status="304 Not Modified"))
    capsys.readouterr()
    call_command("fetch_images", "--again", "--quiet")
    assert len(web.requests) == 3
    assert web.headers()["if-none-match"] == '"1"'
    assert "unchanged" in capsys.readouterr().out
    assert Image.objects.count() == 3


# The network, and patience


def many(folder, number, host="pictures.example", scheme="https"):
    body = "".join(
        f'<p>正文。<img src="{scheme}://{host}/{index:05}.jpg" alt=""></p>' for index in range(number)
    )
    return write(folder, {"a.md": story(body=body)})


def no_network(host, port, **options):
    raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


def test_without_a_network_an_import_gives_up_at_once_and_leaves_the_rest(tmp_path):
    report = run_import(many(tmp_path, 300))
    fetcher = Fetcher(user_agent="Newsroom", resolve=no_network)
    done = fetch_for(report, fetcher, clock=lambda: NOW)
    assert done.waiting.total() + done.not_asked == 300
    assert done.waiting.total() < 12
    assert report.images.as_dict() == {"found": 300, "fetched": 0, "reused": 0, "pending": 300}


def test_what_time_does_not_suffice_for_is_left_to_the_queue_and_the_summary_says_so(
    sample, settings, capsys, web, tmp_path
):
    settings.TASKS = REAL_QUEUE
    web.answers = dict.fromkeys(web.answers, answer(b"", status="500 Oh"))
    imported(sample, tmp_path)
    assert "3 still wait at their sources" in capsys.readouterr().out
    assert DBTaskResult.objects.get().run_after > ImportRun.objects.get().started_at


class Interrupting(Progress):
    """A person who presses Ctrl-C as soon as the first picture came."""

    def advance(self, done, said=""):
        raise KeyboardInterrupt


def test_who_stops_the_fetching_has_the_articles_and_the_report_of_what_came(sample, web):
    report = run_import(sample)
    with pytest.raises(KeyboardInterrupt):
        fetch_for(report, fetching.the_web(), clock=lambda: NOW, progress=Interrupting())
    assert report.images.fetched + report.images.pending == 3
    assert ImportRun.objects.get().finished_at
    assert Article.objects.count() == 1
    assert fetch_for(report, fetching.the_web(), clock=lambda: NOW).fetched == report.images.fetched - 1


def test_a_run_that_is_gone_on_with_fetches_what_the_first_did_not(sample, web, tmp_path):
    run_import(sample)
    ImportRun.objects.update(finished_at=None)
    call_command("import_articles", "--resume", "--quiet")
    assert Image.objects.count() == 3


def test_taking_a_run_back_asks_nobody(sample, web, tmp_path):
    report = run_import(sample)
    call_command("import_articles", "--undo", str(report.run), "--quiet")
    assert web.requests == []


def test_who_presses_ctrl_c_while_pictures_are_fetched_is_told_that_the_articles_are_in(tmp_path, made):
    """By the real command and the real signal: the server has been asked and does not answer."""
    asked = Event()

    def silence(connection):
        asked.set()
        web.closing.wait(30)

    with Web({"/00000.jpg": silence}) as web:
        newsroom = Newsroom(tmp_path / "newsroom", made=made, FETCH_PRIVATE_HOSTS=f"127.0.0.1:{web.port}")
        archive = many(tmp_path / "archive", 1, f"127.0.0.1:{web.port}", scheme="http")
        process = newsroom.import_of(archive, "--report", tmp_path / "r.json")
        assert asked.wait(30)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert errors == (
        "CommandError: Stopped. The articles are in; the task worker or fetch_images goes on with their pictures.\n"
    )
    assert "images pending" in output
    report = json.loads((tmp_path / "r.json").read_text())
    assert (report["totals"]["created"], report["images"]["pending"]) == (1, 1)


# Where an archive may lead nobody


LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "2130706433", "0177.1", "[::ffff:7f00:1]")
FORBIDDEN = {
    "http://127.0.0.1/a.jpg": "unsafe address",
    "http://localhost/a.jpg": "unsafe address",
    "http://2130706433/a.jpg": "bad address",
    "http://0x7f.1/a.jpg": "bad address",
    "http://0177.0.0.1/a.jpg": "bad address",
    "http://[::1]/a.jpg": "unsafe address",
    "http://[::ffff:127.0.0.1]/a.jpg": "unsafe address",
    "http://169.254.169.254/latest/meta-data/a.jpg": "unsafe address",
    "http://10.0.0.1/a.jpg": "unsafe address",
}


def test_an_archive_leads_the_import_to_nobody_who_is_not_public(tmp_path, web):
    with Canary() as canary:
        own = f"http://127.0.0.1:{web.port}"
        redirects = {
            f"/{n}.jpg": redirect(f"http://{host}:{canary.port}/") for n, host in enumerate(LOOPBACK)
        }
        web.answers |= redirects
        wanted = [
            *FORBIDDEN,
            *(f"{own}{path}" for path in redirects),
            f"http://127.0.0.1:{canary.port}/a.jpg",
        ]
        body = "".join(f'<p>正文。<img src="{address}" alt=""></p>' for address in wanted)
        (record,) = imported(write(tmp_path / "archive", {"a.md": story(body=body)}), tmp_path)["records"]
        assert canary.visits() == 0
    told = dict(warning["detail"].rsplit(": ", 1) for warning in record["warnings"])
    assert told.items() >= FORBIDDEN.items()
    assert set(told) == set(wanted)
