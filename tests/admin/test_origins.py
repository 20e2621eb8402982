import pytest
from django.contrib.admin.utils import quote
from django.urls import reverse

from articles.models import Article, Event, ImportedRecord, ImportRun, Origin
from tests.factories import NOW, make_article, make_image, make_image_source, make_origin, make_source

from .pages import change, filled, told, words

ORIGINS = "/admin/articles/origin/"
KEY = "江河日报/2019 旧闻_a"
ENDING = " - 江河日报"


def address(origin, page="change"):
    return reverse(f"admin:articles_origin_{page}", args=[quote(origin.pk)])


def form(client, origin):
    return client.get(address(origin))


@pytest.fixture
def archive(db):
    """An origin with an odd name, three stories of it and one run."""
    for number, headline in enumerate(["渔村迎来春天" + ENDING, "江豚重返长江" + ENDING, "禁渔"]):
        make_source(f"{number}.md", origin=KEY, article=make_article(headline=headline))
    run = ImportRun.objects.create(origin=KEY, started_at=NOW)
    ImportedRecord.objects.create(run=run, origin=KEY, path="0.md", outcome="created")
    ImportRun.objects.create(origin="别处", started_at=NOW)
    return Origin.objects.get()


def test_origins_are_listed_with_their_stories_rights_and_last_run(chief, archive):
    line = words(chief.get(ORIGINS), "#result_list tbody tr")

    run = ImportRun.objects.get(origin=KEY)
    assert line.startswith(f"{KEY} {KEY} 3")
    assert line.endswith(f"Of others As their files say Rights unknown {run.pk}")


@pytest.mark.parametrize("number", [2, 30])
def test_the_list_takes_the_same_queries_however_many_there_are(chief, number, django_assert_max_num_queries):
    for each in range(number):
        make_source(f"{each}.md", origin=f"origin {each}", article=make_article())
    chief.get(ORIGINS)

    with django_assert_max_num_queries(10):
        chief.get(ORIGINS)


def test_a_chief_says_whose_the_stories_are(chief, archive):
    page = form(chief, archive)
    typed = {
        "name": "江河日报",
        "landing": "draft",
        "picture_rights": "not ours",
        "headline_suffix": ENDING + " ",
    }
    chief.post(address(archive), filled(page, "#origin_form") | typed)

    archive.refresh_from_db()
    assert (archive.name, archive.landing, archive.picture_rights) == ("江河日报", "draft", "not ours")
    assert archive.headline_suffix == ENDING
    assert Event.objects.get().verb == "save_origin"


def test_an_untouched_form_changes_nothing(chief, archive):
    Origin.objects.update(headline_suffix=ENDING)
    page = form(chief, archive)
    answer = chief.post(address(archive), filled(page, "#origin_form"))

    assert answer["Location"] == ORIGINS
    assert Origin.objects.get().headline_suffix == ENDING
    assert not Event.objects.exists()


def test_more_than_all_of_a_text_cannot_be_lost(chief, archive):
    page = form(chief, archive)
    answer = chief.post(address(archive), filled(page, "#origin_form") | {"most_lost_percent": 101})

    assert "less than or equal to 100" in words(answer, ".errorlist")


def test_no_origin_is_made_or_deleted_by_hand(chief, archive):
    assert chief.get(f"{ORIGINS}add/").status_code == 403
    assert chief.get(address(archive, "delete")).status_code == 403


def test_an_editor_reads_origins_and_changes_none(log_in, archive):
    editor = log_in("Editor")
    page = form(editor, archive)

    assert page.status_code == 200
    assert words(page, ".endings") == ""
    assert editor.post(address(archive), {"name": "x"}).status_code == 403
    assert editor.post(f"{ORIGINS}take-off/", {"origin": KEY, "ending": ENDING}).status_code == 403


def test_the_page_of_an_origin_shows_how_its_headlines_end(chief, archive):
    assert words(form(chief, archive), ".endings li") == "- 江河日报 Take it off these 2 headlines"


def test_an_origin_whose_headlines_end_each_their_own_way_says_so(chief):
    shown = words(form(chief, make_origin()), ".endings")
    assert "No two of its newest 2000 headlines end with the same name." in shown.replace(",", "")


def test_an_ending_is_taken_off_at_a_click(chief, archive):
    sent = filled(form(chief, archive), ".endings form")
    answer = chief.post(f"{ORIGINS}take-off/", sent, follow=True)

    assert told(answer) == ["Taken off 2 headlines."]
    assert set(Article.objects.values_list("headline", flat=True)) == {"渔村迎来春天", "江豚重返长江", "禁渔"}
    assert filled(answer, "#origin_form")["headline_suffix"] == [ENDING]


def test_an_article_that_was_left_is_told_of(chief, archive):
    archive.sources.filter(external_id="0.md").update(pending_digest="1" * 64)
    answer = chief.post(f"{ORIGINS}take-off/", {"origin": KEY, "ending": ENDING}, follow=True)

    assert told(answer) == [
        "Taken off 1 headline. 1 was left: a newer file of its article waits for a decision."
    ]


@pytest.mark.parametrize("ending", ["", "渔", " - 别处", "\0"])
def test_only_an_ending_that_was_offered_is_taken_off(chief, archive, ending):
    answer = chief.post(f"{ORIGINS}take-off/", {"origin": KEY, "ending": ending}, follow=True)

    assert told(answer) == ["No headline of this origin ends so any more."]
    assert Article.objects.filter(headline__endswith=ENDING).count() == 2


def test_what_no_origin_is_called_is_not_found(chief):
    assert chief.post(f"{ORIGINS}take-off/", {"origin": "x"}).status_code == 404
    assert chief.get(f"{ORIGINS}take-off/").status_code == 405


# Rights in pictures, as editors see them


@pytest.mark.parametrize(
    ("rights", "shown"), [("unknown", "Rights unknown"), ("not ours", "Not ours to show"), ("ours", "")]
)
def test_an_article_tells_what_is_known_of_the_rights_in_its_picture(chief, rights, shown):
    image = make_image()
    article = make_article(lead_image=image, lead_image_source=make_image_source(image=image))
    make_source(article=article)
    Origin.objects.update(picture_rights=rights)

    assert words(chief.get(change(article)), ".field-lead_image .badge") == shown


def test_a_picture_that_was_chosen_here_is_told_nothing_of(chief):
    source = make_image_source(image=make_image())
    article = make_article(lead_image=make_image(), lead_image_source=source)
    make_source(article=article)

    assert words(chief.get(change(article)), ".field-lead_image .badge") == ""


def test_the_list_of_pictures_marks_those_whose_rights_nobody_knows(chief):
    leading, inside, own = make_image(), make_image(), make_image()
    article = make_article(lead_image=leading, lead_image_source=make_image_source(image=leading))
    source = make_image_source("https://example.com/b.jpg", image=inside)
    article.article_images.create(source=source, image=inside, position=0)
    article.article_images.create(image=own, position=1)
    make_source(article=article)

    tiles = words(chief.get("/admin/articles/image/"), ".tile").splitlines()
    assert ["Rights unknown" in tile for tile in tiles] == [False, True, True]
    Origin.objects.update(picture_rights="ours")
    assert "Rights unknown" not in words(chief.get("/admin/articles/image/"))
