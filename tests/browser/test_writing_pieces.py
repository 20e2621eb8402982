"""Links, ruby, cards of players and footnotes, as a writer sets them."""

import pytest

from articles.text import markdown, sanitizer
from tests.factories import make_article

from .pages import DESKTOP, PHONE, SURFACE, fits, grave_faults, opened, saved_body

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

OPTIONS = ".link__option"
CARD_OF_FILM = '<p class="embed-card"><a href="https://www.youtube.com/watch?v=aB3_-x">YouTube · youtube.com/watch?v=aB3_-x</a></p>'
ADDRESSES_OF_PLAYERS = {
    "https://youtu.be/aB3_-x?si=tracking": "YouTube · youtube.com/watch?v=aB3_-x",
    "https://m.youtube.com/watch?app=m&v=aB3_-x&t=9": "YouTube · youtube.com/watch?v=aB3_-x",
    "https://www.youtube.com/shorts/aB3_-x": "YouTube · youtube.com/watch?v=aB3_-x",
    "https://www.youtube.com/playlist?list=PL1": "YouTube · youtube.com/playlist?list=PL1",
    "https://vimeo.com/123": "Vimeo · vimeo.com/123",
    "https://www.bilibili.com/video/BV1xx411c7mD/?spm=1": "Bilibili · bilibili.com/video/BV1xx411c7mD",
    "https://v.youku.com/v_show/id_XMQ==.html?spm=1": "优酷 · v.youku.com/v_show/id_XMQ==.html",
    "https://v.qq.com/x/cover/mz1/x2.html": "腾讯视频 · v.qq.com/x/cover/mz1/x2.html",
    "https://twitter.com/river/status/12?s=20": "X · x.com/river/status/12",
    "https://weibo.com/1/Abc?from=page": "微博 · weibo.com/1/Abc",
    "https://m.weibo.cn/status/4": "微博 · m.weibo.cn/status/4",
    "https://open.spotify.com/intl-de/track/4u?si=1": "Spotify · open.spotify.com/track/4u",
    "https://soundcloud.com/river/fog": "SoundCloud · soundcloud.com/river/fog",
}
OTHER_ADDRESSES = ("https://example.com/watch?v=1", "https://www.youtube.com/@river", "https://x.com/river")


