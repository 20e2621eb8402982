"""What is missing of an archive's pictures, on the run's page and in the list of sources, and asking for it again."""

import pytest

from articles.images.fetching.refusals import State
from articles.models import Event, ImageSource
from tests.factories import NOW, make_article, make_image, make_image_source

from .pages import told, words
from .test_imports import RUNS, make_record, make_run

SOURCES = "/admin/articles/imagesource/"
LOST = "https://gone.example/江面.jpg?w=770&x=<b>"


@pytest.fixture
def run(db):
    """A run whose article shows one picture of each kind."""
    run, article = make_run(), make_article(headline="渔村的春天", language="zh-Hans")
    sources = [
        make_image_source("https://a.example/kept.jpg", image=make_image()),
        make_image_source(
            LOST, last_state="gone", error="gone: gone.example answered 404.", attempts=1, asked_at=NOW
        ),
        make_image_source("https://a.example/waits.jpg", next_try_at=NOW),
    ]
    for position, source in enumerate(sources):
        article.article_images.create(source=source, position=position)
    make_record(run, "a.md", article=article)
    return run


def page_of(client, run, below="change"):
    return client.get(f"{RUNS}{run.pk}/{below}/")


@pytest.mark.parametrize("below", ["change", "pictures"])
def test_a_run_tells_how_many_of_its_pictures_are_kept_and_which_are_not(chief, run, below):
    page = page_of(chief, run, below)
    assert words(page, ".pictures .pictures__sums") == "1 Kept 1 Pending 1 Lost"
    assert words(page, ".pictures__hosts tbody tr").splitlines() == [
        "a.example 2 1 1 0",
        "gone.example 1 0 0 1",
    ]
    (line,) = words(page, ".pictures__articles > li").splitlines()
    assert line.startswith("渔村的春天 1 of 3 kept")
    assert f"Lost {LOST} The picture is gone" in line
    assert "Pending https://a.example/waits.jpg Not asked for yet · next try 2 Mar 2026" in line


def test_the_words_for_what_happened_cover_every_way_it_can_end(run):
    from articles.admin import picture_words

    assert list(picture_words.STATES) == list(State)


def test_pictures_of_the_archive_itself_are_told_too(chief, run):
    source = make_image_source("archive:江河日报/no.jpg", error="not in the archive, or no picture")
    run.records.get().article.article_images.create(source=source, position=9)
    page = page_of(chief, run)
    assert "In the archive itself 1 0 0 1" in words(page, ".pictures__hosts tbody tr")
    assert "archive:江河日报/no.jpg Not in the archive, or no picture" in words(page, ".pictures__missing")


def test_a_run_without_pictures_says_nothing_of_them_and_its_page_of_them_says_so(chief):
    run = make_run(images={})
    assert words(page_of(chief, run), ".pictures") == ""
    assert "show no pictures" in words(page_of(chief, run, "pictures"), ".pictures")


def test_a_run_of_which_nothing_is_missing_says_so_and_offers_nothing(chief, run):
    ImageSource.objects.update(image=make_image())
    page = page_of(chief, run)
    assert "All of them are kept here." in words(page, ".pictures")
    assert "Try again" not in words(page, ".pictures")


def test_what_is_missing_is_paged_and_the_run_shows_the_first(chief, run, django_assert_max_num_queries):
    for number in range(60):
        article = make_article(headline=f"第{number}篇")
        source = make_image_source(f"https://{number}.example/a.jpg", last_state="gone")
        article.article_images.create(source=source, position=0)
        make_record(run, f"{number}.md", article=article)
    with django_assert_max_num_queries(15):
        page = page_of(chief, run)
    assert len(words(page, ".pictures__articles > li").splitlines()) == 10
    assert "All hosts, and all that is missing" in words(page, ".pictures")
    page = chief.get(f"{RUNS}{run.pk}/pictures/", {"p": 2})
    assert len(words(page, ".pictures__articles > li").splitlines()) == 11


