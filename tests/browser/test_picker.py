"""Pictures in the article's form, as an editor meets them."""

import base64

import pytest
from django.core.files.storage import default_storage

from articles.desk.pictures import keeping
from articles.models import Article, Image
from tests.factories import make_article, make_category
from tests.images.pictures import encode, scene

from .pages import (
    ADD,
    DESKTOP,
    PHONE,
    SURFACE,
    change,
    fits,
    grave_faults,
    opened,
    save,
    saved_body,
    wait_for_body,
)

# The roles that a migration makes must be there again for who comes next.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

TILES = ".picker__tile"


def picture(*, size=(1600, 1000), **words):
    """A picture of the library whose bytes are stored; ``size`` tells it from others."""
    return keeping.store(encode(scene(*size)), **words).saved()


def figure(image, *, alt="", caption="", kind=""):
    said = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure{kind}><img src="{image.url}" alt="{alt}">{said}</figure>'


def select(page, number, part=".picture__img"):
    """Click a part of the figure, and let the editor notice."""
    page.locator("figure.picture").nth(number).locator(part).click()
    page.locator(f"figure.picture >> nth={number} >> .picture__panel").wait_for()


def offer(page, event, selector, data, name="江.jpg"):
    """Paste or drop a picture's bytes."""
    page.locator(selector).evaluate(
        """(target, [event, data, name]) => {
            const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))
            const files = new DataTransfer()
            files.items.add(new File([bytes], name, { type: "image/jpeg" }))
            const { left, top } = target.getBoundingClientRect()
            const options = { bubbles: true, cancelable: true, clientX: left + 40, clientY: top + 40 }
            target.dispatchEvent(event === "paste"
                ? new ClipboardEvent("paste", { ...options, clipboardData: files })
                : new DragEvent("drop", { ...options, dataTransfer: files }))
        }""",
        [event, base64.b64encode(data).decode(), name],
    )


# Choosing


def test_a_picture_is_found_and_put_into_the_body_by_keyboard_alone(desk):
    river = picture(alt="晨雾中的江面", caption="六点的长江", credit="林知夏")
    picture(size=(800, 800), alt="灯塔")
    page = desk(ADD)
    page.keyboard.type("渔村的春天")
    page.locator(SURFACE).focus()
    page.keyboard.type("清晨。")

    page.keyboard.press("Control+Alt+p")
    page.locator(TILES).nth(1).wait_for()
    page.keyboard.type("长江 林知夏")
    page.locator(".picker__status", has_text="Pictures: 1.").wait_for()
    page.keyboard.press("ArrowDown")
    assert page.locator(".picker__about").text_content() == "六点的长江 · 林知夏 · 1600 × 1000"
    page.keyboard.press("Enter")
    page.locator("figure.picture").wait_for()
    page.keyboard.type("，禁渔第三年")
    page.keyboard.press("Enter")
    page.keyboard.type("雾散了。")
    save(page)

    article = Article.objects.get()
    assert article.body == (
        "<p>清晨。</p>\n"
        f'<figure><img src="{river.url}" alt="晨雾中的江面">'
        "<figcaption>六点的长江，禁渔第三年</figcaption></figure>\n"
        "<p>雾散了。</p>"
    )
    use = article.article_images.get()
    assert (use.image, use.alt, use.caption) == (river, "晨雾中的江面", "六点的长江，禁渔第三年")
    assert page.stopped == []


def test_arrows_walk_the_grid_and_escape_gives_the_focus_back(desk):
    for side in range(12):
        picture(size=(400 + side, 400), alt=f"第{side}张")
    page = desk(ADD, viewport=PHONE)
    page.locator(SURFACE).focus()
    page.keyboard.type("清晨")

    page.keyboard.press("Control+Alt+p")
    page.locator(TILES).nth(11).wait_for()
    page.keyboard.press("ArrowDown")
    walked = []
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "End", "Home"):
        page.keyboard.press(key)
        walked.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    page.keyboard.press("ArrowUp")
    in_search = page.evaluate("document.activeElement.type")
    page.keyboard.press("Escape")
    page.locator(".picker").wait_for(state="detached")

    # Three columns, the newest first.
    assert walked == ["第10张", "第7张", "第8张", "第0张", "第11张"]
    assert in_search == "search"
    page.locator(f"{SURFACE}:focus").wait_for()
    assert page.evaluate("[getSelection().anchorNode.data, getSelection().anchorOffset]") == ["清晨", 2]


