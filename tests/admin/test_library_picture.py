"""The screen of one picture: its words and focal point, its facts, where it is used, and its removal."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from articles.models import Event, Image
from tests.factories import NOW, make_article, make_image, make_image_source

from .pages import filled, told, words

LIBRARY = "/admin/articles/image/"


def screen(image):
    return f"{LIBRARY}{image.pk}/change/"


def test_the_focal_point_is_set_by_its_fields(chief):
    image = make_image()

    chief.post(
        screen(image), filled(chief.get(screen(image)), "#image_form") | {"focal_x": "20", "focal_y": "80"}
    )

    image.refresh_from_db()
    assert (image.focal_x, image.focal_y) == (20, 80)
    assert Event.objects.get().data["changed"] == {"focal_x": ["50", "20"], "focal_y": ["50", "80"]}


def test_a_focal_point_outside_is_refused(chief):
    image = make_image()

    answer = chief.post(screen(image), filled(chief.get(screen(image)), "#image_form") | {"focal_x": "101"})

    assert "less than or equal to 100" in words(answer, ".field-focal_x .errorlist")


def test_the_facts_tell_size_file_name_sources_and_who_added_it(chief, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    image = make_image(name="DSC_01.jpg", added_by=chief.user, width=1600, height=900)
    default_storage.save(image.file, ContentFile(bytes(2048)))
    make_image_source("https://example.com/river.jpg", image=image)

    facts = words(chief.get(screen(image)), ".picture__facts")

    for fact in ("1600 × 900 px, 2.0 KB", "JPEG", "DSC_01.jpg", chief.user.username, image.sha256):
        assert fact in facts
    assert "https://example.com/river.jpg" in facts


def test_a_file_that_is_lost_is_told(chief, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    assert "but its file is not there" in words(chief.get(screen(make_image())), ".picture__facts")


def test_where_it_is_used_names_each_article_with_the_words_it_carries_there(chief):
    image = make_image()
    public = make_article(headline="公开", lead_image=image, lead_image_alt="此处")
    draft = make_article(headline="草稿", status="draft", published_at=None)
    draft.article_images.create(image=image, position=0, caption="雾中")
    make_article(headline="别的", lead_image=make_image())

    page = chief.get(screen(image))

    assert words(page, "#picture-uses") == "Shown by 2 articles"
    inside, leading = words(page, ".use").splitlines()
    assert "草稿" in inside and "Draft" in inside and "In the text" in inside and "雾中" in inside
    assert "公开" in leading and "Published" in leading and "Lead image 此处" in leading
    assert f'href="{public.get_absolute_url()}"' in page.content.decode()
    assert f'href="/admin/articles/article/{draft.pk}/change/"' in page.content.decode()


def test_a_source_that_leads_where_nothing_was_chosen_is_a_use_and_one_beside_a_choice_is_none(chief):
    image = make_image()
    source = make_image_source(image=image)
    make_article(headline="只有来源", lead_image_source=source)
    make_article(headline="另选", lead_image_source=source, lead_image=make_image())

    assert words(chief.get(screen(image)), ".use__article").splitlines() == ["只有来源 ↗"]


def test_many_uses_are_shown_a_page_at_a_time(chief):
    image = make_image()
    for number in range(21):
        make_article(headline=f"第 {number} 篇", lead_image=image)

    first, second = chief.get(screen(image)), chief.get(screen(image), {"uses": 2})

    assert words(first, "#picture-uses") == "Shown by 21 articles"
    assert len(words(first, ".use").splitlines()) == 20
    assert "第 0 篇" in words(second, ".use")


@pytest.mark.parametrize("number", [1, 15])
def test_the_screen_takes_as_many_queries_for_many_uses_as_for_one(chief, number, django_assert_num_queries):
    image = make_image()
    for _ in range(number):
        make_article(lead_image=image).article_images.create(image=image, position=0)
    chief.get(screen(image))

    with django_assert_num_queries(16):
        chief.get(screen(image))


def test_before_and_next_follow_the_library_as_it_was_narrowed(chief):
    older, described, image, newer = make_image(alt=""), make_image(), make_image(alt=""), make_image(alt="")

    narrowed = chief.get(screen(image), {"_changelist_filters": "alt=no"})
    assert (narrowed.context["before"], narrowed.context["following"]) == (newer, older)
    assert f"{LIBRARY}{older.pk}/change/?_changelist_filters=alt%3Dno" in narrowed.content.decode()
    assert chief.get(screen(image)).context["following"] == described


@pytest.mark.parametrize("filters", ["nonsense=1", "p=x", "%00=%00", "alt__regex=(", "file__startswith=o"])
def test_a_forged_filter_narrows_nothing(chief, filters):
    older, image = make_image(), make_image()

    assert chief.get(screen(image), {"_changelist_filters": filters}).context["following"] == older


def test_saving_can_lead_to_the_next_picture(chief):
    older, image = make_image(), make_image()
    address = f"{screen(image)}?_changelist_filters=credit%3Dno"

    form = filled(chief.get(address), "#image_form") | {"credit": "林知夏", "_following": str(older.pk)}
    answer = chief.post(address, form)

    assert answer.url == f"{LIBRARY}{older.pk}/change/?_changelist_filters=credit%3Dno"
    assert Image.objects.get(pk=image.pk).credit == "林知夏"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "Readers have not seen it since the end of"),
        (0, "Today is the last day"),
        (1, "1 day more"),
        (9, "9 days more"),
    ],
)
def test_the_screen_says_how_long_readers_see_it(chief, days, said):
    image = make_image(rights_until=timezone.localdate() + timedelta(days=days))

    assert said in words(chief.get(screen(image)), ".picture__rights")


def test_a_writer_describes_the_own_picture_and_reads_the_others(log_in):
    writer = log_in("Writer")
    own, foreign = make_image(added_by=writer.user, alt=""), make_image()

    writer.post(screen(own), filled(writer.get(screen(own)), "#image_form") | {"alt": "江面"})

    assert Image.objects.get(pk=own.pk).alt == "江面"
    assert "alt" not in filled(writer.get(screen(foreign)), "#image_form")
    assert "picture.js" not in writer.get(screen(foreign)).content.decode()


def test_a_used_picture_is_not_removed_and_the_page_says_where_it_is_used(chief):
    image = make_image()
    make_article(headline="用它的文章", lead_image=image)
    address = f"{LIBRARY}{image.pk}/delete/"

    assert "用它的文章" in words(chief.get(address), ".use")
    assert "用它的文章" in words(chief.post(address, {"post": "yes"}), ".use")
    assert Image.objects.get() == image


def test_an_unused_picture_is_removed_after_a_page_that_says_so(chief):
    image = make_image(caption="江")
    address = f"{LIBRARY}{image.pk}/delete/"

    assert "nothing brings it back" in words(chief.get(address), ".asked")
    done = chief.post(address, {"post": "yes"}, follow=True)

    assert "江" in told(done)[0]
    assert not Image.objects.exists()
    assert [event.verb for event in Event.objects.all()] == ["remove_image"]


def test_an_editor_may_not_remove_a_picture(log_in):
    image = make_image()

    assert log_in("Editor").post(f"{LIBRARY}{image.pk}/delete/", {"post": "yes"}).status_code == 403


def test_headlines_and_words_with_marks_in_them_are_shown_as_text(chief):
    evil = "<script>alert(1)</script>"
    image = make_image(caption=evil, alt=evil, credit=evil, name=evil)
    make_article(headline=evil, lead_image=image, lead_image_caption=evil, at=NOW)

    for address in (LIBRARY, screen(image), f"{LIBRARY}{image.pk}/delete/", f"{LIBRARY}words/?of={image.pk}"):
        assert evil not in chief.get(address).content.decode()
