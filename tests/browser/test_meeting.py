"""Two people in one article, and a live one that is edited beside its text, in a browser each."""

import pytest

from articles.desk import meeting, revisions, working_copies
from articles.models import Article
from tests.factories import NOW, make_article, make_image, make_user

from .pages import SURFACE, change, faults, fits, follow, wait_for_body

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

BODY = "<p>雾还没有散去。</p>\n<p>老渔民在等船。</p>\n<p>鱼正在回来。</p>"


@pytest.fixture
def sit_down(at_desk):
    """A function that opens a page as a Chief of the name, in a browser of their own."""
    return lambda name, address, **options: at_desk(make_user("Chief", username=name), address, **options)


@pytest.fixture
def article(db):
    article = make_article(body=BODY, headline="渔村", status="draft")
    revisions.keep(article, by=None, at=NOW, why="")
    return article


def write(page, paragraph, text):
    """Write the text at the end of a paragraph, as a person does."""
    page.locator(f"{SURFACE} > p").nth(paragraph).click()
    page.keyboard.press("End")
    page.keyboard.type(text)
    wait_for_body(page, text)


def save(page, button="_continue"):
    follow(page, page.locator(f"[name={button}]"))
    page.locator(".messagelist, #meeting_form").first.wait_for()


def assert_fine(page):
    assert (faults(page, but=("minor",)), fits(page)) == ([], True)


def test_two_editors_meet_and_what_they_wrote_is_brought_together(sit_down, article):
    ana, ben = sit_down("Ana", change(article)), sit_down("Ben", change(article))
    write(ana, 0, "风起了。")
    write(ben, 2, "江豚也是。")
    save(ana)
    save(ben)
    assert "what they changed and what you typed are both in" in ben.locator(".messagelist").inner_text()
    body = Article.objects.get().body
    assert "雾还没有散去。风起了。" in body and "鱼正在回来。江豚也是。" in body


@pytest.mark.parametrize("width", [390, 1440])
def test_two_editors_overlap_and_one_decides_by_keyboard(sit_down, article, width):
    ana = sit_down("Ana", change(article))
    ben = sit_down("Ben", change(article), viewport={"width": width, "height": 900}, color_scheme="dark")
    write(ana, 1, "船来了。")
    write(ben, 1, "船没有来。")
    save(ana)
    save(ben)
    assert "What Ana saved" in ben.locator(".side--ours .side__name").inner_text()
    assert ben.locator(".side--theirs ins").inner_text() == "船没有来。"
    assert_fine(ben)
    ben.locator("input[name=piece-1][value=both]").focus()
    ben.keyboard.press("Space")
    ben.locator("#meeting_form button").focus()
    with ben.expect_navigation():
        ben.keyboard.press("Enter")
    body = Article.objects.get().body
    assert body.index("等船。船来了。") < body.index("等船。船没有来。")


def test_a_third_saves_meanwhile_and_the_answers_stay(sit_down, article):
    ben = sit_down("Ben", change(article))
    now = Article.objects.get()
    meeting.save(now, {"body": BODY.replace("等船", "等雨")}, seen=1, by=None, at=NOW)
    write(ben, 1, "船没有来。")
    save(ben)
    ben.locator("input[name=piece-1][value=theirs]").check()
    now.refresh_from_db()
    meeting.save(now, {"headline": "渔村的春天"}, seen=2, by=None, at=NOW)
    follow(ben, ben.get_by_role("button", name="Save this"))
    ben.locator(".messagelist").wait_for()
    assert "Someone saved again" in ben.locator(".messagelist").inner_text()
    assert ben.locator("input[name=piece-1][value=theirs]").is_checked()
    follow(ben, ben.get_by_role("button", name="Save this"))
    ben.locator(".messagelist .success").wait_for()
    saved = Article.objects.get()
    assert ("等船。船没有来。" in saved.body, saved.headline) == (True, "渔村的春天")


def test_a_live_article_is_edited_beside_its_text_and_published(sit_down, open_page):
    live = make_article(body=BODY, headline="渔村")
    revisions.keep(live, by=None, at=NOW, why="")
    page = sit_down("Ana", change(live), viewport={"width": 390, "height": 900})
    write(page, 0, "风起了。")
    save(page, "_keep_beside")
    assert "风起了" not in open_page(live.get_absolute_url()).locator("body").inner_text()
    write(page, 2, "江豚也是。")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    assert_fine(page)
    follow(page, page.get_by_role("link", name="Compare with the live text"))
    assert page.locator(".compare__field ins").all_inner_texts() == ["风起了。", "江豚也是。"]
    assert_fine(page)
    follow(page, page.get_by_role("link", name="Go on with the draft"))
    save(page, "_publish_beside")
    text = open_page(live.get_absolute_url()).locator("body").inner_text()
    assert "雾还没有散去。风起了。" in text and "鱼正在回来。江豚也是。" in text
    assert working_copies.beside(live) is None


def test_an_editor_compares_steps_and_restores(sit_down, article):
    for seen, typed in enumerate(
        [{"body": BODY.replace("老", "女")}, {"lead_image_id": make_image(alt="江面").pk}], start=1
    ):
        meeting.save(article, typed, seen=seen, by=None, at=NOW)
    page = sit_down("Ana", change(article), viewport={"width": 390, "height": 900})
    follow(page, page.get_by_role("link", name="All versions"))
    assert_fine(page)
    page.get_by_role("radio", name="From version 1").check()
    follow(page, page.get_by_role("button", name="Compare"))
    assert page.locator(".compare__field del").first.inner_text() == "老"
    assert_fine(page)
    follow(page, page.get_by_role("link", name="What version 2 changed"))
    assert page.locator(".block-picture").count() == 0
    follow(page, page.get_by_role("button", name="Restore version 1"))
    assert Article.objects.get().body == BODY


def test_a_draft_that_one_kept_oneself_is_not_told_as_news(sit_down):
    live = make_article(body=BODY, headline="渔村")
    page = sit_down("Ana", change(live))
    write(page, 0, "风起了。")
    save(page, "_keep_beside")
    write(page, 2, "江豚也是。")
    page.get_by_text("Kept in the newsroom").wait_for()
    assert page.locator(".notice").count() == 0