def test_the_dialog_says_that_nothing_is_found_and_shows_more(desk):
    for side in range(32):
        Image.objects.bulk_create(
            [Image(sha256=f"{side:064x}", file=f"originals/00/{side:064x}.jpg", width=99, height=99)]
        )
    page = desk(ADD)
    page.locator(SURFACE).focus()
    page.keyboard.press("Control+Alt+p")
    page.locator(TILES).nth(29).wait_for()

    page.get_by_role("button", name="More pictures").click()
    page.locator(TILES).nth(31).wait_for()
    assert page.evaluate("document.activeElement === document.querySelectorAll('.picker__tile')[30]")
    assert page.get_by_role("button", name="More pictures").is_hidden()

    page.get_by_role("searchbox").fill("没有的")
    page.get_by_text("No picture says “没有的”.").wait_for()
    assert page.locator(TILES).count() == 0


# Uploading


@pytest.mark.parametrize("event", ["paste", "drop"])
def test_a_picture_offered_to_the_body_is_uploaded_into_it(desk, event):
    article, page = opened(desk, "<p>清晨。</p>")
    page.locator(SURFACE).click()
    page.keyboard.press("End")

    offer(page, event, SURFACE, encode(scene(900, 600)))
    page.locator("figure.picture").wait_for()
    page.keyboard.type("江边")
    body = saved_body(article, page)

    image = Image.objects.get()
    assert default_storage.exists(image.file)
    assert f'<figure><img src="{image.url}" alt=""><figcaption>江边</figcaption></figure>' in body
    assert article.article_images.get().image == image


def test_a_file_that_is_no_picture_is_refused_in_words_and_leaves_nothing(desk):
    article, page = opened(desk, "<p>清晨。</p>")
    page.locator(SURFACE).click()

    offer(page, "paste", SURFACE, b"not a picture", name="假.jpg")

    notice = page.locator(".picture__notice")
    notice.wait_for()
    assert notice.text_content().startswith("假.jpg: ")
    assert page.locator(".picture__uploading").count() == 0
    assert page.locator("#id_body").input_value() == "<p>清晨。</p>"
    assert not Image.objects.exists()


def test_saving_waits_for_a_picture_that_is_under_way(desk):
    article, page = opened(desk, "<p>清晨。</p>")
    held = []
    page.route("**/upload/", lambda route: held.append(route))
    page.locator(SURFACE).click()
    offer(page, "paste", SURFACE, encode(scene(900, 600)))
    page.locator(".picture__uploading", has_text="江.jpg").wait_for()

    page.locator("[name=_continue]").click()
    page.get_by_text("A picture is still being uploaded.").wait_for()
    held[0].continue_()
    page.locator("figure.picture").wait_for()

    assert Image.objects.get().url in saved_body(article, page)


@pytest.mark.parametrize("event", ["paste", "drop", "choose"])
def test_a_picture_offered_to_the_dialog_is_the_next_to_be_chosen(desk, event):
    picture(alt="江")
    article, page = opened(desk, "<p>清晨。</p>")
    page.get_by_role("button", name="Picture").click()
    page.locator(TILES).wait_for()

    if event == "choose":
        file = {"name": "江.jpg", "mimeType": "image/jpeg", "buffer": encode(scene(900, 600))}
        page.locator(".picker input[type=file]").set_input_files(file)
    else:
        offer(page, event, ".picker", encode(scene(900, 600)))
    page.locator(TILES).nth(1).wait_for()
    page.locator(f"{TILES}:focus").wait_for()
    page.keyboard.press("Enter")

    new = Image.objects.exclude(alt="江").get()
    assert new.url in saved_body(article, page)


# Words


def test_the_words_written_for_a_place_are_saved_and_shown_to_readers(desk, client):
    image = picture(credit="林知夏")
    article, page = opened(desk, figure(image))
    missing = page.get_by_text("Alternative text is missing.")
    assert missing.is_visible()

    select(page, 0, "figcaption")
    page.keyboard.type("六点的长江")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("晨雾中的江面")
    assert page.locator(".picture__credit").text_content() == "林知夏 In the library"
    assert missing.is_hidden()
    body = saved_body(article, page)

    assert body == figure(image, alt="晨雾中的江面", caption="六点的长江")
    use = article.article_images.get()
    assert (use.alt, use.caption) == ("晨雾中的江面", "六点的长江")
    shown = client.get(article.get_absolute_url()).content.decode()
    assert 'alt="晨雾中的江面"' in shown
    assert "六点的长江" in shown


