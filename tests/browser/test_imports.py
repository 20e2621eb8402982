import pytest
from django.utils import timezone

from articles.models import Article, ImportRun
from tests.importing.archives import run_import, story, write

from .pages import DESKTOP, PHONE, faults, fits

# The roles that a migration makes must be there again for who comes next.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

RUNS = "/admin/articles/importrun/"
UPLOAD = f"{RUNS}upload/"
SCREENS = [
    {"viewport": PHONE, "color_scheme": "light"},
    {"viewport": PHONE, "color_scheme": "dark"},
    {"viewport": DESKTOP, "color_scheme": "light"},
    {"viewport": DESKTOP, "color_scheme": "dark"},
]
NO_HEADLINE = "---\ndate: 2022-01-27\n---\n\n<p>正文。</p>\n"


@pytest.fixture
def run(db, tmp_path):
    stories = {
        "a.md": story(body="<p>晨雾</p><script>1</script>"),
        "b.md": NO_HEADLINE,
        "c.md": story("另一篇"),
    }
    write(tmp_path, stories | {"twin.md": stories["a.md"]})
    return ImportRun.objects.get(pk=run_import(tmp_path).run)


def assert_clean(page):
    """Nothing for axe to find, and nothing wider than the screen."""
    assert faults(page) == []
    assert fits(page)


@pytest.mark.parametrize("screen", SCREENS)
def test_the_pages_of_an_import_are_clean_on_every_screen(desk, run, screen):
    failed, created = run.records.get(path="b.md"), run.records.get(path="a.md")
    page = desk(UPLOAD, **screen)
    page.get_by_text("More choices").click()
    assert_clean(page)
    for address in (
        f"{RUNS}{run.pk}/change/",
        f"{RUNS}{run.pk}/undo/",
        f"{RUNS}record/{created.pk}/",
        f"{RUNS}record/{failed.pk}/?outcome=failed",
    ):
        page.goto(address)
        assert_clean(page)


@pytest.mark.parametrize("screen", SCREENS)
def test_a_run_under_way_is_clean_on_every_screen(desk, screen):
    totals = {"files": 120, "records": 120, "created": 118, "failed": 2}
    now = timezone.now()
    run = ImportRun.objects.create(origin="报纸", started_at=now, alive_at=now, expected=500, totals=totals)

    assert_clean(desk(f"{RUNS}{run.pk}/change/", **screen))


def test_files_are_chosen_sent_and_imported_without_leaving_the_page_until_the_run_is_there(desk, tmp_path):
    archive = write(tmp_path / "报纸", {"a.md": story(), "b.md": story("另一篇")})
    page = desk(UPLOAD)

    page.locator("#upload-files").set_input_files([archive / "a.md", archive / "b.md"])
    assert page.locator(".upload__chosen").inner_text().startswith("2 files, ")
    page.get_by_role("button", name="Import", exact=True).click()
    page.locator(".upload__errors", has_text="Several files need the name").wait_for()
    page.get_by_label("Whose archive it is").fill("报纸")
    page.get_by_role("button", name="Import", exact=True).click()
    page.locator(".run__state").wait_for()

    assert page.locator(".run__outcome--created b").inner_text() == "2"
    assert set(Article.objects.values_list("source__external_id", flat=True)) == {"a.md", "b.md"}


def test_a_folder_is_sent_with_its_paths_and_gives_its_name(desk, tmp_path):
    archive = write(tmp_path / "报纸", {"2019/a.md": story(), "2020/a.md": story("另一篇")})
    page = desk(UPLOAD)

    page.locator("#upload-folder").set_input_files(archive)
    assert page.get_by_label("Whose archive it is").input_value() == "报纸"
    page.get_by_role("button", name="Import", exact=True).click()
    page.locator(".run__state").wait_for()

    sources = set(Article.objects.values_list("source__origin", "source__external_id"))
    assert sources == {("报纸", "2019/a.md"), ("报纸", "2020/a.md")}


def test_the_form_works_without_scripts(desk, tmp_path):
    write(tmp_path, {"渔村.md": story()})
    page = desk(UPLOAD, java_script_enabled=False)

    page.locator("#upload-files").set_input_files(tmp_path / "渔村.md")
    page.get_by_role("button", name="Import", exact=True).click()

    assert page.locator(".run__outcome--created b").inner_text() == "1"


def test_a_page_follows_its_run_and_shows_it_anew_when_it_has_ended(desk):
    now = timezone.now()
    run = ImportRun.objects.create(origin="报纸", started_at=now, alive_at=now, expected=4)
    page = desk(f"{RUNS}{run.pk}/change/")

    totals = {"files": 3, "records": 3, "created": 3}
    ImportRun.objects.filter(pk=run.pk).update(totals=totals)
    page.locator("[data-outcome=created]", has_text="3").wait_for()
    assert page.locator("progress").evaluate("bar => [bar.value, bar.max]") == [3, 4]
    assert "3 of 4" in page.locator("[data-status]").text_content()

    ImportRun.objects.filter(pk=run.pk).update(totals=totals | {"files": 4}, finished_at=timezone.now())
    page.locator(".run__state").wait_for()
    assert page.locator(".run__state").inner_text().startswith("Finished")


def test_a_run_is_taken_back_after_a_look_at_what_that_does(desk, run):
    page = desk(f"{RUNS}{run.pk}/change/")

    page.get_by_role("link", name="Take back…").click()
    assert "2 Put into the trash" in page.locator(".undo__group--away h2").inner_text().replace("\n", " ")
    page.get_by_role("button", name="Take back 2 stories").click()

    assert "This run was taken back on" in page.locator(".undo__lead").inner_text()
    assert set(Article.objects.values_list("status", flat=True)) == {"trashed"}
