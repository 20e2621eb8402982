"""Nothing typed is lost: what becomes of it without a connection, in two windows, and between two people."""

import pytest
from playwright.sync_api import expect

from articles.models import Article, WorkingCopy
from tests.factories import make_article, make_user

from .pages import ADD, LIST, SURFACE, change, watch

# The roles that a migration makes must be there again for who comes next.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

STATUS = ".typing__status"


@pytest.fixture
def ana():
    return make_user("Chief", username="ana")


def left_in(page):
    """What the browser still has of what was typed."""
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('newsroom:typing'))")


def write(page, words):
    page.locator(SURFACE).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def expect_kept(page):
    expect(page.locator(STATUS)).to_contain_text("Kept in the newsroom", timeout=15_000)


def test_what_is_typed_without_a_connection_is_kept_when_it_is_back(at_desk, ana):
    page = at_desk(ana, change(make_article(status="draft", created_by=ana)))
    write(page, "有网")
    expect_kept(page)

    page.context.set_offline(True)
    write(page, "断网")
    expect(page.locator(STATUS)).to_contain_text("Not connected: kept in this browser", timeout=15_000)
    assert "有网" in WorkingCopy.objects.get().content["body"]
    page.context.set_offline(False)

    expect_kept(page)
    assert "有网断网" in WorkingCopy.objects.get().content["body"]
    page.get_by_role("link", name="Close").click()
    page.wait_for_url(f"**{LIST}")
    assert page.asked == page.stopped == []


def test_while_the_newsroom_fails_the_browser_keeps_it_also_when_it_is_closed(at_desk, ana):
    article = make_article(status="draft", created_by=ana)
    page = at_desk(ana, change(article))
    page.route("**/typing/", lambda route: route.fulfill(status=500, body="broken"))
    write(page, "坏了")
    expect(page.locator(STATUS)).to_contain_text("The newsroom does not answer", timeout=15_000)
    assert not WorkingCopy.objects.exists()
    # A closing page sends what it has once more, which nobody answers for it.
    page.context.set_offline(True)
    page.close(run_before_unload=False)
    page.context.set_offline(False)

    again = page.context.new_page()
    watch(again)
    again.goto(change(article))

    expect(again.locator(SURFACE)).to_contain_text("坏了", timeout=15_000)
    expect(again.locator(STATUS)).to_have_text("What you type is kept as you go.")
    assert "坏了" in WorkingCopy.objects.get().content["body"]
    assert left_in(again) == []


def test_opening_the_form_anew_shows_what_was_typed_until_it_is_discarded_or_saved(at_desk, ana):
    article = make_article(status="draft", created_by=ana, standfirst="原来的")
    page = at_desk(ana, change(article))
    page.locator("#id_headline").fill("")
    expect(page.locator(STATUS)).to_contain_text(
        "it cannot be saved yet: Headline is missing.", timeout=15_000
    )
    page.locator("#id_headline").fill("新标题")
    write(page, "没有保存")
    expect_kept(page)

    page.reload()
    expect(page.locator(SURFACE)).to_contain_text("没有保存")
    expect(page.locator(".notice")).to_contain_text("and did not save it.")
    page.get_by_role("link", name="Show the article as it stands").click()
    expect(page.locator("#id_headline")).to_have_value(article.headline)
    page.get_by_role("link", name="Show it").click()
    expect(page.locator(SURFACE)).to_contain_text("没有保存")
    page.keyboard.press("Control+s")
    page.locator(".messagelist").wait_for()

    article.refresh_from_db()
    assert article.headline == "新标题"
    assert "没有保存" in article.body
    assert (article.version, article.revisions.count()) == (2, 1)
    assert not WorkingCopy.objects.exists()
    assert page.locator(".notice").count() == 0
    assert page.asked == page.stopped == []


def test_the_older_of_two_windows_asks_which_text_goes_on(at_desk, ana):
    article = make_article(status="draft", created_by=ana)
    older = at_desk(ana, change(article))
    newer = older.context.new_page()
    watch(newer)
    newer.goto(change(article))
    newer.locator("#id_standfirst").fill("新窗口")
    expect_kept(newer)

    older.locator("#id_standfirst").fill("旧窗口")
    expect(older.locator(".notice")).to_contain_text("You went on in another window", timeout=15_000)
    assert WorkingCopy.objects.get().content["standfirst"] == "新窗口"
    older.get_by_role("button", name="Go on with this text instead").click()
    expect_kept(older)
    assert WorkingCopy.objects.get().content["standfirst"] == "旧窗口"

    newer.locator("#id_headline").fill("新窗口的标题")
    newer.get_by_role("button", name="Show the other text").click(timeout=15_000)
    expect(newer.locator("#id_standfirst")).to_have_value("旧窗口")
    expect(newer.locator("#id_headline")).to_have_value(article.headline)
    assert newer.asked == older.stopped == newer.stopped == []


