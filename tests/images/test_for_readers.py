from datetime import date

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from articles.images.for_readers import as_shown, without_figures
from articles.images.markup import Lost
from tests.images.bodies import KEPT, PIECES, REMOTE, img, kept, only, show

A, B, LOST = "/media/originals/a.jpg", "/media/originals/b.jpg", "https://gone.example/river.jpg"
LAST_DAY = date(2026, 3, 1)
FOUND = {A: kept(caption="江面", rights_until=LAST_DAY), B: KEPT, LOST: Lost()}
WORDS = "This picture is not available."


def seen(html, *, today="2026-03-02", links_elsewhere=True):
    return as_shown(show(html, FOUND), today=today, links_elsewhere=links_elsewhere, notice=lambda: WORDS)


def test_a_picture_is_seen_on_the_last_day_of_its_rights_and_no_day_more():
    html = f"<p>a</p><p>{img(A)}</p><p>b</p>"
    assert "<img" in seen(html, today="2026-03-01")
    assert seen(html) == "<p>a</p><p>b</p>"


@pytest.mark.parametrize(
    ("html", "left"),
    [
        (f"<figure>{img(A)}<figcaption>江面</figcaption></figure>", ""),
        (f"<p>江 {img(A)} 面</p>", "<p>江  面</p>"),
        (f'<p>江 <a href="/x">{img(A)}</a> 面</p>', "<p>江  面</p>"),
        (f'<p>江 <a href="/x">{img(A)} 大</a> 面</p>', '<p>江 <a href="/x"> 大</a> 面</p>'),
        (f"<p>{img(A)}{img(A)}</p>", ""),
        (f'<figure class="gallery">{img(A)}{img(A)}<figcaption>图集</figcaption></figure>', ""),
    ],
)
def test_what_stood_around_it_goes_with_it_unless_it_says_something(html, left):
    assert seen(html) == left


def test_a_gallery_goes_on_with_those_that_are_left():
    shown = seen(f"<p>{img(A)}{img(B)}</p>")
    assert len(LexborHTMLParser(shown).css("figure.gallery figure.picture")) == 1


@pytest.mark.parametrize("today", ["2026-03-01", "2026-03-02"])
def test_no_reader_is_told_until_when(today):
    assert "until" not in seen(f"<p>{img(A)}</p><p>a {img(A)} b</p><p>{img(B)}</p>", today=today)


def test_a_picture_that_waits_is_seen_where_other_servers_may_be_asked():
    assert only(seen(f"<p>{img(REMOTE)}</p>"), "img")["src"] == REMOTE


def test_elsewhere_it_is_a_notice_with_its_text():
    shown = seen(f"<p>{img(REMOTE, '港口')}</p><p>今天 {img(REMOTE, '好')}</p>", links_elsewhere=False)
    assert f'<p class="picture-notice"><b>{WORDS}</b> 港口</p>' in shown
    assert '<p>今天 <span class="picture-missing">好</span></p>' in shown
    assert "<img" not in shown and "aljazeera" not in shown


def test_a_lost_picture_tells_its_source_only_where_other_servers_may_be_asked():
    html = f"<p>{img(LOST, '河')}</p>"
    link = f'<a href="{LOST}" rel="nofollow noopener noreferrer" dir="ltr">gone.example</a>'
    assert f'<p class="picture-notice"><b>{WORDS}</b> {link} 河</p>' in seen(html)
    assert f'<p class="picture-notice"><b>{WORDS}</b> 河</p>' in seen(html, links_elsewhere=False)


def test_words_of_the_notice_are_asked_for_only_where_there_is_one():
    html = show(f"<p>{img(B)}</p>", FOUND)
    assert as_shown(html, today="2026-03-02", links_elsewhere=True, notice=pytest.fail) is html


def test_what_a_body_says_about_rights_is_left_as_it_is():
    html = '<p>write data-until="2020-01-01" and &lt;picture data-until="2020-01-01"&gt;</p>'
    assert seen(html) == html


@pytest.mark.parametrize(
    ("html", "left"),
    [
        (f"<p>a</p><figure>{img(B)}<figcaption>江面</figcaption></figure><p>b</p>", "<p>a</p><p>b</p>"),
        (f"<p>a</p><p>{img(B)}</p><p>江 {img(B)} 面</p>", "<p>a</p><p>江  面</p>"),
        (f"<figure><figure>{img(B)}</figure><figcaption>图集</figcaption></figure><p>b</p>", "<p>b</p>"),
        (
            f"<figure><table></table><figcaption>表</figcaption></figure>{img(B)}",
            "<figure><table></table><figcaption>表</figcaption></figure>",
        ),
        (f"<figure>{img(B)}<p>未完", "<figure><p>未完"),
        (f'<p title="<figure>{img(B)[:4]}">a</p>', f'<p title="<figure>{img(B)[:4]}">a</p>'),
        (f"<p>{img(LOST)}</p><p>{img(REMOTE)}</p>", ""),
    ],
)
def test_without_figures_no_picture_is_left_and_nothing_that_is_said_of_one(html, left):
    assert without_figures(show(html, FOUND)) == left
    assert without_figures(html) == left


@given(st.lists(PIECES, max_size=30).map("".join))
def test_from_any_body_no_picture_is_left_and_it_stays_well_formed(dirty):
    clean = nh3.clean(dirty)
    left = without_figures(show(clean, dict.fromkeys(["/archive/a.jpg", "/c"], FOUND[A])))
    assert "<img" not in nh3.clean(left)
    assert left.count("<figure") == left.count("</figure>")
