"""The preview in the desk: what is typed, as readers would see it; and the links that share it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.desk import contents, draft_beside, previewing, working_copies
from articles.models import Article, Event, PreviewLink
from tests.factories import (
    NOW,
    make_article,
    make_author,
    make_category,
    make_image,
    make_user,
)

from .pages import LIST, change, filled, told, words

NEW = f"{LIST}preview/"
DAY = timedelta(days=1)


@pytest.fixture
def section(db):
    return make_category("国际", parent=make_category("新闻"))


@pytest.fixture
def draft(section):
    return make_article(
        status="draft",
        categories=[section],
        authors=[make_author()],
        tags=["长江", "渔业"],
        lead_image=make_image(),
        published_at=None,
    )


def preview(article):
    return reverse("admin:articles_article_preview", args=[article.pk])


def share(article):
    return reverse("admin:articles_article_share", args=[article.pk])


def html(response):
    return response.content.decode()


def typed(client, article, **fields):
    """What the article's form sends with the fields typed over."""
    return filled(client.get(change(article))) | fields


# What it shows


def test_what_is_typed_is_shown_before_it_is_saved(chief, draft):
    data = typed(
        chief, draft, headline="正在打的标题", standfirst="导语", body="<p>新的一段</p>", tags="新标签"
    )
    page = html(chief.post(preview(draft), data))
    for said in ("正在打的标题", "导语", "<p>新的一段</p>", "新标签", "国际", "林知夏"):
        assert said in page
    assert Article.objects.get().headline == draft.headline


def test_section_byline_and_lead_image_are_those_of_the_form(chief, draft, section):
    other, picture = make_author("Ana Ruiz"), make_image()
    data = typed(chief, draft, primary_category=section.parent.pk, lead_image=picture.pk)
    data |= {"bylines-0-author": other.pk, "bylines-0-role": "摄影"}
    page = html(chief.post(preview(draft), data))
    assert "Ana Ruiz" in page and "摄影" in page and "林知夏" not in page
    assert picture.sha256 in page
    assert section.get_absolute_url() not in page


def test_a_new_article_is_shown_from_its_form(chief, section):
    data = filled(chief.get(f"{LIST}add/")) | {"headline": "江水复清", "body": "<p>一</p>"}
    page = chief.post(NEW, data | {"primary_category": section.pk})
    assert page.status_code == 200
    assert "江水复清" in html(page) and "国际" in html(page)


def test_what_cannot_be_saved_yet_is_shown_all_the_same(chief, draft):
    data = typed(chief, draft, headline="标题" * 200, source_url="not an address", published_at="soon")
    page = chief.post(preview(draft), data)
    assert page.status_code == 200
    assert "标题" * 200 in html(page)


def test_nothing_that_was_typed_runs(chief, draft):
    data = typed(chief, draft, body='<p onclick="x()">一</p><script>alert(1)</script>')
    page = html(chief.post(preview(draft), data))
    assert "alert" not in page and "onclick" not in page


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"headline": " "}, "There is no headline yet: the page begins with it."),
        ({"body": "<div>" * 100_000}, "tags"),
    ],
)
def test_where_there_is_no_page_it_says_why(chief, draft, fields, why):
    answer = chief.post(preview(draft), typed(chief, draft, **fields))
    assert answer.status_code == 422
    assert why in words(answer, ".no-preview")


def test_a_new_article_begins_without_a_page(chief):
    assert words(chief.get(NEW), ".no-preview") == "There is no headline yet: the page begins with it."


# In a tab of its own


def test_a_tab_shows_what_the_person_typed_last(chief, draft):
    content = contents.of(draft) | {"headline": "打了一半"}
    working_copies.keep_typing(draft, content, seen=1, number=0, by=chief.user, at=NOW)
    assert "打了一半" in html(chief.get(preview(draft)))
    assert "打了一半" not in html(chief.get(preview(draft) + "?text=article"))


def test_else_the_draft_beside_the_article(chief, section):
    article = make_article(categories=[section])
    draft_beside.keep(article, {"headline": "旁边的稿子"}, seen=1, by=chief.user, at=NOW)
    assert "旁边的稿子" in html(chief.get(preview(article)))