def test_a_decorative_picture_says_nothing_to_readers_whatever_the_library_says(desk, client):
    image = picture(alt="晨雾中的江面")
    article, page = opened(desk, figure(image, alt="江"))

    select(page, 0)
    page.get_by_label("Decorative").check()
    body = saved_body(article, page)

    assert 'alt=""' in body
    assert 'role="presentation"' in body
    assert "晨雾中的江面" not in client.get(article.get_absolute_url()).content.decode()
    select(page, 0)
    page.get_by_label("Decorative").uncheck()
    assert saved_body(article, page) == figure(image)


def test_a_caption_is_written_by_an_input_method(desk):
    image = picture(alt="江")
    article, page = opened(desk, figure(image, alt="江", caption="清晨"))
    select(page, 0, "figcaption")
    page.keyboard.press("End")
    typing = page.context.new_cdp_session(page)

    for letters in ("c", "ch", "chuan"):
        place = {"selectionStart": len(letters), "selectionEnd": len(letters)}
        typing.send("Input.imeSetComposition", {"text": letters, **place})
    typing.send("Input.insertText", {"text": "船"})
    wait_for_body(page, "清晨船")

    assert saved_body(article, page) == figure(image, alt="江", caption="清晨船")


def test_an_arabic_article_s_figures_run_from_right_to_left_and_their_tools_as_the_desk(desk):
    image = picture(alt="جمل")
    article = make_article(language="ar", body=figure(image, alt="جمل"), categories=[make_category()])
    page = desk(change(article), viewport=PHONE)
    select(page, 0, "figcaption")
    page.keyboard.type("مكتبة")

    way = "(element) => getComputedStyle(element).direction"
    assert page.locator(".ProseMirror figcaption").evaluate(way) == "rtl"
    assert page.locator(".picture__panel").evaluate(way) == "ltr"
    assert page.locator(".picture__alt").evaluate(way) == "rtl"
    assert fits(page)
    assert saved_body(article, page) == figure(image, alt="جمل", caption="مكتبة")


# Changing


def test_figures_are_moved_gathered_scattered_and_removed(desk):
    one, two = picture(size=(600, 400), alt="一"), picture(size=(700, 400), alt="二")
    first, second = figure(one, alt="一", caption="甲"), figure(two, alt="二", caption="乙")
    article, page = opened(desk, f"<p>清晨。</p>\n{first}\n{second}")
    body = page.locator("#id_body")

    select(page, 0, "figcaption")
    page.keyboard.press("Alt+ArrowDown")
    assert body.input_value() == f"<p>清晨。</p>\n{second}\n{first}"
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    assert body.input_value() == f"{first}\n<p>清晨。</p>\n{second}"
    page.keyboard.press("Alt+ArrowDown")

    page.locator(".is-current").get_by_role("button", name="Gallery").click()
    gallery = f'<p>清晨。</p>\n<figure class="gallery">{first}{second}</figure>'
    assert body.input_value() == gallery
    assert saved_body(article, page) == gallery

    select(page, 1, "figcaption")
    page.locator(".is-current").get_by_role("button", name="Gallery").click()
    assert body.input_value() == f"<p>清晨。</p>\n{first}\n{second}"
    page.locator(".is-current").get_by_role("button", name="Remove").click()
    assert saved_body(article, page) == f"<p>清晨。</p>\n{first}"
    select(page, 0)
    page.keyboard.press("Delete")
    assert saved_body(article, page) == "<p>清晨。</p>"


def test_a_picture_replaced_takes_the_words_of_the_new_one_and_leaves_typed_ones(desk):
    old = picture(size=(600, 400), alt="旧", caption="旧说明")
    new = picture(size=(700, 400), alt="新", caption="新说明")
    article, page = opened(
        desk, figure(old, alt="旧", caption="旧说明") + figure(old, alt="旧", caption="记者所见")
    )

    for place in (0, 1):
        select(page, place)
        page.locator(".is-current").get_by_role("button", name="Replace").click()
        page.locator(TILES).first.click()
        page.locator(".picker").wait_for(state="detached")

    assert saved_body(article, page) == "\n".join(
        [figure(new, alt="新", caption="新说明"), figure(new, alt="新", caption="记者所见")]
    )


