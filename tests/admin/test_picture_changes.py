"""The screens that replace a picture, crop it, and make one of two."""

from datetime import timedelta
from time import time

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from articles.admin import image_changes
from articles.desk.pictures import keeping, merging, replacing
from articles.images.renditions import Box
from articles.models import Image
from tests.desk.test_changing_pictures import article_with, jpeg
from tests.factories import NOW, make_article, make_image, make_user

from .pages import filled, told, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def kept():
    return keeping.store(jpeg(), alt="江面").saved()


def address(image, page):
    return f"/admin/articles/image/{image.pk}/{page}/"


def upload(client, image, data):
    return client.post(address(image, "replace"), {"file": SimpleUploadedFile("new.jpg", data)})


def test_both_are_shown_before_anything_is_changed(chief, kept):
    article_with(kept)
    page = upload(chief, kept, jpeg(300, 300))
    assert "600 × 400" in words(page) and "300 × 300" in words(page)
    assert "smaller" in words(page) and "another shape" in words(page)
    assert "1 article shows this picture" in words(page)
    assert Image.objects.get().sha256 == kept.sha256


def test_after_the_look_it_is_replaced(chief, kept):
    page = upload(chief, kept, jpeg(900, 600))
    answer = chief.post(address(kept, "replace"), filled(page, "form:has([name=new])"))
    assert answer.status_code == 302
    assert Image.objects.get().width == 900


def test_the_former_one_is_shown_and_put_back(chief, kept):
    replacing.replace(kept, jpeg(900, 600), by=chief.user, at=NOW)
    page = chief.get(address(kept, "replace"))
    former = kept.former_files.get()
    seen = chief.get(f"/admin/articles/image/{kept.pk}/former/{former.pk}/")
    assert seen.getvalue() == jpeg()
    chief.post(address(kept, "replace"), filled(page, "form:has([name=former])"))
    assert Image.objects.get().sha256 == kept.sha256


def test_former_bytes_are_looked_at_as_they_were(chief, kept):
    """Their own address would lead to what the picture is now."""
    replacing.replace(kept, jpeg(900, 600), by=chief.user, at=NOW)
    page = upload(chief, kept, jpeg())
    seen = f"/admin/articles/image/{kept.pk}/former/{kept.former_files.get().pk}/"
    assert page.context["address"] == seen and chief.get(seen).getvalue() == jpeg()


def test_what_is_no_picture_is_refused_in_words(chief, kept):
    assert "SVG" in words(upload(chief, kept, b"<svg xmlns='http://www.w3.org/2000/svg'/>"), ".errorlist")


def test_the_same_picture_is_no_other(chief, kept):
    assert "there already" in words(upload(chief, kept, jpeg()), ".errorlist")


def test_a_picture_of_the_library_leads_to_merging(chief, kept):
    other = keeping.store(jpeg(shift=0.7)).saved()
    page = upload(chief, kept, jpeg(shift=0.7))
    answer = chief.post(address(kept, "replace"), filled(page, "form:has([name=new])"))
    assert answer.url == f"/admin/articles/image/{kept.pk}/merge/{other.pk}/"


def test_an_answer_that_was_not_given_here_is_not_heeded(chief, kept):
    assert chief.post(address(kept, "replace"), {"new": "forged"}).status_code == 404


def test_a_crop_is_set_by_numbers_and_taken_off(chief, kept):
    box = {"left": 100, "top": 50, "width": 300, "height": 200}
    chief.post(address(kept, "crop"), box)
    assert Image.objects.get().crop == Box(100, 50, 300, 200)
    assert filled(chief.get(address(kept, "crop")), "#crop_form")["left"] == ["100"]
    chief.post(address(kept, "crop"), box | {"whole": "1"})
    assert Image.objects.get().crop is None


def test_a_part_outside_is_refused_in_words(chief, kept):
    page = chief.post(address(kept, "crop"), {"left": 590, "top": 0, "width": 300, "height": 200})
    assert "does not lie in the picture" in words(page, ".errorlist")


def test_pictures_that_look_alike_are_shown(chief, kept):
    assert "No other picture" in words(chief.get(address(kept, "alike")))
    keeping.store(jpeg(300, 200)).saved()
    assert "300 × 200" in words(chief.get(address(kept, "alike")), ".alike")


