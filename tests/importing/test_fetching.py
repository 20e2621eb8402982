"""Pictures that wait at their sources, with a stand-in for the web."""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image as Pillow

from articles.images.fetching.fetcher import Fetched, NotModified
from articles.images.fetching.refusals import FetchRefused, State
from articles.importing import custody
from articles.importing.fetching import fetch_pending
from articles.importing.putting_off import PAUSES
from articles.models import Article, Image, ImageSource
from tests.factories import NOW, make_image, make_image_source

from .archives import run_import, story, write

pytestmark = pytest.mark.django_db
RIVER = "https://example.com/uploads/river.jpg"


def jpeg(color=(90, 120, 140)):
    written = BytesIO()
    Pillow.new("RGB", (800, 450), color).save(written, "jpeg")
    return written.getvalue()


class Web:
    """Answers by address; what it does not know is ``refusal``. ``asked``: every address in turn, ``marks`` with it."""

    def __init__(self, pages=(), refusal=None):
        self.pages = dict(pages)
        self.refusal = refusal or (State.GONE, "The server says 404.", {})
        self.asked = []
        self.marks = []

    def fetch(self, address, *, etag="", modified=""):
        self.asked.append(address)
        self.marks.append((etag, modified))
        if address not in self.pages:
            state, words, more = self.refusal
            raise FetchRefused(state, words, **more)
        if etag == self.mark(address):
            return NotModified(address)
        return Fetched(self.pages[address], address, "image/jpeg", self.mark(address), "")

    def mark(self, address):
        return f'"{sha256(self.pages[address]).hexdigest()}"'


def troubled(state, words="The server says 503.", **more):
    return Web(refusal=(state, words, more))


def fetch(web, at=NOW, *, sources=None, **options):
    sources = custody.waiting() if sources is None else sources
    return fetch_pending(web, sources, clock=lambda: at, **options)


def wait_at(host, number, **fields):
    """So many pictures that wait at the host."""
    return [
        make_image_source(f"https://{host}/{index:04}.jpg", next_try_at=NOW, **fields)
        for index in range(number)
    ]


@pytest.fixture
def article(tmp_path):
    write(tmp_path, {"a.txt": story(body=f'<p>正文。</p><p><img src="{RIVER}?w=770" alt="江面"></p>')})
    run_import(tmp_path)
    return Article.objects.get()


def test_a_picture_is_kept_and_shown_with_its_renditions(article):
    done = fetch(Web({RIVER: jpeg()}))
    assert done.in_words() == "1 fetched"
    image = Image.objects.get()
    article.refresh_from_db()
    assert all(address in article.body_html for address, _ in image.srcset())
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
    fetch(web, sources=custody.waiting() | custody.not_kept())
    assert web.asked == [RIVER]


def test_the_same_bytes_at_two_addresses_are_one_picture(article, tmp_path):
    other = RIVER.replace("river", "stream")
    write(tmp_path, {"b.txt": story("另一篇", body=f'<p>另一段。<img src="{other}"></p>')})
    run_import(tmp_path)
    done = fetch(Web({RIVER: jpeg(), other: jpeg()}))
    assert (done.fetched, done.reused, Image.objects.count()) == (1, 1, 1)


def test_a_picture_that_is_gone_is_not_asked_for_by_itself_any_more(article):
    web = Web()
    done = fetch(web)
    source = ImageSource.objects.get()
    assert (source.next_try_at, source.error) == (None, "gone: The server says 404.")
    assert done.lost == {"gone": 1}
    asked = len(web.asked)
    fetch(web)
    assert len(web.asked) == asked
    fetch(web, sources=custody.waiting() | custody.not_kept())
    assert len(web.asked) == 2 * asked


def test_a_server_in_trouble_is_asked_again_after_growing_pauses_and_then_given_up(article):
    web, at = troubled(State.SERVER_ERROR), NOW
    for pause in PAUSES:
        assert fetch(web, at, sources=custody.due(at)).waiting == {"server error": 1}
        assert ImageSource.objects.get().next_try_at == at + pause
        assert fetch(web, at, sources=custody.due(at)).in_words() == ""
        at += pause
    assert fetch(web, at).lost == {"server error": 1}
    assert ImageSource.objects.get().next_try_at is None


def test_a_server_that_names_a_time_is_left_alone_until_then(article):
    day = timedelta(days=1)
    fetch(troubled(State.ASKED_TOO_OFTEN, retry_after=int(day.total_seconds())))
    assert ImageSource.objects.get().next_try_at == NOW + day


@pytest.mark.parametrize("data", [b"<html>not found</html>", jpeg()[:300]])
def test_what_is_no_picture_is_told_and_nothing_is_kept(article, data):
    done = fetch(Web({RIVER: data}))
    assert done.lost.total() == 1
    assert Image.objects.count() == 0
    assert ImageSource.objects.get().error


