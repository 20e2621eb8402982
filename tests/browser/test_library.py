"""The library in a real browser: dropped files, the focal point, the keyboard alone, the phone."""

from base64 import b64encode

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image as Picture
from PIL import ImageChops, ImageDraw, ImageStat
from playwright.sync_api import expect

from articles.desk.pictures import library
from articles.images.renditions import SHAPES, Box, cut
from articles.models import Image
from tests.factories import make_article, make_image
from tests.images.pictures import decode, encode, scene

from .pages import DESKTOP, PHONE, TABLET, assert_clean

# The roles that a migration makes must be there again for who comes next.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
pytestmark += [pytest.mark.usefixtures("own_storage")]

LIBRARY = "/admin/articles/image/"
SCREENS = [
    {"viewport": PHONE, "color_scheme": "light"},
    {"viewport": PHONE, "color_scheme": "dark"},
    {"viewport": TABLET, "color_scheme": "light"},
    {"viewport": DESKTOP, "color_scheme": "dark"},
]
# Drops files made in the page, as a file manager would drop them on the window.
DROP = """files => {
    const data = new DataTransfer()
    for (const [name, bytes] of files) data.items.add(new File([Uint8Array.from(atob(bytes), c => c.charCodeAt(0))], name))
    const target = document.querySelector("h1")
    const options = { dataTransfer: data, bubbles: true, cancelable: true }
    target.dispatchEvent(new DragEvent("dragover", options))
    const isOffered = !document.querySelector("[data-drop]").hidden
    target.dispatchEvent(new DragEvent("drop", options))
    return isOffered
}"""


def photograph(width=300, height=200, shade=60):
    """A picture whose every part differs from every other."""
    picture = Picture.new("RGB", (width, height), (shade, 90, 120))
    draw = ImageDraw.Draw(picture)
    for number in range(24):
        left, top = (number * 97) % width, (number * 61) % height
        colour = ((number * 67) % 256, (number * 29) % 256, (number * 151) % 256)
        draw.ellipse((left - 25, top - 25, left + 25, top + 25), fill=colour)
    return picture


def kept(chief, **shape):
    return library.add(encode(photograph(**shape), "PNG"), by=chief, at=timezone.now(), name="江.jpg")[0]


def one_at_a_time(page):
    """Let the tests' server, whose threads share one connection to the database, take one upload after the other."""
    held = []

    def hold(route):
        held.append(route)
        if len(held) == 1:
            route.continue_()

    def let_go(request):
        if held and held[0].request == request:
            held.pop(0)
            if held:
                held[0].continue_()

    page.route("**/upload/", hold)
    page.on("requestfinished", let_go)


def as_dropped(files):
    return [[name, b64encode(data).decode()] for name, data in files.items()]


@pytest.mark.parametrize("screen", SCREENS)
def test_the_library_is_clean_on_every_screen(desk, chief, screen):
    image, used = kept(chief), kept(chief, width=160, height=300)
    make_article(lead_image=used)
    page = desk(LIBRARY, **screen)
    page.locator(".tile__choice input").first.check()
    assert_clean(page)
    for below in (
        "?q=沙漠",
        f"{image.pk}/change/",
        f"{used.pk}/change/",
        f"{image.pk}/delete/",
        "upload/",
        f"words/?of={image.pk}",
    ):
        page.goto(f"{LIBRARY}{below}")
        assert_clean(page)


def test_dropped_files_are_kept_known_or_refused_each_in_words(desk, chief):
    known = kept(chief)
    page = desk(LIBRARY)
    one_at_a_time(page)

    files = {
        "new.png": encode(scene(1300, 800), "PNG"),
        "known.png": encode(photograph(), "PNG"),
        "film.mp4": b"\0\0\0\x18ftypmp42" + bytes(200),
    }
    assert page.evaluate(DROP, as_dropped(files))
    page.locator("[data-end]").wait_for()

    said = page.locator(".uploaded").all_inner_texts()
    assert ["Kept" in said[0], "In the library already" in said[1], "are taken" in said[2]] == [True] * 3
    assert page.locator("[data-sum]").inner_text() == "1 kept · 1 here already · 1 refused"
    assert page.locator(".uploaded a").nth(1).get_attribute("href") == f"{LIBRARY}{known.pk}/change/"
    assert page.locator("[data-status]").inner_text() == "1 kept · 1 here already · 1 refused"
    assert page.stopped == []


def test_the_words_of_what_was_dropped_are_written_next(desk):
    page = desk(LIBRARY)
    one_at_a_time(page)
    page.evaluate(
        DROP, as_dropped({"a.png": encode(scene(60, 40), "PNG"), "b.png": encode(scene(40, 60), "PNG")})
    )

    page.get_by_role("link", name="Write their words").click()
    page.get_by_label("Alternative text").first.fill("江面")
    page.get_by_label("Credit where none is written").fill("林知夏")
    page.get_by_role("button", name="Save").click()

    assert page.locator(".messagelist").inner_text() == "2 pictures changed."
    assert set(Image.objects.values_list("credit", flat=True)) == {"林知夏"}
    assert page.locator(".tile").count() == 2


