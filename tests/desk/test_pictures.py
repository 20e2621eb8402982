from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage

from articles.desk.pictures import library
from articles.models import Event, Image, ImageSource
from tests.factories import NOW, make_article, make_image, make_image_source, make_user
from tests.images.pictures import encode, scene

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def editor():
    return make_user("Editor")


@pytest.fixture
def image():
    return make_image(alt="")


def showing(image, address, *, source=None, **fields):
    article = make_article(body=f'<p><img src="{address}" alt=""></p>', changed_at=NOW, **fields)
    article.article_images.create(position=0, source=source, image=None if source else image)
    return article


def test_new_words_stand_in_every_article_that_shows_the_picture(image, editor):
    source = make_image_source(image=image)
    kept = showing(image, default_storage.url(image.file))
    draft = showing(image, source.url, source=source, status="draft")
    library.describe(image, alt="晨雾中的江面", by=editor, at=LATER)
    for article in (kept, draft):
        article.refresh_from_db()
        assert 'alt="晨雾中的江面"' in article.body_html
        assert article.version == 1
    assert kept.changed_at == LATER


def test_new_words_turn_the_pages_over_that_the_picture_leads(image, editor):
    led = [
        make_article(lead_image=image, changed_at=NOW),
        make_article(lead_image_source=make_image_source(image=image), changed_at=NOW),
    ]
    other = make_article(lead_image=make_image(), changed_at=NOW)
    library.describe(image, caption="雾", credit="林知夏", by=editor, at=LATER)
    for article in (*led, other):
        article.refresh_from_db()
    assert [article.changed_at for article in (*led, other)] == [LATER, LATER, NOW]


def test_describing_is_one_event_that_says_what_changed(image, editor):
    library.describe(image, alt="江", rights_until=date(2027, 1, 1), by=editor, at=NOW)
    event = Event.objects.get()
    assert (event.verb, event.data["changed"]) == (
        "describe_image",
        {"alt": ["", "江"], "rights_until": ["", "2027-01-01"]},
    )


def test_describing_with_the_same_words_changes_nothing(image, editor):
    article = make_article(lead_image=image, changed_at=NOW)
    library.describe(image, alt="", by=editor, at=LATER)
    article.refresh_from_db()
    assert (article.changed_at, Event.objects.count()) == (NOW, 0)


def test_only_words_focal_point_and_rights_are_described(image, editor):
    with pytest.raises(TypeError, match="width"):
        library.describe(image, width=1, by=editor, at=NOW)


def test_a_writer_describes_no_pictures_and_removes_none(image):
    writer = make_user("Writer")
    with pytest.raises(PermissionDenied):
        library.describe(image, alt="江", by=writer, at=NOW)
    with pytest.raises(PermissionDenied):
        library.remove(image, by=writer, at=NOW)


def test_removing_a_picture_is_an_event(image):
    library.remove(image, by=make_user("Chief"), at=NOW)
    assert not Image.objects.exists()
    assert (Event.objects.get().verb, Event.objects.get().data["name"]) == ("remove_image", str(image))


def test_many_articles_take_a_few_queries_for_each_hundred(image, editor, django_assert_max_num_queries):
    address = default_storage.url(image.file)
    for _ in range(30):
        showing(image, address)
    with django_assert_max_num_queries(20):
        library.describe(image, alt="晨雾中的江面", by=editor, at=LATER)


def test_removing_a_picture_forgets_the_addresses_that_nothing_else_names(image):
    make_image_source("https://example.com/a.jpg", image=image)
    shared = make_image_source("https://example.com/b.jpg", image=image)
    make_article(lead_image=make_image(), lead_image_source=shared)
    library.remove(image, by=make_user("Chief"), at=NOW)
    assert list(ImageSource.objects.values_list("url", "image")) == [("https://example.com/b.jpg", None)]


def test_a_picture_that_an_article_shows_is_not_removed(image):
    in_body = make_article()
    in_body.article_images.create(position=0, source=make_image_source(image=image))
    with pytest.raises(library.PictureIsUsed, match="Articles show this picture"):
        library.remove(image, by=make_user("Chief"), at=NOW)
    assert (Image.objects.get(), Event.objects.count()) == (image, 0)


@pytest.mark.usefixtures("media")
def test_adding_a_picture_is_one_event_and_adding_it_again_is_none(editor):
    data = encode(scene())
    image, is_new = library.add(data, by=editor, at=NOW, name="a/b\\江\u202e.jpg")
    again, is_new_again = library.add(data, by=make_user("Writer"), at=LATER, name="other.jpg")
    assert (again, is_new, is_new_again) == (image, True, False)
    assert (image.name, image.added_by) == ("江.jpg", editor)
    assert default_storage.exists(image.file)
    assert [event.verb for event in Event.objects.all()] == ["add_image"]


def test_who_may_not_add_pictures_adds_none():
    with pytest.raises(PermissionDenied):
        library.add(encode(scene()), by=make_user("Admin"), at=NOW)


def test_who_added_a_picture_describes_it(image):
    writer = make_user("Writer")
    Image.objects.update(added_by=writer)
    library.describe(Image.objects.get(), alt="江", by=writer, at=NOW)
    assert Image.objects.get().alt == "江"