def test_an_editor_has_the_missing_ones_asked_for_again(log_in, run):
    editor = log_in("Editor")
    assert "Try again for the 2 missing ones" in words(page_of(editor, run), ".pictures")
    page = editor.post(f"{RUNS}{run.pk}/pictures/again/", follow=True)
    assert told(page)[0] == "2 pictures are asked for again."
    assert not ImageSource.objects.filter(image=None, next_try_at=None).exists()
    assert ImageSource.objects.get(url=LOST).attempts == 0
    event = Event.objects.get()
    assert (event.verb, event.by, event.data) == (
        "ask_for_pictures",
        editor.user,
        {"number": 2, "run": run.pk},
    )


def test_asking_again_for_nothing_says_so(chief):
    page = chief.post(f"{RUNS}{make_run().pk}/pictures/again/", follow=True)
    assert told(page) == ["None of these pictures can be asked for again."]
    assert not Event.objects.exists()


def test_only_who_may_change_pictures_has_them_asked_for_again(log_in, run):
    admin = log_in("Admin")
    assert "Try again" not in words(page_of(admin, run), ".pictures")
    assert admin.post(f"{RUNS}{run.pk}/pictures/again/").status_code == 403
    assert log_in("Writer").post(f"{RUNS}{run.pk}/pictures/again/").status_code == 403
    assert log_in("Writer").get(f"{RUNS}{run.pk}/pictures/").status_code == 403
    assert log_in("Editor").get(f"{RUNS}{run.pk}/pictures/again/").status_code == 405


# The list of sources


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        ({"state": "fetched"}, ["https://a.example/kept.jpg"]),
        ({"state": "pending"}, ["https://a.example/waits.jpg"]),
        ({"state": "lost"}, [LOST]),
        ({"state": "left"}, ["https://b.example/left.jpg"]),
        ({"last": "gone"}, [LOST]),
        ({"host": "b.example"}, ["https://b.example/left.jpg"]),
        ({"run": "1x"}, 4),
        ({"run": "²"}, 4),
        ({"state": "nonsense", "host": ""}, 4),
    ],
)
def test_sources_are_chosen_by_state_what_happened_and_host(chief, run, choice, found):
    make_image_source("https://b.example/left.jpg")
    shown = words(chief.get(SOURCES, choice), "#result_list .field-address").splitlines()
    assert (len(shown) if isinstance(found, int) else shown) == found


def test_sources_of_a_run_are_chosen_by_its_number(chief, run):
    make_image_source("https://b.example/left.jpg")
    page = chief.get(SOURCES, {"run": run.pk, "state": "lost"})
    assert words(page, "#result_list .field-address") == LOST


def test_chosen_sources_are_asked_again(chief, run):
    lost = ImageSource.objects.get(url=LOST)
    page = chief.post(SOURCES, {"action": "ask_again", "_selected_action": [lost.pk]}, follow=True)
    assert told(page)[0] == "1 picture is asked for again."
    lost.refresh_from_db()
    assert lost.next_try_at is not None
    assert Event.objects.get().data == {"number": 1}


def test_a_writer_sees_the_sources_and_is_not_offered_to_have_them_asked(log_in, run):
    writer, lost = log_in("Writer"), ImageSource.objects.get(url=LOST)
    assert writer.get(SOURCES).status_code == 200
    writer.post(SOURCES, {"action": "ask_again", "_selected_action": [lost.pk]})
    lost.refresh_from_db()
    assert lost.next_try_at is None


def test_a_source_tells_all_that_is_known_of_it(chief, run):
    lost = ImageSource.objects.get(url=LOST)
    page = words(chief.get(f"{SOURCES}{lost.pk}/change/"))
    for known in (LOST, "Lost", "The picture is gone", "gone.example answered 404.", "2 Mar 2026"):
        assert known in page