@pytest.mark.parametrize(
    "body",
    [
        '<figure><img src="{0}" alt=""></figure>',
        '<figure lang="ar" dir="rtl" class="align-left"><img src="{0}" alt="007" title="t" width="6" height="4">'
        "<figcaption>船<em>停</em></figcaption></figure>",
        '<figure class="gallery"><img src="{0}" alt="1"><img src="{1}" alt="2"></figure>',
        '<figure class="gallery"><img src="{0}" alt="1"><img src="{1}" alt="2"><figcaption>两张</figcaption></figure>',
        '<figure class="gallery"><figure><img src="{0}" alt="1"></figure>'
        '<figure><img src="{1}" alt="2"><figcaption>二</figcaption></figure></figure>',
        '<p><img src="{0}" alt="江"></p>',
        '<figure><a href="https://example.com/a"><img src="{0}" alt=""></a><figcaption>链</figcaption></figure>',
        '<figure><img src="https://example.com/far.jpg" alt="远"></figure>',
        '<figure><img src="{0}" alt="" role="presentation"></figure>',
    ],
)
def test_editing_beside_a_picture_leaves_it_as_it_was_and_loads_no_original(desk, body):
    images = [picture(size=(1600, 400)), picture(size=(1700, 400))]
    given = body.format(*(image.url for image in images))
    article, page = opened(desk, f"<p>清晨</p>\n{given}")
    assert page.originals == []

    for version in (2, 3):
        page.locator(f"{SURFACE} > p").first.click()
        page.keyboard.press("End")
        page.keyboard.type("。")
        assert saved_body(article, page) == f"<p>清晨{'。' * (version - 1)}</p>\n{given}"
        assert article.version == version


def test_a_body_with_pictures_saved_unread_is_the_same_byte_for_byte(desk):
    image = picture()
    body = f'<figure class="gallery">\n<img alt="1" src="{image.url}">\n<img alt="2" src="{image.url}"></figure><p>x</p>'
    article, page = opened(desk, body)
    page.locator("#id_standfirst").fill("禁渔之后")
    assert saved_body(article, page) == body


def test_a_picture_pasted_with_text_stands_in_a_figure(desk):
    article, page = opened(desk, "<p>清晨。</p>")
    page.locator(SURFACE).click()
    page.keyboard.press("End")
    page.locator(SURFACE).evaluate(
        """(surface) => {
            const clipboardData = new DataTransfer()
            clipboardData.setData("text/html", '<p>雾<img src="https://example.com/a.jpg" alt="江"></p><p>船<img src="file:///c.jpg"></p>')
            surface.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))
        }"""
    )
    assert saved_body(article, page) == (
        '<p>清晨。雾</p>\n<figure><img src="https://example.com/a.jpg" alt="江"></figure>\n<p>船</p>'
    )


# The lead image


def test_a_lead_image_is_chosen_given_words_and_removed(desk):
    image = picture(caption="六点的长江", credit="林知夏")
    article, page = opened(desk, "<p>清晨。</p>", viewport=DESKTOP)
    missing = page.get_by_text("Nobody has said yet what this picture shows")
    box = page.locator(".lead-image")
    assert missing.is_hidden()

    box.get_by_role("button", name="Choose").focus()
    page.keyboard.press("Enter")
    page.locator(TILES).wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    box.locator("img").wait_for()
    assert missing.is_visible()
    assert page.locator("#id_lead_image_caption").get_attribute("placeholder") == "六点的长江"
    page.locator("#id_lead_image_alt").fill("晨雾中的江面")
    assert missing.is_hidden()
    save(page)
    article.refresh_from_db()
    assert (article.lead_image, article.lead_image_alt) == (image, "晨雾中的江面")

    box.get_by_role("button", name="Remove").click()
    assert box.get_by_text("No lead image.").is_visible()
    save(page)
    article.refresh_from_db()
    assert article.lead_image is None


def test_a_lead_image_is_uploaded_by_a_drop(desk):
    article, page = opened(desk, "<p>清晨。</p>", viewport=DESKTOP)
    offer(page, "drop", ".lead-image", encode(scene(900, 600)))
    page.locator(".lead-image img").wait_for()
    save(page)
    article.refresh_from_db()
    assert article.lead_image == Image.objects.get()


# Looks


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_pictures_in_the_form_are_accessible_and_fit(desk, viewport, scheme):
    images = [
        picture(size=(400 + 10 * side, 300), alt="" if side % 2 else "江", credit="林") for side in range(5)
    ]
    body = figure(images[0], caption="甲") + figure(images[1], kind=' class="gallery"') + "<p>清晨</p>"
    article, page = opened(desk, body, viewport=viewport, color_scheme=scheme)
    page.locator(".ProseMirror figcaption").first.click()

    for opens in (False, True):
        if opens:
            page.get_by_role("button", name="Picture").click()
            page.locator(TILES).nth(4).wait_for()
            page.keyboard.press("ArrowDown")
        assert grave_faults(page) == []
        assert fits(page)
