"""Pictures that come through a browser: one a request from the script, many from the plain form."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.models import Event, Image
from tests.factories import make_image, make_user
from tests.images.pictures import EVERY_FORMAT, encode, scene

from .pages import filled, told, words

LIBRARY = "/admin/articles/image/"
UPLOAD = f"{LIBRARY}upload/"
WORDS = f"{LIBRARY}words/"


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture(name="江.jpg", data=None, kind="image/jpeg"):
    return SimpleUploadedFile(name, data or encode(scene(400, 300)), kind)


def sent_by_script(client, *files):
    return client.post(UPLOAD, {"files": files}, headers={"accept": "application/json"})


def test_a_picture_is_kept_with_its_name_and_who_added_it(chief):
    [outcome] = sent_by_script(chief, picture("C:\\Bilder\\江.jpg")).json()["outcomes"]

    image = Image.objects.get()
    assert (image.name, image.added_by, image.width) == ("江.jpg", chief.user, 400)
    assert outcome["state"] == "kept"
    assert (outcome["pk"], outcome["url"]) == (image.pk, f"{LIBRARY}{image.pk}/change/")
    event = Event.objects.get()
    assert (event.verb, event.by, event.data["thing"]) == ("add_image", chief.user, image.pk)


def test_a_picture_that_is_here_already_leads_to_it(chief):
    sent_by_script(chief, picture())

    [outcome] = sent_by_script(chief, picture("again.jpg")).json()["outcomes"]

    image = Image.objects.get()
    assert (outcome["state"], outcome["said"]) == ("known", "In the library already")
    assert outcome["pk"] == image.pk
    assert (image.name, Event.objects.count()) == ("江.jpg", 1)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Export it as a PNG"),
        (EVERY_FORMAT["png"][:60], "damaged or incomplete"),
        (b"%PDF-1.7", "a PDF"),
    ],
)
def test_what_is_no_picture_is_refused_in_words_whatever_it_calls_itself(chief, data, why):
    [outcome] = sent_by_script(chief, picture("fine.jpg", data)).json()["outcomes"]

    assert outcome["state"] == "refused"
    assert why in outcome["said"]
    assert not Image.objects.exists()


def test_the_type_is_told_by_what_the_file_holds(chief):
    sent_by_script(chief, picture("page.html", EVERY_FORMAT["webp"], "text/html"))

    assert Image.objects.get().file.endswith(".webp")


def test_a_file_over_the_limit_is_refused_and_not_kept_whole(chief, monkeypatch):
    too_large = b"\xff\xd8\xff" + bytes(40 * 1024 * 1024)

    [outcome] = sent_by_script(chief, picture("huge.jpg", too_large)).json()["outcomes"]

    assert outcome["said"] == "The file is larger than 40.0\xa0MB."


def test_a_request_over_the_limit_is_refused_unread(chief):
    answer = chief.post(
        UPLOAD,
        {"files": picture()},
        headers={"accept": "application/json"},
        CONTENT_LENGTH=str(401 * 1024 * 1024),
    )

    assert answer.status_code == 400
    assert answer.json()["refused"].startswith("This is 401.0\xa0MB")


def test_the_plain_form_takes_many_and_tells_of_each(chief):
    answer = chief.post(
        UPLOAD, {"files": [picture(), picture("b.png", EVERY_FORMAT["png"]), picture("c.txt", b"x")]}
    )

    told_of = words(answer, ".uploaded").splitlines()
    assert [line.split()[0] for line in told_of] == ["江.jpg", "b.png", "c.txt"]
    assert ["Kept" in line for line in told_of] == [True, True, False]
    keys = ",".join(str(key) for key in Image.objects.order_by("pk").values_list("pk", flat=True))
    assert f'href="{WORDS}?of={keys}"' in answer.content.decode()


def test_the_plain_form_without_a_file_asks_for_one(chief):
    assert words(chief.post(UPLOAD, {}), ".errornote") == "Choose a picture."


def test_a_small_window_gives_the_new_picture_to_the_form_that_opened_it(chief):
    answer = chief.post(f"{LIBRARY}add/?_popup=1", {"_popup": "1", "files": picture()})

    assert f"&quot;value&quot;: &quot;{Image.objects.get().pk}&quot;" in answer.content.decode()


def test_an_upload_from_another_site_is_turned_away(db):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("Chief"))

    assert sent_by_script(client, picture()).status_code == 403
    assert not Image.objects.exists()


@pytest.mark.parametrize(
    ("role", "status"), [("Writer", 200), ("Editor", 200), ("Chief", 200), ("Admin", 403)]
)
def test_who_may_add_pictures_uploads_them(log_in, role, status):
    client = log_in(role)

    assert client.get(UPLOAD).status_code == status
    assert sent_by_script(client, picture()).status_code == status


def test_a_name_with_marks_in_it_is_shown_as_text_and_never_run(chief):
    answer = chief.post(UPLOAD, {"files": picture("<img src=x onerror=alert(1)>.jpg")})

    assert "<img src=x" not in answer.content.decode()
    assert "<img src=x" not in chief.get(LIBRARY).content.decode()


def test_the_words_of_the_new_ones_are_written_on_one_screen(chief):
    one, other = make_image(alt="", name="a.jpg"), make_image(alt="", credit="Reuters")
    address = f"{WORDS}?of={one.pk},{other.pk}"
    form = filled(chief.get(address), ".words")

    done = chief.post(
        address,
        form | {"form-0-alt": "江面", "form-1-caption": "渔船", "credit_of_all": "林知夏"},
        follow=True,
    )

    assert told(done) == ["2 pictures changed."]
    written = Image.objects.order_by("pk").values_list("alt", "caption", "credit")
    assert list(written) == [("江面", "", "林知夏"), ("", "渔船", "Reuters")]
    assert [event.verb for event in Event.objects.all()] == ["describe_image"] * 2


def test_words_that_were_not_touched_are_no_event(chief):
    address = f"{WORDS}?of={make_image().pk}"

    chief.post(address, filled(chief.get(address), ".words"))

    assert not Event.objects.exists()


def test_more_pictures_than_one_screen_holds_follow_on_the_next(chief):
    keys = [make_image().pk for _ in range(42)]
    address = f"{WORDS}?of={','.join(map(str, keys))}"

    page = chief.get(address)
    assert "2 pictures follow." in words(page)
    answer = chief.post(address, filled(page, ".words"))

    assert answer.url == f"{WORDS}?of={keys[40]},{keys[41]}"


def test_a_writer_writes_the_words_of_the_own_pictures_alone(log_in):
    writer = log_in("Writer")
    own, foreign = make_image(added_by=writer.user, alt=""), make_image(alt="")
    address = f"{WORDS}?of={own.pk},{foreign.pk}"
    form = filled(writer.get(address), ".words")

    assert form["form-TOTAL_FORMS"] == ["1"]
    writer.post(address, form | {"form-0-alt": "江面"})
    assert list(Image.objects.order_by("pk").values_list("alt", flat=True)) == ["江面", ""]
    assert writer.get(f"{WORDS}?of={foreign.pk}").status_code == 403


def test_a_picture_forged_into_the_form_keeps_its_words(log_in):
    writer = log_in("Writer")
    own, foreign = make_image(added_by=writer.user, alt=""), make_image(alt="")
    address = f"{WORDS}?of={own.pk}"

    form = filled(writer.get(address), ".words")
    writer.post(address, form | {"form-0-id": str(foreign.pk), "form-0-alt": "x"})

    assert not Image.objects.filter(alt="x").exists()


@pytest.mark.parametrize("of", ["", "x", "1,'", "9" * 30])
def test_an_address_that_names_no_picture_says_so(chief, of):
    assert "No picture is named here." in words(chief.get(WORDS, {"of": of}))
