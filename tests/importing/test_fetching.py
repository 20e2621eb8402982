"""Pictures that wait at their sources, with a stand-in for the web."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image as Pillow

from articles.images.fetching.fetcher import Fetched
from articles.images.fetching.refusals import FetchRefused, State
from articles.importing.fetching import PAUSES, fetch_pending
from articles.models import Article, Image, ImageSource
from tests.factories import NOW

from .archives import run_import, story, write

pytestmark = pytest.mark.django_db
RIVER = "https://example.com/uploads/river.jpg"


def jpeg(color=(90, 120, 140)):
    written = BytesIO()
    Pillow.new("RGB", (800, 450), color).save(written, "jpeg")
    return written.getvalue()


class Web:
    """Answers by address; what it does not know is gone. ``asked``: every address in turn."""

    def __init__(self, pages=(), refusal=None):
        self.pages = dict(pages)
        self.refusal = refusal or FetchRefused(State.GONE, "The server says 404.")
        self.asked = []

    def fetch(self, address):
        self.asked.append(address)
        if address not in self.pages:
            raise self.refusal
        return Fetched(self.pages[address], address, "image/jpeg", "", "")


def fetch(web, at=NOW, **options):
    return fetch_pending(web, clock=lambda: at, **options)


@pytest.fixture
def article(tmp_path):
    write(tmp_path, {"a.txt": story(body=f'<p>正文。</p><p><img src="{RIVER}?w=770" alt="江面"></p>')})
    run_import(tmp_path)
    return Article.objects.get()


def test_a_picture_is_kept_and_shown_with_its_renditions(article):
    custody = fetch(Web({RIVER: jpeg()}))
    assert custody.in_words() == "1 fetched"
    image = Image.objects.get()
    article.refresh_from_db()
    assert image.url in article.body_html and "srcset" in article.body_html
    assert article.body.count(RIVER) == 1
    assert article.changed_at == NOW
    assert ImageSource.objects.get().image == image


def test_the_original_is_tried_before_the_smaller_copy(article):
    web = Web({f"{RIVER}?w=770": jpeg()})
    fetch(web)
    assert web.asked == [RIVER, f"{RIVER}?w=770"]
    assert Image.objects.count() == 1


def test_what_is_kept_is_not_asked_for_again(article):
    web = Web({RIVER: jpeg()})
    fetch(web)
    fetch(web, even_lost=True)
    assert web.asked == [RIVER]


def test_the_same_bytes_at_two_addresses_are_one_picture(article, tmp_path):
    other = RIVER.replace("river", "stream")
    write(tmp_path, {"b.txt": story("另一篇", body=f'<p>另一段。<img src="{other}"></p>')})
    run_import(tmp_path)
    custody = fetch(Web({RIVER: jpeg(), other: jpeg()}))
    assert (custody.fetched, custody.reused, Image.objects.count()) == (1, 1, 1)


def test_a_picture_that_is_gone_is_not_asked_for_by_itself_any_more(article):
    web = Web()
    custody = fetch(web)
    source = ImageSource.objects.get()
    assert (source.next_try_at, source.error) == (None, "gone: The server says 404.")
    assert custody.lost == {"gone": 1}
    asked = len(web.asked)
    fetch(web)
    assert len(web.asked) == asked
    fetch(web, even_lost=True)
    assert len(web.asked) == 2 * asked


def test_a_server_in_trouble_is_asked_again_after_growing_pauses_and_then_given_up(article):
    web, at = Web(refusal=FetchRefused(State.SERVER_ERROR, "The server says 503.")), NOW
    for pause in PAUSES:
        assert fetch(web, at, only_due=True).waiting == {"server error": 1}
        assert ImageSource.objects.get().next_try_at == at + pause
        assert fetch(web, at, only_due=True).in_words() == ""
        at += pause
    assert fetch(web, at).lost == {"server error": 1}
    assert ImageSource.objects.get().next_try_at is None


def test_a_server_that_names_a_time_is_left_alone_until_then(article):
    day = timedelta(days=1)
    refusal = FetchRefused(State.ASKED_TOO_OFTEN, "Too often.", retry_after=int(day.total_seconds()))
    fetch(Web(refusal=refusal))
    assert ImageSource.objects.get().next_try_at == NOW + day


@pytest.mark.parametrize("data", [b"<html>not found</html>", jpeg()[:300]])
def test_what_is_no_picture_is_told_and_nothing_is_kept(article, data):
    custody = fetch(Web({RIVER: data}))
    assert custody.lost.total() == 1
    assert Image.objects.count() == 0
    assert ImageSource.objects.get().error


def test_an_article_whose_picture_came_is_still_what_was_imported(article, tmp_path):
    fetch(Web({RIVER: jpeg()}))
    after = Article.objects.get()
    assert (after.version, after.body) == (article.version, article.body)
    report = run_import(tmp_path)
    assert (report.totals["unchanged"], report.images.as_dict()["reused"]) == (1, 1)


def test_a_person_who_asks_again_need_not_wait(article):
    fetch(Web(refusal=FetchRefused(State.SERVER_ERROR, "The server says 503.")))
    assert fetch(Web({RIVER: jpeg()})).in_words() == "1 fetched"
