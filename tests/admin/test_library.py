"""The library of pictures as a list: its tiles, its search and filters, and what is done to those chosen."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from articles.models import Event, Image
from tests.factories import make_article, make_image, make_image_source

from .pages import told, words

LIBRARY = "/admin/articles/image/"


def found(client, **asked):
    """The pictures that the library shows, by their captions."""
    return [image.caption for image in client.get(LIBRARY, asked).context["cl"].result_list]


def chosen(action, images, **more):
    return {"action": action, "_selected_action": [image.pk for image in images], "index": "0"} | more


def test_a_tile_shows_a_square_of_the_picture_its_words_and_what_is_missing(chief):
    make_image(caption="江上渔船", alt="", credit="", width=800, height=600)

    page = chief.get(LIBRARY)

    assert "江上渔船" in words(page, ".tile__link")
    assert words(page, ".tile .badge").splitlines() == ["No alternative text", "No credit", "Small", "Unused"]
    [tile] = page.context["cl"].tiles
    assert [part.split()[1] for part in tile["srcset"].split(", ")] == ["160w", "320w", "600w"]


def test_a_picture_that_is_described_and_shown_has_no_badge(chief):
    make_article(lead_image=make_image(credit="林知夏"))

    assert words(chief.get(LIBRARY), ".tile .badge") == ""


@pytest.mark.parametrize(
    ("days", "badge"), [(-1, "Rights ended"), (0, "Rights end soon"), (30, "Rights end soon"), (31, "")]
)
def test_a_tile_tells_of_rights_that_end(chief, days, badge):
    image = make_image(credit="林知夏", rights_until=timezone.localdate() + timedelta(days=days))
    make_article(lead_image=image)

    assert words(chief.get(LIBRARY), ".tile .badge") == badge


def test_an_empty_library_says_how_it_is_filled(chief):
    assert "Drop pictures anywhere on this page" in words(chief.get(LIBRARY), ".library__empty")


def test_a_search_in_vain_leads_back_to_everything(chief):
    make_image()

    assert words(chief.get(LIBRARY, {"q": "沙漠"}), ".empty") == "No picture matches. Show everything"


@pytest.mark.parametrize(
    "asked",
    [
        "渔船",
        "reuters",
        "lamp",
        "dsc_01",
        "river-770",
        "wp-content reuters",
        "abcdef1",
        "/media/renditions/ab/" + "abcdef12" * 8 + "/640.webp",
    ],
)
def test_a_picture_is_found_by_any_of_its_words_its_name_source_and_hash(chief, asked):
    image = make_image(
        caption="江上渔船", credit="Reuters", alt="A lamp", name="DSC_01.jpg", sha256="abcdef12" * 8
    )
    make_image_source("https://example.com/wp-content/river-770x433.jpg", image=image)
    make_image(caption="别的")

    assert found(chief, q=asked) == ["江上渔船"]


def test_every_word_of_a_search_must_be_found(chief):
    make_image(caption="江上渔船", credit="Reuters")

    assert found(chief, q="渔船 afp") == []


def test_each_filter_finds_its_pictures(chief):
    today = timezone.localdate()
    plain = {"alt": "江", "credit": "林知夏", "width": 2000}
    make_image(caption="alt", **plain | {"alt": ""})
    make_image(caption="credit", **plain | {"credit": ""})
    make_image(caption="ended", rights_until=today - timedelta(days=1), **plain)
    make_image(caption="soon", rights_until=today + timedelta(days=30), **plain)
    make_image(caption="later", rights_until=today + timedelta(days=31), **plain)
    make_image(caption="small", **plain | {"width": 1199})
    make_image(caption="mine", added_by=chief.user, **plain)
    make_article(lead_image=make_image(caption="leads", **plain))
    make_article().article_images.create(image=make_image(caption="inside", **plain), position=0)

    for name in ("alt", "credit", "small"):
        assert found(
            chief, **{"size" if name == "small" else name: "small" if name == "small" else "no"}
        ) == [name]
    assert found(chief, rights="ended") == ["ended"]
    assert found(chief, rights="soon") == ["soon"]
    assert found(chief, by=chief.user.pk) == ["mine"]
    assert "mine" not in found(chief, by="nobody")
    assert {"leads", "inside"}.isdisjoint(found(chief, used="no"))
    assert len(found(chief, used="no")) == 7
    assert found(chief, used="no", alt="no") == ["alt"]


def test_a_picture_shown_by_way_of_its_source_is_used(chief):
    source = make_image_source(image=make_image(caption="江"))
    make_article().article_images.create(source=source, position=0)

    assert found(chief, used="no") == []


def test_pictures_are_found_by_the_month_they_were_added_in(chief):
    for moment in (datetime(2025, 12, 31, 23, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)):
        Image.objects.filter(pk=make_image(caption=moment.date().isoformat()).pk).update(added_at=moment)

    assert found(chief, added="2025-12") == ["2025-12-31"]
    assert found(chief, added="2026-01") == ["2026-01-01"]


@pytest.mark.parametrize(
    "asked",
    [
        {"added": "2026-13"},
        {"added": "'"},
        {"by": "x"},
        {"by": "9" * 40},
        {"alt": "?"},
        {"rights": "\0"},
        {"p": "9" * 50},
        {"p": "x"},
    ],
)
def test_what_anyone_writes_into_the_address_narrows_nothing_and_breaks_nothing(chief, asked):
    make_image(caption="江")

    response = chief.get(LIBRARY, asked, follow=True)

    assert words(response, ".tile__words") == "江"


@pytest.mark.parametrize(
    ("other", "is_alike"),
    [
        ("00ff00ff00ff00ff", True),
        ("00ff00ff00ff80ff", True),
        ("01ff00ff00ff80ff", True),
        ("01ff01ff00ff80ff", False),
        ("", False),
    ],
)
def test_pictures_that_share_most_of_their_likeness_are_alike(chief, other, is_alike):
    make_image(caption="one", likeness="00ff00ff00ff00ff")
    make_image(caption="other", likeness=other)
    make_image(caption="without", likeness="")

    assert found(chief, alike="yes") == (["other", "one"] if is_alike else [])


def test_what_waits_at_its_source_is_a_link_away(chief):
    links = chief.get(LIBRARY).content.decode()

    assert "/admin/articles/imagesource/?state=pending" in links
    assert "/admin/articles/imagesource/?state=failed" in links


def test_a_big_library_is_counted_no_further_than_the_pages_ahead(chief, django_assert_num_queries):
    Image.objects.bulk_create(
        Image(sha256=f"{n:064x}", file=f"originals/{n}.jpg", width=1600, height=900) for n in range(720)
    )

    first = chief.get(LIBRARY)
    assert "660 pictures and more" in words(first, ".library__count")
    assert len(first.context["cl"].tiles) == 60
    assert "720 pictures" in words(chief.get(LIBRARY, {"p": 3}), ".library__count")
    assert len(chief.get(LIBRARY, {"p": 12}).context["cl"].tiles) == 60


@pytest.mark.parametrize("number", [2, 50])
def test_the_library_takes_as_many_queries_for_many_as_for_few(chief, number, django_assert_num_queries):
    for _ in range(number):
        make_article(lead_image=make_image())
    chief.get(LIBRARY)

    with django_assert_num_queries(9):
        chief.get(LIBRARY)


def test_the_links_of_the_tiles_keep_what_the_library_was_narrowed_to(chief):
    image = make_image(alt="")

    page = chief.get(LIBRARY, {"alt": "no"}).content.decode()

    assert f"/admin/articles/image/{image.pk}/change/?_changelist_filters=alt%3Dno" in page


def test_a_credit_is_set_for_the_chosen_after_a_page_that_says_so(chief):
    images = [make_image(), make_image(credit="Reuters")]

    asked = chief.post(LIBRARY, chosen("set_credit", images))
    assert "1 of them has a credit already" in words(asked, ".asked__note")
    assert not Event.objects.exists()

    done = chief.post(LIBRARY, chosen("set_credit", images, confirmed="1", credit="林知夏"), follow=True)
    assert told(done) == ["The credit of 1 picture is set."]
    assert [image.credit for image in Image.objects.order_by("pk")] == ["林知夏", "Reuters"]


def test_another_credit_is_replaced_where_that_is_asked_for(chief):
    image = make_image(credit="Reuters")

    chief.post(LIBRARY, chosen("set_credit", [image], confirmed="1", credit="林知夏", replaces="on"))

    assert Image.objects.get().credit == "林知夏"
    assert [event.verb for event in Event.objects.all()] == ["describe_image"]


def test_an_empty_credit_is_asked_for_again(chief):
    image = make_image(credit="Reuters")

    answer = chief.post(LIBRARY, chosen("set_credit", [image], confirmed="1", credit=" ", replaces="on"))

    assert "This field is required." in words(answer, ".errorlist")
    assert Image.objects.get().credit == "Reuters"


def test_of_the_chosen_only_the_unused_are_removed_and_the_page_before_says_which(chief):
    used, unused = make_image(caption="用"), make_image(caption="不用")
    make_article(lead_image=used)

    asked = words(chief.post(LIBRARY, chosen("remove_unused", [used, unused])), ".asked__group").splitlines()
    assert asked == [
        "These are removed, and their files with them (1) 不用",
        "These stay, because articles show them (1) 用",
    ]
    assert Image.objects.count() == 2

    done = chief.post(LIBRARY, chosen("remove_unused", [used, unused], confirmed="1"), follow=True)
    assert told(done) == ["1 picture is removed."]
    assert Image.objects.get() == used
    assert [event.verb for event in Event.objects.all()] == ["remove_image"]


def test_nothing_is_removed_where_all_are_used(chief):
    image = make_image()
    make_article(lead_image=image)

    asked = chief.post(LIBRARY, chosen("remove_unused", [image]))

    assert "Remove unused pictures" not in words(asked, ".submit-row")
    assert 'type="submit" class="default"' not in asked.content.decode()


def test_many_are_described_on_one_screen(chief):
    images = [make_image(), make_image()]

    answer = chief.post(LIBRARY, chosen("write_words", images))

    assert answer.url == f"{LIBRARY}words/?of={images[1].pk},{images[0].pk}"


def test_a_writer_is_offered_no_action_and_a_forged_one_does_nothing(log_in):
    writer, image = log_in("Writer"), make_image()

    assert words(writer.get(LIBRARY), ".library__actions") == ""
    writer.post(LIBRARY, chosen("remove_unused", [image], confirmed="1"))
    assert Image.objects.get() == image


def test_an_editor_may_not_remove(log_in):
    editor = log_in("Editor")
    make_image()

    assert "Remove" not in words(editor.get(LIBRARY), ".library__actions")


def test_rights_are_told_by_the_newsrooms_day(chief):
    make_image(caption="江", rights_until=date(2020, 1, 1))

    assert found(chief, rights="ended") == ["江"]


def test_patterns_in_the_address_are_not_tried(chief):
    assert chief.get(LIBRARY, {"caption__regex": "("}).status_code == 400