def test_one_takes_over_from_another_and_puts_in_what_she_typed(at_desk, ana):
    ben, article = make_user("Chief", username="ben"), make_article(status="draft", created_by=ana)
    hers = at_desk(ana, change(article))
    write(hers, "甲写的")
    expect_kept(hers)
    his = at_desk(ben, change(article))
    expect(his.locator(".typing__people")).to_contain_text("ana is editing (since", timeout=15_000)

    his.get_by_role("button", name="Take over").click()
    expect(his.locator(".typing__people")).to_contain_text("ana is reading along")
    write(hers, "还在写")
    expect(hers.locator(".notice")).to_contain_text("ben took over at", timeout=15_000)
    expect(hers.locator(SURFACE)).to_have_attribute("contenteditable", "false")
    expect(hers.locator("#id_headline")).to_be_disabled()
    assert "甲写的还在写" in WorkingCopy.objects.get().content["body"]
    hers.get_by_role("button", name="Go on all the same").click()
    expect(hers.locator(SURFACE)).to_have_attribute("contenteditable", "true")

    his.get_by_role("link", name="look at it").click()
    expect(his.locator(".compare__field")).to_contain_text("甲写的还在写")
    his.get_by_role("button", name="Put it into the article").click()
    expect(his.locator(".messagelist")).to_contain_text("What ana typed is in the article.")
    assert "甲写的还在写" in Article.objects.get().body
    assert hers.stopped == his.stopped == []


def test_a_new_article_is_gone_on_with_after_the_browser_was_closed(at_desk, ana):
    page = at_desk(ana, ADD)
    page.locator("#id_headline").fill("渔村")
    write(page, "清晨六点")
    expect_kept(page)
    page.context.close()

    again = at_desk(ana, ADD)
    expect(again.locator(".begun")).to_contain_text("You began “渔村”")
    again.get_by_role("link", name="go on").click()
    expect(again.locator(SURFACE)).to_contain_text("清晨六点")
    write(again, "江面有雾")
    again.get_by_role("button", name="Save", exact=True).click()
    again.locator(".messagelist").wait_for()

    assert "清晨六点江面有雾" in Article.objects.get().body
    assert not WorkingCopy.objects.exists()
    expect(again.locator(STATUS)).to_have_text("What you type is kept as you go.")
    assert left_in(again) == []
    again.goto(ADD)
    assert again.locator(".begun li").count() == 0
    assert again.asked == again.stopped == []


def test_a_session_that_ended_is_told_and_gone_on_with_after_logging_in(at_desk, ana):
    page = at_desk(ana, change(make_article(status="draft", created_by=ana)))
    page.context.clear_cookies(name="sessionid")
    write(page, "还没登录")
    expect(page.locator(STATUS)).to_contain_text("You are logged out: kept in this browser", timeout=15_000)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Log in in another tab").click()
    door = opened.value
    door.locator("#id_username").fill("ana")
    door.locator("#id_password").fill("a long password")
    door.locator("[type=submit]").click()
    door.locator("#user-tools").wait_for()
    page.bring_to_front()

    expect_kept(page)
    page.keyboard.press("Control+s")
    page.locator(".messagelist").wait_for()
    assert "还没登录" in Article.objects.get().body
    # Saved before it was kept: what the browser held of it meanwhile is not taken for typing.
    page.locator("#id_standfirst").fill("马上保存")
    expect(page.locator(STATUS)).to_have_text("Typing…")
    page.keyboard.press("Control+s")
    expect(page.locator(".state__now")).to_contain_text("Version 3")
    expect(page.locator(STATUS)).to_have_text("What you type is kept as you go.")
    assert Article.objects.get().standfirst == "马上保存"
    assert not WorkingCopy.objects.exists()
    assert left_in(page) == []
    assert page.asked == page.stopped == []