def test_an_article_whose_picture_came_is_still_what_was_imported(article, tmp_path):
    fetch(Web({RIVER: jpeg()}))
    after = Article.objects.get()
    assert (after.version, after.body) == (article.version, article.body)
    report = run_import(tmp_path)
    assert (report.totals["unchanged"], report.images.as_dict()["reused"]) == (1, 1)


def test_a_person_who_asks_again_need_not_wait(article):
    fetch(troubled(State.SERVER_ERROR))
    assert fetch(Web({RIVER: jpeg()})).in_words() == "1 fetched"


def test_every_attempt_is_written_down_and_one_that_succeeds_takes_back_the_last(article):
    fetch(troubled(State.SERVER_ERROR))
    source = ImageSource.objects.get()
    assert (source.asked_at, source.last_state, source.attempts) == (NOW, "server error", 1)
    later = NOW + timedelta(hours=2)
    web = Web({RIVER: jpeg()})
    fetch(web, later)
    source.refresh_from_db()
    assert (source.asked_at, source.last_state, source.error, source.attempts) == (later, "", "", 2)
    assert (source.etag, source.last_modified) == (web.mark(RIVER), "")


def test_what_was_gone_and_is_there_again_comes_once_a_person_asks(article):
    fetch(Web())
    assert ImageSource.objects.get().last_state == "gone"
    assert fetch(Web({RIVER: jpeg()}), sources=custody.not_kept()).in_words() == "1 fetched"
    assert ImageSource.objects.get().image


# Hosts that are away, or want to be left alone


def test_a_host_that_is_out_of_reach_is_given_up_for_all_its_pictures(db):
    wait_at("away.example", 200)
    web = troubled(State.NAME_NOT_FOUND, "There is no host away.example.")
    done = fetch(web)
    assert len(web.asked) < 12
    assert done.waiting.total() + done.not_asked == 200
    told = ImageSource.objects.values_list("attempts", "last_state", "next_try_at").distinct()
    assert list(told) == [(1, "name not found", NOW + PAUSES[0])]


def test_a_host_that_stays_away_is_given_up_for_good_with_all_its_pictures(db):
    wait_at("away.example", 20)
    at = NOW
    for pause in (*PAUSES, None):
        fetch(troubled(State.UNREACHABLE), at, sources=custody.due(at))
        at += pause or PAUSES[0]
    assert custody.next_moment() is None
    assert set(ImageSource.objects.values_list("attempts", "last_state")) <= {
        (5, "unreachable"),
        (6, "unreachable"),
    }


def test_one_host_that_is_away_keeps_nobody_from_another(db):
    wait_at("away.example", 50)
    wait_at("here.example", 5)
    web = Web({f"https://here.example/{n:04}.jpg": jpeg((n, n, n)) for n in range(5)})
    web.refusal = (State.UNREACHABLE, "It can not be reached.", {})
    done = fetch(web)
    assert (done.fetched, done.is_network_away) == (5, False)


def test_without_a_network_sixty_hosts_are_not_asked_one_by_one(db):
    for number in range(60):
        wait_at(f"{number}.example", 3)
    web = troubled(State.UNREACHABLE, "No name server answered.")
    done = fetch(web)
    assert done.is_network_away
    assert len(web.asked) < 30
    assert done.waiting.total() + done.not_asked == 180
    never_asked = ImageSource.objects.filter(asked_at=None)
    assert set(never_asked.values_list("attempts", "last_state", "next_try_at")) == {(0, "", NOW + PAUSES[0])}


def test_hosts_that_were_not_reached_do_not_come_first_the_next_time(db):
    wait_at("here.example", 1)
    for number in range(4):
        make_image_source(f"https://{number}.example/a.jpg", next_try_at=NOW - timedelta(days=1), attempts=1)
    web = Web({"https://here.example/0000.jpg": jpeg()}, (State.UNREACHABLE, "It can not be reached.", {}))
    assert fetch(web).fetched == 1


@pytest.mark.parametrize("state", [State.ASKED_TOO_OFTEN, State.SERVER_ERROR])
def test_a_host_that_has_had_enough_is_not_asked_a_thousand_times(db, state):
    wait_at("busy.example", 100)
    web = troubled(state, retry_after=7200, has_had_enough=True)
    done = fetch(web)
    assert len(web.asked) < 10
    assert done.waiting.total() + done.not_asked == 100
    assert set(ImageSource.objects.values_list("next_try_at", flat=True)) == {NOW + timedelta(hours=2)}


def test_pictures_not_asked_for_are_not_lost_by_a_host_that_gives_some_and_then_has_had_enough(db):
    wait_at("busy.example", 40)
    pages = {f"https://busy.example/{n:04}.jpg": jpeg((n, n, n)) for n in range(4)}
    web = Web(pages, (State.ASKED_TOO_OFTEN, "Too often.", {"has_had_enough": True}))
    done = fetch(web)
    assert done.fetched == 4
    not_asked = ImageSource.objects.filter(asked_at=None)
    assert not_asked.count() == done.not_asked > 20
    assert set(not_asked.values_list("attempts", "next_try_at")) == {(0, NOW + PAUSES[0])}