def test_what_somebody_else_typed_is_theirs(chief, draft):
    working_copies.keep_typing(draft, {"headline": "别人的"}, seen=1, number=0, by=make_user("Chief"), at=NOW)
    assert "别人的" not in html(chief.get(preview(draft)))


def test_a_new_article_is_found_by_its_key(chief):
    working_copies.keep_typing(
        None,
        {"headline": "未保存", "body": "<p>一</p>"},
        seen=None,
        number=0,
        by=chief.user,
        at=NOW,
        key="k1",
    )
    assert "未保存" in html(chief.get(f"{NEW}?key=k1"))
    assert chief.get(f"{NEW}?key=k2").status_code == 422


@pytest.mark.parametrize(
    ("state", "fields", "note"),
    [
        ("draft", {}, "Preview of a draft"),
        ("review", {}, "Preview of what is in review"),
        ("ready", {"published_at": NOW + 10_000 * DAY}, "Preview of how it will stand on: July 18, 2053"),
        ("ready", {}, "Preview: readers may still see an older text."),
        ("retired", {}, "Preview of what was retired"),
        ("trashed", {}, "Preview of what is in the trash"),
    ],
)
def test_a_tab_says_what_it_is(chief, section, state, fields, note):
    article = make_article(status=state, language="en", categories=[section], **fields)
    assert note in words(chief.get(preview(article)), ".preview-note")


def test_beside_the_text_it_is_the_page_alone_and_its_links_open_in_tabs(chief, draft):
    page = chief.get(preview(draft) + "?framed")
    assert words(page, ".preview-note") == ""
    assert '<base target="_blank">' in html(page)


# Who sees it, and how


