"""Cropping, replacing and merging pictures in a real browser: pointer, touch, the keyboard alone, the phone."""

import os
from pathlib import Path

import pytest
from django.utils import timezone

from articles.desk.pictures import cropping, library, replacing
from articles.images.renditions import Box
from articles.models import Image
from tests.factories import make_article
from tests.images.pictures import encode

from .pages import assert_clean
from .test_library import LIBRARY, SCREENS, kept, photograph, tab_to

# The roles that a migration makes must be there again for who comes next.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
pytestmark += [pytest.mark.usefixtures("own_storage")]
FRAME, CROPPER = ".cropper__frame", "[data-cropper]"


def crop_page(desk, image, **options):
    page = desk(f"{LIBRARY}{image.pk}/crop/", **options)
    page.locator(FRAME).wait_for()
    return page


def box(page):
    return Box(*(int(page.locator(f"#id_{name}").input_value()) for name in Box._fields))


def drag(page, start, end):
    """From one place of the picture to another, in parts of one of its sides."""
    shown = page.locator(CROPPER).bounding_box()
    places = [(shown["x"] + x * shown["width"], shown["y"] + y * shown["height"]) for x, y in (start, end)]
    page.mouse.move(*places[0])
    page.mouse.down()
    page.mouse.move(*places[1], steps=5)
    page.mouse.up()


def shoot(page, name):
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("screen", SCREENS)
def test_the_screens_that_change_a_picture_are_clean_on_every_screen(desk, chief, screen):
    image = kept(chief, width=900, height=600)
    make_article(lead_image=image)
    image = replacing.replace(image, encode(photograph(1200, 800), "PNG"), by=chief, at=timezone.now())
    library.describe(image, caption="江" * 200, credit="林知夏", by=chief, at=timezone.now())
    other = library.add(encode(photograph(1200, 800), "JPEG"), by=chief, at=timezone.now())[0]
    page = desk("/admin/", **screen)
    size = f"{screen['viewport']['width']}-{screen['color_scheme']}"
    for below in ("replace", "crop", "alike", f"merge/{other.pk}"):
        page.goto(f"{LIBRARY}{image.pk}/{below}/")
        page.wait_for_load_state("networkidle")
        shoot(page, f"{below.replace('/', '-')}-{size}")
        assert_clean(page)
    page.goto(f"{LIBRARY}{image.pk}/replace/")
    file = {"name": "small.png", "mimeType": "image/png", "buffer": encode(photograph(300, 300), "PNG")}
    page.set_input_files("#id_file", file)
    page.get_by_role("button", name="Look at both").click()
    page.get_by_role("button", name="Replace it").wait_for()
    page.wait_for_load_state("networkidle")
    shoot(page, f"both-{size}")
    assert_clean(page)


def test_a_part_is_drawn_moved_and_sized_by_pointer(desk, chief):
    page = crop_page(desk, kept(chief, width=600, height=400))
    drag(page, (0.25, 0.25), (0.75, 0.75))
    drawn = box(page)
    assert all(abs(one - other) <= 2 for one, other in zip(drawn, (150, 100, 300, 200), strict=True))
    drag(page, (0.5, 0.5), (0.6, 0.5))
    assert box(page)[1:] == drawn[1:] and abs(box(page).left - drawn.left - 60) <= 2
    drag(page, (0.845, 0.745), (0.95, 0.9))
    assert box(page).width > drawn.width and box(page).height > drawn.height
    page.get_by_role("button", name="Crop", exact=True).click()
    page.locator(".messagelist").wait_for()
    assert Image.objects.get().crop


def test_what_is_drawn_to_an_edge_from_half_a_pixel_lies_in_the_picture(desk, chief):
    """The picture is shown at two thirds of its size, so that every other place is half a pixel of it."""
    page = crop_page(desk, kept(chief, width=1440, height=720), viewport={"width": 1440, "height": 1200})
    shown = page.locator(CROPPER).bounding_box()
    assert shown["width"] == 960
    for pixel in (23, 22, 21, 20):
        drag(page, (pixel / 960, pixel / 480), (1.1, 1.1))
        part = box(page)
        assert (part.left + part.width, part.top + part.height) == (1440, 720)