def test_the_larger_one_and_the_written_words_are_suggested(chief, kept):
    small = keeping.store(jpeg(300, 200), credit="林知夏").saved()
    page = chief.get(address(small, f"merge/{kept.pk}"))
    sent = filled(page, "form:has([name=stays])")
    assert (sent["stays"], sent["alt"], sent["credit"]) == ([str(kept.pk)], [str(kept.pk)], [str(small.pk)])
    answer = chief.post(address(small, f"merge/{kept.pk}"), sent)
    assert answer.url == address(kept, "change")
    image = Image.objects.get()
    assert (image.pk, image.alt, image.credit) == (kept.pk, "江面", "林知夏")
    assert "one picture now" in told(chief.get(answer.url))[0]


@pytest.mark.parametrize("page", ["replace", "crop", "alike"])
def test_a_writer_changes_no_picture_of_others(client, kept, page):
    client.force_login(make_user("Writer"))
    assert client.get(address(kept, page)).status_code == 403


def test_the_screen_of_a_picture_leads_to_its_changes(chief, kept):
    page = chief.get(address(kept, "change")).content.decode()
    assert all(f"/{kept.pk}/{name}/" in page for name in ("replace", "crop", "alike"))


def test_the_desk_tells_of_rights_that_have_ended_or_end_soon(chief):
    today = timezone.localdate()
    for days in (-1, -400, 3):
        image = keeping.store(jpeg(shift=days / 100), credit="x").saved()
        Image.objects.filter(pk=image.pk).update(rights_until=today + timedelta(days=days))
        article_with(image)
    unused = keeping.store(jpeg(shift=1.5)).saved()
    Image.objects.filter(pk=unused.pk).update(rights_until=today - timedelta(days=1))
    said = words(chief.get("/admin/"), ".desk__rights")
    assert "2 pictures that articles show may not be shown any more" in said
    assert "1 picture that articles show leaves the site soon" in said


def test_the_desk_is_silent_where_no_rights_end(chief, kept):
    article_with(kept)
    assert words(chief.get("/admin/"), ".desk__rights") == ""


def test_the_list_of_articles_marks_a_lead_whose_rights_have_ended(chief, kept):
    make_article(lead_image=kept)
    Image.objects.update(rights_until=timezone.localdate() - timedelta(days=1))
    assert "rights ended" in words(chief.get("/admin/articles/article/"), "#result_list")


@pytest.fixture
def editor(log_in):
    """Someone who may change pictures, and delete none."""
    return log_in("Editor")


def test_who_may_delete_no_picture_is_led_to_the_known_one_and_offered_no_merge(editor, kept):
    other = keeping.store(jpeg(300, 200)).saved()
    page = upload(editor, kept, jpeg(300, 200))
    answer = editor.post(address(kept, "replace"), filled(page, "form:has([name=new])"))
    assert answer.url == address(other, "change")
    assert "has this picture already" in told(editor.get(answer.url))[0]
    alike = editor.get(address(kept, "alike"))
    assert "300 × 200" in words(alike, ".alike") and "Make one of the two" not in words(alike)


@pytest.mark.parametrize("number", ["", "abc", "9" * 30, "-1", "1.5"])
def test_a_former_one_that_is_none_is_not_found(chief, kept, number):
    assert chief.post(address(kept, "replace"), {"former": number}).status_code == 404


class SignedAt(signing.TimestampSigner):
    def __init__(self, moment, **options):
        super().__init__(**options)
        self.moment = moment

    def timestamp(self):
        return signing.b62_encode(int(self.moment))


def test_an_answer_that_came_too_late_is_asked_for_again_in_words(chief, kept):
    long_ago = time() - image_changes.WAITS_SECONDS - 1
    new = keeping.store(jpeg(900, 600)).image
    signed = SignedAt(long_ago, salt=image_changes.SALT).sign_object([kept.pk, new.file])
    answer = chief.post(address(kept, "replace"), {"new": signed})
    assert answer.url == address(kept, "replace")
    assert "waited too long" in told(chief.get(answer.url))[0]
    assert Image.objects.get().sha256 == kept.sha256


def test_the_most_alike_are_shown_of_many(chief, kept, django_assert_max_num_queries):
    for number in range(40):
        make_image(likeness=kept.likeness[:12] + f"{int(kept.likeness[12:], 16) ^ (1 << number % 8):04x}")
    with django_assert_max_num_queries(80):
        page = chief.get(address(kept, "alike"))
    assert len(page.context["sides"]) == 1 + merging.MOST_ALIKE
