"""An article that is not public, for whoever was given its secret address: private, for a time, never found."""

import logging
from datetime import timedelta

import pytest
from django.urls import reverse

from articles.desk import draft_beside, previewing, workflow, working_copies
from articles.models import Article, Event, PreviewLink
from newsroom.logs import WithoutSecrets
from tests.factories import (
    NOW,
    make_article,
    make_author,
    make_category,
    make_correction,
    make_image,
    make_user,
)
from tests.public.visits import visit

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


@pytest.fixture
def draft():
    article = make_article(
        status="draft",
        headline="还没有发布的报道",
        categories=[make_category("国际", parent=make_category("新闻"))],
        authors=[make_author()],
        tags=["长江"],
        lead_image=make_image(),
        source_url="https://wire.example/1",
    )
    make_correction(article)
    return article


def share(article, *, at=NOW, lives=DAY):
    _link, secret = previewing.share(article, by=None, at=at, lives=lives)
    return reverse("articles:preview", args=[secret])


def is_closed(path, *, at=NOW):
    """Whether the answer is the one of an address that never was."""
    answers = [visit(each, at=at) for each in (path, "/preview/never/")]
    assert answers[0].content == answers[1].content
    return [answer.status_code for answer in answers] == [404, 404]


def test_whoever_has_the_link_reads_the_article(draft):
    page = visit(share(draft))
    assert page.status_code == 200
    for said in (draft.headline, draft.body, "国际", "林知夏", "长江"):
        assert said in page.content.decode()


def test_the_page_says_that_it_is_not_public_and_until_when_it_can_be_read(draft):
    page = visit(share(draft)).content.decode()
    assert '<aside class="preview-note label"' in page
    assert '<time datetime="2026-03-03T08:00:00+00:00">' in page


def test_nobody_finds_or_keeps_it_and_no_site_is_told_the_address(draft):
    page = visit(share(draft))
    html = page.content.decode()
    assert page["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert '<meta name="robots" content="noindex, nofollow">' in html
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["Cache-Control"] == "no-store"
    assert "canonical" not in html
    assert "og:url" not in html


def test_the_secret_is_not_in_the_page(draft):
    path = share(draft)
    assert path.split("/")[2] not in visit(path).content.decode()


def test_it_is_sent_anew_each_time_and_gives_no_cookie(draft):
    path = share(draft)
    page = visit(path, if_none_match="*", if_modified_since="Mon, 02 Mar 2099 08:00:00 GMT")
    assert page.status_code == 200
    assert "ETag" not in page
    assert "Last-Modified" not in page
    assert not page.cookies
    assert page.get("Vary", "Accept-Encoding") == "Accept-Encoding"


def test_no_other_site_frames_it_and_head_is_answered(draft):
    page = visit(share(draft), method="HEAD")
    assert (page.status_code, page.content) == (200, b"")
    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


def test_nothing_is_posted_to_it(draft):
    assert visit(share(draft), method="POST").status_code == 405


def test_it_is_closed_at_the_second(draft):
    path = share(draft)
    assert visit(path, at=NOW + DAY - SECOND).status_code == 200
    assert is_closed(path, at=NOW + DAY)


def test_it_is_closed_when_it_is_revoked(draft):
    path = share(draft)
    previewing.revoke(PreviewLink.objects.get(), by=None, at=NOW)
    assert is_closed(path)


def test_it_is_closed_while_the_article_is_in_the_trash(draft):
    path = share(draft)
    workflow.trash(draft, by=None, at=NOW)
    assert is_closed(path)


@pytest.mark.parametrize(
    "path", ["/preview/never/", "/preview/%00/", "/preview/渔村/", "/preview/" + "x" * 5000]
)
def test_an_address_that_was_never_given_out_opens_nothing(draft, path):
    answer = visit(path)
    assert answer.status_code == 404
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert answer["Referrer-Policy"] == "no-referrer"


def test_closed_links_take_the_same_work_as_none(draft, django_assert_num_queries):
    expired, revoked = share(draft, at=NOW - 2 * DAY), share(draft)
    PreviewLink.objects.filter(at=NOW).update(revoked_at=NOW)
    for path in (expired, revoked, "/preview/never/"):
        with django_assert_num_queries(2):
            visit(path)


def test_it_leads_to_the_article_once_that_is_public(draft):
    path = share(draft)
    workflow.publish(draft, by=None, at=NOW)
    answer = visit(path, at=NOW + SECOND)
    assert (answer.status_code, answer["Location"]) == (302, draft.get_absolute_url())
    assert answer["Cache-Control"] == "no-store"


def test_it_follows_the_article_as_it_is_saved(draft):
    path = share(draft)
    Article.objects.filter(pk=draft.pk).update(headline="新的标题")
    assert "新的标题" in visit(path).content.decode()


def test_what_is_typed_and_not_saved_is_not_shown(draft):
    path = share(draft)
    typed = {"headline": "只是打了字"}
    working_copies.keep_typing(draft, typed, seen=1, number=0, by=make_user("Chief"), at=NOW)
    assert "只是打了字" not in visit(path).content.decode()


def test_the_draft_beside_a_live_article_is_shown_before_it_is_published():
    article = make_article()
    draft_beside.keep(article, {"headline": "改过的标题"}, seen=1, by=make_user("Chief"), at=NOW)
    assert "改过的标题" in visit(share(article)).content.decode()


def test_a_scheduled_article_is_shown_as_it_will_stand():
    page = visit(share(make_article(published_at=NOW + 3 * DAY))).content.decode()
    assert '<time datetime="2026-03-05T08:00:00+00:00"' in page


def test_a_draft_that_says_nothing_is_no_page():
    article = make_article(status="draft")
    draft_beside.keep(article, {"headline": " "}, seen=1, by=make_user("Chief"), at=NOW)
    assert is_closed(share(article))


def test_it_stands_in_no_list_of_addresses(draft):
    share(draft)
    for path in ("/sitemap.xml", "/robots.txt"):
        assert b"preview" not in visit(path).content


def test_events_and_log_keep_no_secret(draft, caplog):
    path = share(draft)
    secret = path.split("/")[2]
    caplog.handler.addFilter(WithoutSecrets())
    with caplog.at_level(logging.DEBUG):
        visit(path, at=NOW + DAY)
        visit(path, method="POST")
    assert [each.getMessage() for each in caplog.records if "/preview/…/" in each.getMessage()] != []
    assert secret not in caplog.text
    assert secret not in str(Event.objects.values())


def test_the_log_of_the_site_keeps_no_secret(settings):
    handler = settings.LOGGING["handlers"]["console"]
    assert handler["filters"] == ["secrets"]


def test_a_preview_takes_a_fixed_number_of_queries(draft, django_assert_num_queries):
    path = share(draft)
    with django_assert_num_queries(8):
        visit(path)


def test_an_address_without_its_last_slash_is_answered_at_once(draft):
    assert visit(share(draft).removesuffix("/")).status_code == 200