def test_a_touch_draws_a_part(desk, chief):
    page = crop_page(
        desk, kept(chief), viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    shown = page.locator(CROPPER).bounding_box()
    sender = page.context.new_cdp_session(page)
    for kind, place in (("touchStart", 0.2), ("touchMove", 0.5), ("touchMove", 0.8), ("touchEnd", None)):
        points = (
            [{"x": shown["x"] + place * shown["width"], "y": shown["y"] + place * shown["height"]}]
            if place
            else []
        )
        sender.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    assert all(abs(one - other) <= 3 for one, other in zip(box(page), (60, 40, 180, 120), strict=True))


def test_the_keyboard_alone_crops_and_shows_all_again(desk, chief):
    page = crop_page(desk, kept(chief, width=600, height=400))
    tab_to(page, FRAME)
    for _ in range(10):
        page.keyboard.press("Shift+ArrowLeft")
        page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Alt+ArrowDown")
    assert box(page) == (12, 1, 480, 280)
    assert page.locator("[data-said]").inner_text().startswith("480 by 280")
    tab_to(page, "[type=submit].default")
    page.keyboard.press("Enter")
    page.locator(".messagelist").wait_for()
    assert Image.objects.get().crop == (12, 1, 480, 280)
    page.goto(f"{LIBRARY}{Image.objects.get().pk}/crop/")
    tab_to(page, "[name=whole]")
    page.keyboard.press("Enter")
    page.locator(".messagelist").wait_for()
    assert Image.objects.get().crop is None


def test_a_shape_is_kept_whichever_way_the_frame_is_sized(desk, chief):
    page = crop_page(desk, kept(chief, width=600, height=400))
    page.locator("[name=shape][value='1:1']").check()
    assert box(page) == (0, 0, 400, 400)
    page.locator(FRAME).focus()
    page.keyboard.press("Shift+ArrowUp")
    assert box(page).width == box(page).height == 388
    page.keyboard.press("Shift+ArrowRight")
    assert box(page).width == box(page).height == 400


def test_the_numbers_move_the_frame(desk, chief):
    page = crop_page(desk, kept(chief, width=600, height=400))
    for name, value in zip(Box._fields, (300, 200, 300, 200), strict=True):
        page.locator(f"#id_{name}").fill(str(value))
    frame, whole = page.locator(FRAME).bounding_box(), page.locator(CROPPER).bounding_box()
    assert abs(frame["x"] - whole["x"] - whole["width"] / 2) <= 1
    assert abs(frame["height"] - whole["height"] / 2) <= 1


def test_without_scripts_the_numbers_crop(desk, chief):
    image = kept(chief, width=600, height=400)
    page = desk(f"{LIBRARY}{image.pk}/crop/", java_script_enabled=False)
    assert not page.locator(FRAME).is_visible()
    page.locator("#id_width").fill("300")
    page.get_by_role("button", name="Crop", exact=True).click()
    assert Image.objects.get().crop == (0, 0, 300, 400)


def test_the_keyboard_alone_merges_two(desk, chief):
    image = kept(chief, width=600, height=400)
    small = library.add(encode(photograph(600, 400), "JPEG"), by=chief, at=timezone.now())[0]
    cropping.crop(image, Box(0, 0, 300, 300), by=chief, at=timezone.now())
    page = desk(f"{LIBRARY}{image.pk}/alike/")
    tab_to(page, ".alike .button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/merge/*/")
    tab_to(page, "[type=submit].default")
    page.keyboard.press("Enter")
    page.locator(".messagelist").wait_for()
    assert Image.objects.get() in (image, small)