def test_two_are_sent_at_a_time_one_can_be_cancelled_and_tried_again(desk):
    page = desk(LIBRARY)
    waiting = []
    page.route("**/upload/", lambda route: waiting.append(route))
    files = {f"{number}.png": encode(scene(30 + number, 20), "PNG") for number in range(3)}

    page.evaluate(DROP, as_dropped(files))
    expect(page.locator("[data-state=sending]")).to_have_count(2)
    assert page.locator("[data-state=waiting]").count() == 1
    page.get_by_role("button", name="Cancel 0.png").click()
    expect(page.locator("[data-state=waiting]")).to_have_count(0)
    assert page.locator(".uploaded[data-state=lost]").inner_text().startswith("0.png")

    page.unroute("**/upload/")
    for route in waiting[1:]:
        route.abort()
    page.locator("[data-end]").wait_for()
    assert page.locator("[data-sum]").inner_text() == "3 not sent"
    one_at_a_time(page)
    for number in range(3):
        page.get_by_role("button", name=f"Try {number}.png again").click()
    expect(page.locator("[data-state=kept]")).to_have_count(3)
    assert Image.objects.count() == 3


def test_a_file_over_the_limit_is_not_even_sent(desk):
    page = desk(LIBRARY)
    asked = []
    page.on("request", lambda request: asked.append(request.method))

    page.evaluate(
        """() => {
            const data = new DataTransfer()
            data.items.add(new File([new Uint8Array(40 * 1024 * 1024 + 1)], "huge.jpg"))
            document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }))
        }"""
    )
    page.locator("[data-end]").wait_for()

    assert "larger than 40" in page.locator(".uploaded").inner_text()
    assert "POST" not in asked


def test_pictures_are_chosen_by_the_button_of_the_library(desk, tmp_path):
    (tmp_path / "江.png").write_bytes(encode(scene(60, 40), "PNG"))
    page = desk(LIBRARY)

    with page.expect_file_chooser() as chooser:
        page.get_by_role("link", name="Upload pictures").press("Enter")
    chooser.value.set_files(tmp_path / "江.png")
    page.locator(".uploaded[data-state=kept]").wait_for()

    assert Image.objects.get().name == "江.png"


def test_the_upload_works_without_scripts(desk, tmp_path):
    for number in range(2):
        (tmp_path / f"{number}.png").write_bytes(encode(scene(60 + number, 40), "PNG"))
    page = desk(LIBRARY, java_script_enabled=False)

    page.get_by_role("link", name="Upload pictures").click()
    page.get_by_label("Choose pictures").set_input_files([tmp_path / "0.png", tmp_path / "1.png"])
    page.get_by_role("button", name="Upload").click()

    assert [line.split()[0] for line in page.locator(".uploaded").all_inner_texts()] == ["0.png", "1.png"]
    assert Image.objects.count() == 2


def test_the_scripts_cut_is_the_servers_to_the_pixel(desk, chief):
    page = desk(f"{LIBRARY}{kept(chief).pk}/change/")
    cases = [
        (width, height, across, down, x, y)
        for width, height in (
            (900, 600),
            (601, 899),
            (1, 5000),
            (5000, 1),
            (1333, 1001),
            (16383, 7),
            (315, 210),
        )
        for across, down in (shape.ratio for shape in SHAPES.values() if shape.ratio)
        for x, y in ((0, 0), (50, 50), (100, 100), (33, 67), (1, 99), (25, 75))
    ]

    found = page.evaluate(
        """async cases => {
            const { cut } = await import(document.querySelector("script[src*='picture.js']").src)
            return cases.map(([width, height, across, down, x, y]) => cut({ width, height }, { across, down }, { x, y }))
        }""",
        cases,
    )

    for (width, height, across, down, x, y), box in zip(cases, found, strict=True):
        wanted = cut(Box(0, 0, width, height), ratio=(across, down), focal_x=x, focal_y=y)
        assert (box["left"], box["top"], box["width"], box["height"]) == wanted


def test_a_click_sets_the_focal_point_and_every_cut_shows_what_readers_will_see(desk, chief):
    image = kept(chief, width=450, height=350)
    page = desk(f"{LIBRARY}{image.pk}/change/", viewport=DESKTOP)

    picture = page.locator(".focal__picture")
    shown = picture.bounding_box()
    picture.click(position={"x": shown["width"] * 0.6, "y": shown["height"] * 0.6})
    page.get_by_role("button", name="Save and stay").click()
    page.locator(".messagelist").wait_for()

    image.refresh_from_db()
    assert abs(image.focal_x - 60) <= 1 and abs(image.focal_y - 60) <= 1
    page.locator(".crop__window img").last.evaluate("image => image.decode()")
    in_the_middle = kept(chief, width=450, height=350, shade=61)
    for name, shape in SHAPES.items():
        if shape.ratio:
            seen = page.locator(f".crop--{name} .crop__window").screenshot()
            right = difference(seen, rendition(image, name))
            wrong = difference(seen, rendition(in_the_middle, name))
            assert 2 * right < wrong, name