def settle(page):
    """Let the editor notice where the cursor is."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def press(page, *keys):
    settle(page)
    for key in keys:
        page.keyboard.press(key)
        settle(page)


def answer(page, key="Enter"):
    """End the dialog, and let the editor do what it says."""
    page.keyboard.press(key)
    page.locator("dialog.asking").wait_for(state="detached")
    settle(page)


def paste(page, text):
    page.locator(SURFACE).evaluate(
        """(surface, text) => {
            const clipboardData = new DataTransfer()
            clipboardData.setData("text/plain", text)
            surface.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))
        }""",
        text,
    )


def typed_body(page):
    return page.locator("#id_body").input_value()


def clean(source):
    """Markdown as the import keeps it."""
    return sanitizer.clean(markdown.render(source)).html.strip()


def folded(html):
    """Without the line ends between blocks."""
    return html.replace("\n", "")


# Links


def test_a_link_to_an_own_article_is_found_by_words_changed_and_removed_by_keyboard(desk):
    river = make_article(headline="长江禁渔第三年")
    make_article(headline="没有日期的草稿", status="draft", published_at=None)
    article, page = opened(
        desk, '<p>清晨。<a href="https://example.com/a" title="旧" hreflang="ja">雾</a></p>'
    )
    page.locator(SURFACE).click()
    press(page, "Home", "Shift+ArrowRight")

    page.keyboard.press("Control+k")
    page.locator(OPTIONS).nth(2).wait_for()
    page.keyboard.type("草稿")
    page.locator(f"{OPTIONS}:only-child", has_text="no publication day").wait_for()
    press(page, "ArrowDown", "Enter")
    assert page.locator(".link__status").text_content().startswith("It has no publication day yet")
    page.keyboard.press("Control+a")
    page.keyboard.type("第三年 长江")
    page.locator(f"{OPTIONS}[aria-selected=true]", has_text="禁渔第三年").wait_for()
    assert page.locator(f"{OPTIONS} .badge").all_text_contents() == ["Published"]
    answer(page)
    press(page, "End")
    page.keyboard.press("Control+k")
    page.keyboard.type("example.com/b")
    answer(page)
    own = river.get_absolute_url()
    link = '<a hreflang="ja" href="https://example.com/b" title="旧">雾</a>'
    assert saved_body(article, page) == f'<p><a href="{own}">清</a>晨。{link}</p>'

    page.locator(SURFACE).click()
    press(page, "Home", "ArrowRight")
    page.keyboard.press("Control+k")
    page.get_by_role("button", name="Remove the link").last.click()
    assert saved_body(article, page) == f"<p>清晨。{link}</p>"
    assert page.stopped == []


def test_words_being_composed_are_neither_searched_nor_chosen_and_scripts_are_no_addresses(desk):
    article, page = opened(desk, "<p>清晨。</p>")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/own/" in request.url else None)
    page.locator(SURFACE).click()
    page.keyboard.press("Control+k")
    page.locator(OPTIONS).wait_for()
    composer = page.context.new_cdp_session(page)
    for so_far in ("ch", "chang", "chang jiang"):
        composer.send("Input.imeSetComposition", {"text": so_far, "selectionStart": 9, "selectionEnd": 9})
    page.locator(".link__search").dispatch_event(
        "keydown", {"key": "Enter", "isComposing": True, "bubbles": True, "cancelable": True}
    )
    composer.send("Input.insertText", {"text": "长江"})
    page.locator(f"{OPTIONS}[aria-selected=true]", has_text="长江上游").wait_for()
    assert [address.split("q=")[1] for address in asked] == ["", "%E9%95%BF%E6%B1%9F"]

    page.locator(".link__search").fill("javascript:alert(1)")
    page.locator(".link__status", has_text="and to no others").wait_for()
    page.keyboard.press("Enter")
    answer(page, "Escape")
    press(page, "End")
    page.keyboard.type("雾散了")
    assert saved_body(article, page) == "<p>清晨。雾散了</p>"


# Ruby


def test_pinyin_is_set_above_its_characters_changed_and_removed_and_other_ruby_stays(desk):
    kept = (
        '<ruby lang="ja"><rb>東京</rb><rp>(</rp><rt>とうきょう</rt><rp>)</rp></ruby>'
        "<ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby><ruby>a<rtc>b</rtc><rt><b>c</b></rt></ruby>"
    )
    kept = sanitizer.clean(kept).html
    article, page = opened(desk, f"<p>长江{kept}</p>")
    assert page.locator(f"{SURFACE} .ruby-piece").count() == 2
    page.locator(SURFACE).click()
    press(page, "Home", "Shift+ArrowRight", "Shift+ArrowRight")

    page.keyboard.press("Control+Alt+r")
    page.keyboard.type("cháng jiāng")
    answer(page)
    page.keyboard.type("的雾")
    river = "<ruby>长<rt>cháng</rt>江<rt>jiāng</rt></ruby>"
    assert saved_body(article, page) == f"<p>{river}的雾{kept}</p>"

    page.locator(".ruby-piece", has_text="東京").click()
    page.get_by_label("Reading", exact=True).fill("トーキョー")
    answer(page)
    page.locator(".ruby-piece", has_text="cháng").click()
    page.get_by_role("button", name="Remove the reading").click()
    page.locator(".ruby-piece", has_text="cháng").wait_for(state="detached")
    assert saved_body(article, page) == f"<p>长江的雾{kept.replace('とうきょう', 'トーキョー')}</p>"
    assert page.stopped == []


# Cards


def test_a_pasted_address_of_a_player_is_a_card_with_a_title_and_undone_a_link(desk):
    article, page = opened(desk, "<p>清晨。</p>")
    page.locator(SURFACE).click()
    press(page, "End", "Enter")
    paste(page, "https://youtu.be/aB3_-x")
    page.locator(".card").wait_for()
    page.keyboard.press("Control+z")
    page.locator(".card").wait_for(state="detached")
    link = '<p><a href="https://youtu.be/aB3_-x">https://youtu.be/aB3_-x</a></p>'
    assert typed_body(page) == f"<p>清晨。</p>\n{link}"

    page.keyboard.press("Control+Shift+z")
    title = page.get_by_label("Title of the card")
    title.fill("江上的雾")
    title.press("Enter")
    titled = CARD_OF_FILM.replace("YouTube · youtube.com/watch?v=aB3_-x", "江上的雾")
    assert saved_body(article, page) == f"<p>清晨。</p>\n{titled}"
    assert page.locator(".card__name").text_content() == "YouTube"

    page.locator(".card").get_by_role("button", name="Remove").click()
    assert saved_body(article, page) == "<p>清晨。</p>"
    assert (page.foreign, page.stopped) == ([], [])


def test_the_known_players_become_cards_and_other_addresses_stay_links(desk):
    page = desk("/admin/articles/article/add/")
    page.locator(SURFACE).click()
    for address in ADDRESSES_OF_PLAYERS:
        paste(page, address)
    for address in OTHER_ADDRESSES:
        paste(page, address)
        page.keyboard.press("Enter")

    titles = page.locator(".card__title")
    assert [titles.nth(index).input_value() for index in range(titles.count())] == list(
        ADDRESSES_OF_PLAYERS.values()
    )
    links = page.locator(f"{SURFACE} > p > a").all_text_contents()
    assert tuple(links) == OTHER_ADDRESSES
    assert sanitizer.clean(typed_body(page)).html == typed_body(page)
    assert page.foreign == []


# Footnotes


def test_footnotes_are_numbered_by_the_text_and_come_and_go_with_their_references(desk):
    article, page = opened(desk, "<p>甲。乙。</p>")
    page.locator(SURFACE).click()
    press(page, "End")
    page.keyboard.press("Control+Alt+f")
    page.keyboard.type("来源乙")
    press(page, "Control+Alt+f", "Home", "ArrowRight", "ArrowRight")
    page.keyboard.press("Control+Alt+f")
    page.keyboard.type("来源甲")
    both = clean("甲。[^a]乙。[^b]\n\n[^a]: 来源甲\n[^b]: 来源乙")
    assert saved_body(article, page) == both
    assert page.locator(".reference").nth(1).get_attribute("data-number") == "2"

    page.locator(".reference").first.click()
    press(page, "Control+Alt+f", "Backspace")
    assert typed_body(page) == clean("甲。乙。[^b]\n\n[^b]: 来源乙")
    page.keyboard.press("Control+z")
    assert typed_body(page) == both
    page.get_by_role("button", name="Remove footnote 2").click()
    only = clean("甲。[^a]乙。\n\n[^a]: 来源甲")
    assert saved_body(article, page) == only == sanitizer.clean(only).html
    assert page.stopped == []


def test_imported_footnotes_are_edited_in_place_and_a_reference_moved_takes_its_note_along(desk):
    source = "One[^a] two[^b] again[^a].\n\n> Three[^c]\n\n[^a]: First **bold**\n\n    and more\n[^b]: Second\n[^c]: Third\n"
    article, page = opened(desk, clean(source), viewport=DESKTOP)
    assert page.locator(f"{SURFACE} .kept").count() == 0
    page.locator(".note").nth(1).locator("p").click()
    press(page, "End")
    page.keyboard.type(", edited")
    assert folded(saved_body(article, page)) == folded(clean(source.replace("Second", "Second, edited")))

    page.locator(".reference").nth(1).click()
    press(page, "Control+Alt+f", "Shift+ArrowLeft")
    page.keyboard.press("Control+x")
    page.locator(".note").nth(2).wait_for(state="detached")
    page.locator("blockquote p").click()
    press(page, "End")
    page.keyboard.press("Control+v")
    page.locator(".note").nth(2).wait_for()
    moved = source.replace(" two[^b]", " two").replace("Three[^c]", "Three[^c][^b]")
    assert folded(saved_body(article, page)) == folded(clean(moved.replace("Second", "Second, edited")))


# Looks


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")], ids=["phone", "desktop"]
)
def test_pieces_and_their_dialogs_are_accessible_and_fit(desk, viewport, scheme):
    body = "<p>江<ruby>長<rt>ちょう</rt></ruby></p>" + CARD_OF_FILM + clean("甲[^a]\n\n[^a]: 来源")
    article, page = opened(desk, body, viewport=viewport, color_scheme=scheme)
    make_article(headline="没有日期的草稿", status="draft", published_at=None)
    page.locator(SURFACE).locator("p").first.click()
    for name in (None, "link", "ruby", "playerCard"):
        if name:
            page.locator(f"[data-name={name}]").click()
            page.locator("dialog.asking").wait_for()
            page.wait_for_load_state("networkidle")
        assert grave_faults(page) == []
        assert fits(page)
        page.keyboard.press("Escape")