def test_nobody_else_frames_it_keeps_it_or_finds_it(chief, draft):
    for page in (chief.get(preview(draft)), chief.post(preview(draft), typed(chief, draft))):
        assert page["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
        assert "script-src 'none'" in page["Content-Security-Policy"]
        assert "no-store" in page["Cache-Control"]
        assert '<meta name="robots" content="noindex, nofollow">' in html(page)
        assert "ETag" not in page


def test_the_rest_of_the_desk_is_framed_by_nobody(chief, draft):
    page = chief.get(change(draft))
    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


def test_without_a_login_there_is_no_preview(client, draft):
    assert client.get(preview(draft)).status_code == 302


def test_what_a_writer_may_not_edit_they_see_as_it_is_saved(log_in, section):
    writer, article = log_in("Writer"), make_article(categories=[section])
    draft_beside.keep(article, {"headline": "旁边的稿子"}, seen=1, by=make_user("Chief"), at=NOW)
    page = writer.get(preview(article))
    assert article.headline in html(page) and "旁边的稿子" not in html(page)
    assert writer.post(preview(article), {"headline": "x"}).status_code == 403


def test_who_may_see_no_articles_sees_no_preview(log_in, draft):
    nobody = log_in()
    assert nobody.get(preview(draft)).status_code == 403
    assert nobody.get(NEW).status_code == 403
    assert nobody.post(NEW, {"headline": "x"}).status_code == 403


def test_no_article_no_preview(chief):
    assert chief.get(f"{LIST}7/preview/").status_code == 404


def test_a_preview_takes_at_most_15_queries(chief, draft, django_assert_max_num_queries):
    working_copies.keep_typing(draft, contents.of(draft), seen=1, number=0, by=chief.user, at=NOW)
    with django_assert_max_num_queries(15):
        chief.get(preview(draft))


def test_a_preview_of_what_is_typed_takes_no_more_than_a_screen(chief, draft, django_assert_max_num_queries):
    data = typed(chief, draft, headline="正在打的标题", body="<p>新的一段</p>")
    with django_assert_max_num_queries(15):
        chief.post(preview(draft), data)


# Links


def link_in(page):
    return re.search(r'value="(http[^"]+/preview/[^"]+)"', html(page)).group(1)


@pytest.mark.parametrize("days", [1, 7, 30])
def test_a_link_is_made_for_some_days_and_opens_the_article(chief, client, draft, days):
    before = timezone.now()
    page = chief.post(share(draft), {"days": days})
    address = link_in(page)
    assert draft.headline in html(client.get(address.removeprefix("http://127.0.0.1:8000")))
    lives = PreviewLink.objects.get().expires_at - before
    assert timedelta(days=days) <= lives < timedelta(days=days, minutes=1)


def test_the_address_is_shown_once(chief, draft):
    address = link_in(chief.post(share(draft), {"days": 7}))
    page = chief.get(share(draft))
    assert address not in html(page)
    assert "no-store" in page["Cache-Control"]
    assert address.split("/")[-2] not in str(Event.objects.values()) + str(PreviewLink.objects.values())


@pytest.mark.parametrize("days", ["", "0", "8", "90", "-1", "x"])
def test_no_link_is_made_for_another_time(chief, draft, days):
    page = chief.post(share(draft), {"days": days})
    assert words(page, ".errorlist") != ""
    assert not PreviewLink.objects.exists()


def test_open_links_are_listed_with_who_made_them_and_revoked(chief, client, draft):
    address = link_in(chief.post(share(draft), {"days": 7}))
    assert chief.user.username in words(chief.get(share(draft)), ".share__open li")
    link = PreviewLink.objects.get()
    page = chief.post(reverse("admin:articles_article_revoke", args=[draft.pk, link.pk]), follow=True)
    assert told(page) == ["The link is closed: it opens nothing any more."]
    assert words(page, ".share__open .empty") == "No link is open."
    assert client.get(address.removeprefix("http://127.0.0.1:8000")).status_code == 404


def test_links_that_are_over_are_not_listed(chief, draft):
    previewing.share(draft, by=chief.user, at=timezone.now() - 2 * DAY, lives=DAY)
    assert words(chief.get(share(draft)), ".share__open .empty") == "No link is open."


def test_a_link_is_revoked_by_posting_alone_and_only_with_its_article(chief, draft):
    link, _secret = previewing.share(draft, by=chief.user, at=timezone.now())
    other = make_article(status="draft", language="ar")
    assert chief.get(reverse("admin:articles_article_revoke", args=[draft.pk, link.pk])).status_code == 405
    assert chief.post(reverse("admin:articles_article_revoke", args=[other.pk, link.pk])).status_code == 404
    assert PreviewLink.objects.get().revoked_at is None


def test_who_may_not_edit_shares_and_revokes_nothing(log_in, chief, draft):
    link, _secret = previewing.share(draft, by=chief.user, at=timezone.now())
    writer = log_in("Writer")
    assert writer.get(share(draft)).status_code == 403
    assert writer.post(share(draft), {"days": 7}).status_code == 403
    revoked = writer.post(reverse("admin:articles_article_revoke", args=[draft.pk, link.pk]))
    assert revoked.status_code == 403


def test_a_public_article_is_shared_by_its_own_address(chief, section):
    article = make_article(categories=[section])
    page = chief.get(share(article))
    assert article.get_absolute_url() in words(page, ".share")
    assert "Make a link" not in html(page)


def test_the_draft_beside_a_public_article_can_be_shared(chief, section):
    article = make_article(categories=[section])
    draft_beside.keep(article, {"headline": "旁边的稿子"}, seen=1, by=chief.user, at=NOW)
    assert "reads the draft beside the article" in words(chief.get(share(article)), ".share")


def test_nothing_in_the_trash_is_shared(chief, section):
    article = make_article(status="trashed", categories=[section])
    assert "shared with nobody" in words(chief.get(share(article)), ".share")


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_of_links_takes_at_most_15_queries(chief, draft, number, django_assert_max_num_queries):
    for _ in range(number):
        previewing.share(draft, by=chief.user, at=timezone.now())
    with django_assert_max_num_queries(15):
        chief.get(share(draft))


def test_the_form_leads_to_both(chief, draft):
    page = html(chief.get(change(draft)))
    assert f'href="{preview(draft)}"' in page and f'href="{share(draft)}"' in page