def rendition(image, shape):
    """What the server sends readers for the shape."""
    answer = Client().get(image.srcset(shape, format="jpeg")[0][0])
    return b"".join(answer.streaming_content)


def difference(one, other):
    """How much two pictures differ on the average, of 255."""
    one, other = (decode(data).convert("RGB").resize((120, 80)) for data in (one, other))
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


def test_arrow_keys_move_the_point_with_shift_by_larger_steps_and_the_fields_move_it_too(desk, chief):
    page = desk(f"{LIBRARY}{kept(chief).pk}/change/")
    point = page.get_by_role("button", name="Focal point")
    window = page.locator(".crop--square img")
    before = window.evaluate("image => image.style.left")

    for keys in ("ArrowRight", "ArrowRight", "Shift+ArrowRight", "ArrowUp", "Shift+ArrowDown"):
        point.press(keys)
    assert [page.locator(f"#id_focal_{side}").input_value() for side in "xy"] == ["62", "59"]
    assert page.locator("[data-place]").inner_text() == "62 % from the left, 59 % from the top"
    assert window.evaluate("image => image.style.left") != before

    for _ in range(9):
        point.press("Shift+ArrowLeft")
    assert page.locator("#id_focal_x").input_value() == "0"
    page.locator("#id_focal_x").fill("50")
    assert window.evaluate("image => image.style.left") == before


def test_the_alternative_text_is_counted_and_advised_on(desk, chief):
    page = desk(f"{LIBRARY}{kept(chief).pk}/change/")
    advice = page.locator("#alt-advice")
    assert "is told nothing" in advice.inner_text()

    for text, said in (
        ("江", "1 letter."),
        ("晨雾中的江面", "6 letters."),
        ("Photo of a river", "begin with what it shows"),
        ("a" * 251, "into the caption"),
    ):
        page.get_by_label("Alternative text").fill(text)
        assert said in advice.inner_text()


def test_the_keyboard_alone_finds_opens_describes_and_goes_on(desk, chief):
    older, newer = kept(chief), kept(chief, shade=200)
    page = desk(LIBRARY)

    tab_to(page, "#searchbar")
    page.keyboard.type("江.jpg")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=*")
    tab_to(page, ".tile__link")
    assert page.evaluate("getComputedStyle(document.activeElement.closest('.tile')).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{newer.pk}/change/**")
    tab_to(page, ".focal__point")
    page.keyboard.press("ArrowLeft")
    tab_to(page, "#id_alt")
    page.keyboard.type("江面")
    tab_to(page, "[name=_following]")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{older.pk}/change/**")

    newer.refresh_from_db()
    assert (newer.alt, newer.focal_x) == ("江面", 49)


def test_the_keyboard_alone_chooses_and_removes(desk, chief):
    kept(chief)
    kept(chief, shade=200)
    page = desk(LIBRARY)
    assert not page.locator(".library__actions").is_visible()

    tab_to(page, ".tile__choice input")
    page.keyboard.press("Space")
    assert page.locator("[data-number]").inner_text() == "1 chosen"
    tab_to(page, "[data-all]")
    page.keyboard.press("Enter")
    assert page.locator("[data-number]").inner_text() == "2 chosen"
    tab_to(page, "[value=remove_unused]", back=True)
    page.keyboard.press("Enter")
    page.locator(".asked").wait_for()
    tab_to(page, ".asked [type=submit]")
    page.keyboard.press("Enter")
    page.locator(".library__empty").wait_for()

    assert not Image.objects.exists()


def test_shift_chooses_from_one_picture_to_another(desk):
    for _ in range(5):
        make_image()
    boxes = (page := desk(LIBRARY)).locator(".tile__choice input")

    boxes.nth(1).click()
    boxes.nth(3).click(modifiers=["Shift"])

    assert page.locator("[data-number]").inner_text() == "3 chosen"


def test_a_phone_is_sent_no_tile_wider_than_twice_its_box(desk, chief):
    image = kept(chief, width=2000, height=1500)
    page = desk(LIBRARY, viewport=PHONE, device_scale_factor=1)

    tile = page.locator(".tile__picture")
    tile.evaluate("image => image.decode()")
    assert tile.evaluate("image => image.naturalWidth") <= 2 * tile.bounding_box()["width"]
    assert str(image.sha256) in tile.evaluate("image => image.currentSrc")


def test_leaving_with_unsaved_words_is_asked_about(desk, chief):
    page = desk(f"{LIBRARY}{kept(chief).pk}/change/")

    page.get_by_role("button", name="Focal point").press("ArrowLeft")
    page.get_by_role("link", name="The library").click()
    page.locator(".tile").wait_for()

    assert page.asked == ["beforeunload"]


def tab_to(page, selector, *, back=False):
    """Press Tab until the element has the focus, as someone without a mouse does."""
    for _ in range(80):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"no Tab leads to {selector}")