def test_a_host_is_not_held_for_what_it_redirects_to(db):
    wait_at("here.example", 6)

    class Elsewhere(Web):
        def fetch(self, address, **marks):
            self.asked.append(address)
            refused = FetchRefused(State.UNREACHABLE, "elsewhere.example can not be reached.")
            refused.is_elsewhere = True
            raise refused

    web = Elsewhere()
    assert fetch(web).waiting == {"unreachable": 6}
    assert len(web.asked) == 6


def test_the_smaller_copy_is_not_asked_for_at_a_host_that_is_away(article):
    web = troubled(State.NAME_NOT_FOUND)
    fetch(web)
    assert web.asked == [RIVER]


def test_a_picture_is_not_lost_while_its_original_may_still_come(article):
    class Half(Web):
        def fetch(self, address, **marks):
            if address == RIVER:
                raise FetchRefused(State.SERVER_ERROR, "The server says 500.")
            return super().fetch(address, **marks)

    assert fetch(Half()).waiting == {"server error": 1}


def test_an_original_at_a_host_that_is_away_is_not_held_against_the_host_of_the_copies(db):
    for number in range(6):
        make_image_source(f"https://i0.wp.com/away.example/{number}.jpg", next_try_at=NOW)

    class Photon(Web):
        def fetch(self, address, **marks):
            if "i0.wp.com" in address:
                return super().fetch(address, **marks)
            raise FetchRefused(State.NAME_NOT_FOUND, "There is no host away.example.")

    web = Photon({f"https://i0.wp.com/away.example/{n}.jpg": jpeg((n, n, n)) for n in range(5)})
    assert fetch(web).in_words() == "5 fetched, 1 waiting"


# A bounded time


def test_a_round_ends_when_its_time_is_over_and_the_rest_still_waits(db):
    wait_at("here.example", 50)
    times = iter([0, *[1] * 5, *[100] * 1000])
    done = fetch(Web(), seconds=60, timer=lambda: next(times))
    assert 0 < done.lost.total() < 20
    assert custody.due(NOW).count() == 50 - done.lost.total()


def test_what_the_fetcher_did_not_foresee_ends_the_round_and_is_told(db):
    wait_at("here.example", 1)

    class Broken(Web):
        def fetch(self, address, **marks):
            raise ZeroDivisionError("a mistake")

    with pytest.raises(ZeroDivisionError, match="a mistake"):
        fetch(Broken())


# Looking whether a picture changed


@pytest.fixture
def kept(article):
    web = Web({RIVER: jpeg()})
    fetch(web)
    return web


def test_a_picture_that_did_not_change_is_left_as_it_is(kept, article):
    later = NOW + timedelta(days=1)
    done = fetch(kept, later, sources=custody.kept())
    assert done.in_words() == "1 unchanged"
    assert kept.marks[-1] == (kept.mark(RIVER), "")
    article.refresh_from_db()
    assert article.changed_at == NOW
    assert ImageSource.objects.get().asked_at == later


def test_a_picture_that_changed_takes_the_place_of_the_one_before_with_what_was_said_of_it(kept, article):
    before = Image.objects.get()
    Image.objects.update(alt="江上的雾", rights_until=NOW.date())
    Article.objects.update(lead_image=before, lead_image_source=ImageSource.objects.get())
    changed = Web({RIVER: jpeg((9, 9, 9))})
    assert fetch(changed, sources=custody.kept()).in_words() == "1 fetched"
    source = ImageSource.objects.select_related("image").get()
    assert source.image != before
    assert (source.image.alt, source.image.rights_until) == ("江上的雾", NOW.date())
    assert source.etag == changed.mark(RIVER)
    article.refresh_from_db()
    assert article.lead_image == source.image
    assert source.image.sha256 in article.body_html


def test_another_lead_picture_that_was_chosen_here_stands(kept, article):
    chosen = make_image()
    Article.objects.update(lead_image=chosen, lead_image_source=ImageSource.objects.get())
    fetch(Web({RIVER: jpeg((9, 9, 9))}), sources=custody.kept())
    assert Article.objects.get().lead_image == chosen


def test_a_kept_picture_that_its_server_lost_stays_and_is_not_asked_for_again(kept, article):
    done = fetch(troubled(State.GONE), sources=custody.kept())
    source = ImageSource.objects.get()
    assert source.image
    assert (source.last_state, source.next_try_at) == ("gone", None)
    assert done.lost == {"gone": 1}


def test_a_picture_that_an_editor_replaced_is_not_looked_at_again(kept, article):
    Image.objects.get().former_files.create(file="originals/00/before.jpg")
    web = Web({RIVER: jpeg((9, 9, 9))})
    fetch(web, sources=custody.kept())
    assert web.asked == []
