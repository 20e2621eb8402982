"""What the article's scripts are told of the library, and the lead image's field."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from articles.models import Image
from tests.factories import make_article, make_image, make_image_source, make_user

from .pages import change, filled, words

pytestmark = pytest.mark.django_db
PICK = reverse("admin:articles_image_pick")


def picked(client, **query):
    return client.get(PICK, query).json()


def names(answer):
    return [each["alt"] for each in answer["pictures"]]


# The list


def test_the_newest_pictures_come_first_a_page_at_a_time(chief):
    for number in range(31):
        make_image(alt=str(number))

    first = picked(chief)
    second = picked(chief, page=first["next"])

    assert names(first) == [str(number) for number in range(30, 0, -1)]
    assert (first["next"], names(second), second["next"]) == (2, ["0"], None)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("长江", ["江"]),
        ("林知夏 长江", ["江"]),
        ("长江 林知夏 灯塔", []),
        ("LIGHT", ["lighthouse"]),
        ("  ", ["lighthouse", "江"]),
        ("\0江", ["江"]),
        ("100%", []),
    ],
)
def test_pictures_are_found_by_every_word_of_caption_alt_or_credit(chief, typed, found):
    make_image(alt="江", caption="六点的长江", credit="林知夏")
    make_image(alt="lighthouse", credit="Someone")
    assert names(picked(chief, q=typed)) == found


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "9" * 5000, ""])
def test_a_page_that_makes_no_sense_is_the_first(chief, page):
    make_image(alt="江")
    assert names(picked(chief, page=page)) == ["江"]


def test_a_picture_is_told_with_what_the_dialog_and_the_surface_show(chief):
    yesterday = timezone.localdate() - timedelta(days=1)
    image = make_image(caption="六点", credit="林", width=4000, height=3000, rights_until=yesterday)
    told = picked(chief)["pictures"][0]
    assert told == {
        "id": image.pk,
        "address": image.url,
        "square": dict(map(reversed, image.srcset("square")))[320],
        "card": dict(map(reversed, image.srcset("card")))[640],
        "small": dict(map(reversed, image.srcset()))[640],
        "alt": "晨雾中的江面",
        "caption": "六点",
        "credit": "林",
        "width": 4000,
        "height": 3000,
        "screen": reverse("admin:articles_image_change", args=[image.pk]),
        "may_be_shown": False,
    }


def test_a_body_s_addresses_lead_to_their_pictures(chief):
    kept, fetched = make_image(), make_image()
    source = make_image_source(image=fetched)
    kept.former_files.create(file="originals/ff/former.jpg")
    former = kept.url.replace(kept.file, "originals/ff/former.jpg")
    asked = [kept.url, source.url, former, "https://example.com/never.jpg", "/nowhere.jpg"]

    found = picked(chief, address=asked)["pictures"]

    assert {address: told["id"] for address, told in found.items()} == {
        kept.url: kept.pk,
        source.url: fetched.pk,
        former: kept.pk,
    }


@pytest.mark.parametrize("query", ["", "?q=x", "?address=/media/x.jpg"])
def test_only_who_may_see_the_library_is_told_of_it(log_in, client, query):
    assert log_in("Admin").get(PICK + query).status_code == 403
    assert client.get(PICK + query).status_code == 302
    assert log_in("Writer").get(PICK + query).status_code == 200
    assert log_in("Writer").post(PICK + query).status_code == 405


def test_the_list_takes_the_same_queries_however_many_there_are(chief, django_assert_num_queries):
    def queries():
        # Session, user, the permissions of user and groups, pictures.
        with django_assert_num_queries(4):
            picked(chief, q="江")

    make_image()
    queries()
    for _ in range(20):
        make_image()
    queries()


# The form


def attributes(response, selector):
    return LexborHTMLParser(response.content).css_first(selector).attributes


def test_the_form_offers_of_the_library_what_its_user_may_do(log_in):
    codenames = ["view_article", "add_article", "change_article", "view_image"]
    looker = make_user(username="只看", role="Writer")
    looker.groups.first().permissions.set(Permission.objects.filter(codename__in=codenames))
    page = log_in(user=looker).get("/admin/articles/article/add/")
    for field in ("#id_body", "#id_lead_image"):
        assert attributes(page, field)["data-pick"] == PICK
        assert "data-upload" not in attributes(page, field)


def test_the_form_offers_uploads_to_who_may_add_pictures(log_in):
    page = log_in("Writer").get("/admin/articles/article/add/")
    assert attributes(page, "#id_body")["data-upload"] == reverse("admin:articles_image_upload")


def saved(client, article, **typed):
    page = client.get(change(article))
    data = filled(page) | {"_continue": "1"} | typed
    response = client.post(change(article), data)
    article.refresh_from_db()
    return response


def test_a_lead_image_is_chosen_by_its_number_without_javascript(chief):
    image, article = make_image(), make_article()
    saved(chief, article, lead_image=str(image.pk))
    assert article.lead_image == image


@pytest.mark.parametrize("number", ["999999999", "x", "9" * 40, "-1"])
def test_a_number_of_no_picture_is_refused_in_plain_words(chief, number):
    article = make_article()
    response = saved(chief, article, lead_image=number)
    assert response.status_code == 200
    assert "no picture of this number" in words(response, ".errorlist")


def test_no_lead_image_is_a_box_without_javascript(chief):
    article = make_article(lead_image=make_image())
    saved(chief, article, **{"lead_image-none": "on"})
    assert article.lead_image is None


def test_a_lead_image_that_waits_at_its_source_is_shown_and_can_be_done_without(chief):
    source = make_image_source()
    article = make_article(lead_image_source=source)
    page = chief.get(change(article))
    assert attributes(page, ".lead-image img")["src"] == source.url
    assert "Still at its source" in words(page, ".lead-image")

    saved(chief, article, headline="渔村的春天")
    assert article.lead_image_source == source
    saved(chief, article, **{"lead_image-none": "on"})
    assert (article.lead_image, article.lead_image_source) == (None, None)


def test_another_lead_image_is_not_said_to_come_from_the_first_one_s_source(chief):
    first, second = make_image(), make_image()
    article = make_article(lead_image=first, lead_image_source=make_image_source(image=first))
    saved(chief, article, lead_image_alt="江")
    assert article.lead_image_source is not None
    saved(chief, article, lead_image=str(second.pk))
    assert (article.lead_image, article.lead_image_source) == (second, None)


@pytest.mark.parametrize(("own", "here", "is_told"), [("", "", True), ("江", "", False), ("", "江", False)])
def test_a_lead_image_that_nobody_described_is_told(chief, own, here, is_told):
    page = chief.get(change(make_article(lead_image=make_image(alt=own), lead_image_alt=here)))
    assert ("hidden" not in attributes(page, ".lead-image__missing")) is is_told
    assert attributes(page, "#id_lead_image_alt")["placeholder"] == own


def test_who_may_not_change_the_article_sees_its_lead_image_and_no_field(log_in):
    article = make_article(lead_image=make_image())
    page = log_in("Writer").get(change(article))
    assert LexborHTMLParser(page.content).css_first("[name=lead_image]") is None
    assert attributes(page, ".field-picture img")["src"]


def test_pictures_that_are_not_here_are_told_quietly(chief):
    article = make_article(lead_image_source=make_image_source("https://example.com/1.jpg"))
    waits = make_image_source("https://example.com/2.jpg")
    lost = make_image_source("https://example.com/3.jpg", error="gone")
    article.article_images.create(position=0, source=waits)
    article.article_images.create(position=1, source=lost)
    article.article_images.create(position=2, image=make_image())

    told = words(chief.get(change(article)), ".state__pictures")

    assert told == "2 pictures are still to be fetched. 1 picture could not be had."
    assert words(chief.get(change(make_article())), ".state__pictures") == ""
    assert Image.objects.count() == 1
