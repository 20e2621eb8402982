import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django_tasks_db.models import DBTaskResult

from articles.admin import upload_form
from articles.importing import uploads
from articles.models import Article, ImportRun, Source
from articles.reading.readers import FORMATS
from tests.factories import NOW, make_origin, make_user
from tests.importing.archives import story

from .pages import filled, words

UPLOAD = "/admin/articles/importrun/upload/"
JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def file(name, text=None):
    return SimpleUploadedFile(name, (story() if text is None else text).encode())


def packed(name, members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, text in members.items():
            archive.writestr(path, text)
    return SimpleUploadedFile(name, buffer.getvalue())


def send(client, *files, headers=None, paths=None, **fields):
    """Send the form as a browser does, with its token."""
    data = filled(client.get(UPLOAD), ".upload") | {"files": list(files)} | fields
    if paths:
        data["paths"] = json.dumps(paths)
    return client.post(UPLOAD, data, headers=headers)


def left():
    return sorted(str(path.relative_to(uploads.top())) for path in uploads.top().rglob("*"))


def errors(response):
    return words(response, ".upload__errors")


def test_an_archive_is_imported_and_the_browser_goes_to_its_run(chief):
    archive = packed("江河日报.zip", {"2019/a.md": story(), "b.md": story("另一篇")})

    answer = send(chief, archive)

    run = ImportRun.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/admin/articles/importrun/{run.pk}/change/")
    assert (run.origin, run.by, run.totals["created"]) == ("江河日报", chief.user, 2)
    assert set(Source.objects.values_list("origin", "external_id")) == {
        ("江河日报", "2019/a.md"),
        ("江河日报", "b.md"),
    }


def test_what_was_uploaded_is_gone_once_it_is_in(chief):
    send(chief, packed("a.zip", {"a.md": story()}))

    assert left() == []


def test_a_single_file_gives_its_name_to_its_origin(chief):
    send(chief, file("渔村.md"))

    assert (Source.objects.get().origin_id, Source.objects.get().external_id) == ("渔村", "渔村.md")


def test_several_files_need_a_name_and_keep_theirs(chief):
    assert "Several files need the name" in errors(send(chief, file("a.md"), file("b.md", story("另一篇"))))
    assert (ImportRun.objects.count(), left()) == (0, [])

    send(chief, file("a.md"), file("b.md", story("另一篇")), origin="江河日报")

    assert set(Source.objects.values_list("external_id", flat=True)) == {"a.md", "b.md"}


def test_a_folder_keeps_its_paths_below_itself(chief):
    paths = ["报纸/2019/a.md", "报纸/2020/a.md"]

    send(chief, file("a.md"), file("a.md", story("另一篇")), paths=paths, origin="报纸")

    assert set(Source.objects.values_list("external_id", flat=True)) == {"2019/a.md", "2020/a.md"}


@pytest.mark.parametrize("paths", ["", "[", "[1]", '["a.md"]', '{"a": 1}', "[null, null]"])
def test_paths_that_do_not_fit_the_files_are_left_for_their_names(chief, paths):
    send(
        chief, file("a.md"), file("b.md", story("另一篇")), origin="报纸", **{"paths": paths} if paths else {}
    )

    assert set(Source.objects.values_list("external_id", flat=True)) == {"a.md", "b.md"}


@pytest.mark.parametrize(
    "path", ["../../escape.md", "/etc/escape.md", "..\\..\\escape.md", "a/../../escape.md", "\0/escape.md"]
)
def test_no_path_leads_out_of_the_uploads_folder(chief, tmp_path, path):
    send(chief, file("a.md"), paths=[path], origin="报纸")

    assert ImportRun.objects.get().totals["created"] == 1
    assert Source.objects.get().external_id.endswith("escape.md")
    assert not list(tmp_path.parent.glob("escape.md"))
    assert not Path("/etc/escape.md").exists()


def test_names_met_twice_are_numbered_and_both_come_in(chief):
    paths = ["a.md", "a.md", "a.md/b.md"]

    send(chief, *[file("a.md", story(f"第{n}篇")) for n in range(3)], paths=paths, origin="报纸")

    assert set(Source.objects.values_list("external_id", flat=True)) == {"a.md", "1-a.md", "2-b.md"}


def test_choices_are_kept_with_the_run_and_the_place_of_the_files_is_not_shown(chief, tmp_path):
    send(chief, packed("a.zip", {"a.md": story()}), status="draft", zone="Asia/Shanghai", origin="江河日报")

    run = ImportRun.objects.get()
    assert (run.options["status"], run.options["zone"]) == ("draft", "Asia/Shanghai")
    assert Article.objects.get().status == "draft"
    page = chief.get(f"/admin/articles/importrun/{run.pk}/change/")
    assert "Files a.zip" in words(page, ".run .facts")
    assert "uploads" not in page.content.decode()
    assert str(tmp_path) not in page.content.decode()


def test_the_same_form_sent_twice_is_one_run(chief):
    data = filled(chief.get(UPLOAD), ".upload")

    answers = [chief.post(UPLOAD, data | {"files": packed("a.zip", {"a.md": story()})}) for _ in range(2)]

    assert ImportRun.objects.count() == 1
    assert answers[0]["Location"] == answers[1]["Location"]
    assert left() == []


def test_files_that_are_being_taken_already_are_not_taken_again(chief):
    data = filled(chief.get(UPLOAD), ".upload")
    other = uploads.top() / data["token"][0]
    other.mkdir(parents=True)
    (other / "files").touch()

    answer = chief.post(UPLOAD, data | {"files": packed("a.zip", {"a.md": story()})})

    assert "being taken already" in errors(answer)
    assert left() == sorted([other.name, f"{other.name}/files"])


def test_a_script_is_told_where_its_run_is_or_what_is_wrong(chief):
    answer = send(chief, packed("a.zip", {"a.md": story()}), headers=JSON)
    assert answer.json() == {"url": f"/admin/articles/importrun/{ImportRun.objects.get().pk}/change/"}

    answer = send(chief, headers=JSON)
    assert (answer.status_code, answer.json()) == (400, {"errors": ["Choose a file or a folder."]})


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], "Choose a file or a folder."),
        (["a.zip", "b.zip"], "One packed archive at a time"),
        (["a.zip", "b.md"], "One packed archive at a time"),
    ],
)
def test_what_cannot_be_imported_together_is_said(chief, names, said):
    assert said in errors(send(chief, *map(file, names), origin="报纸"))


@pytest.mark.parametrize(
    "fields",
    [
        {"token": "../x"},
        {"token": ""},
        {"origin": "a\u202eb"},
        {"origin": "a\nb"},
        {"origin": "字" * 201},
        {"zone": "../../etc"},
        {"format": "exe"},
        {"status": "public"},
    ],
)
def test_a_forged_choice_is_refused_and_leaves_no_file(chief, fields):
    answer = send(chief, file("a.md"), **fields)

    assert errors(answer)
    assert (ImportRun.objects.count(), left()) == (0, [])


def test_markup_in_a_name_is_shown_as_text(chief):
    send(chief, packed("<img src=x onerror=alert(1)>.zip", {"a.md": story()}), origin="<b>报纸")

    page = chief.get(f"/admin/articles/importrun/{ImportRun.objects.get().pk}/change/").content.decode()
    assert "<img src=x" not in page
    assert "<b>报纸" not in page


def test_what_is_over_the_limit_is_refused_before_it_is_read(chief):
    length = str(uploads.MOST_BYTES + 1024**2)

    answer = chief.generic("POST", UPLOAD, b"--", MULTIPART_CONTENT, CONTENT_LENGTH=length)

    assert answer.status_code == 400
    assert "at most 4.0 GB can be uploaded at once" in errors(answer)
    assert not uploads.top().exists()


def test_more_files_than_one_request_may_hold_are_refused_with_advice(chief, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3

    answer = send(chief, *[file(f"{n}.md") for n in range(4)], origin="报纸")

    assert "At most 3 files at once: pack them into a .zip" in errors(answer)
    assert left() == []


@pytest.mark.parametrize("place", ["in the second file", "between the files", "at the end"])
def test_an_upload_that_was_broken_off_leaves_nothing(chief, place):
    data = filled(chief.get(UPLOAD), ".upload")
    whole = data.pop("whole")
    files = [file("a.md"), file("b.md", story("另一篇"))]
    body = encode_multipart(BOUNDARY, data | {"origin": "报纸", "files": files, "whole": whole})
    second = body.index(b'filename="b.md"')
    cut = {
        "in the second file": second + 300,
        "between the files": body.rindex(b"--" + BOUNDARY.encode(), 0, second),
        "at the end": body.index(b'name="whole"') - 10,
    }

    answer = chief.generic("POST", UPLOAD, body[: cut[place]], MULTIPART_CONTENT)

    assert "broken off" in errors(answer)
    assert (ImportRun.objects.count(), left()) == (0, [])


@pytest.mark.parametrize(
    ("role", "status"), [("Writer", 403), ("Editor", 403), ("Chief", 200), ("Admin", 200)]
)
def test_only_who_may_import_may_upload(log_in, role, status):
    client = log_in(role)

    assert client.get(UPLOAD).status_code == status
    if status == 403:
        assert client.post(UPLOAD, {"files": file("a.md")}).status_code == 403
        assert not uploads.top().exists()


def test_the_way_to_it_is_shown_to_who_may(log_in):
    for address in ("/admin/", "/admin/articles/importrun/"):
        assert UPLOAD in log_in("Chief").get(address).content.decode()
        assert UPLOAD not in log_in("Editor").get(address).content.decode()


def test_a_forged_form_is_refused_and_leaves_no_file(db):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("Chief"))

    answer = client.post(UPLOAD, {"files": file("a.md"), "token": "0" * 32})

    assert answer.status_code == 403
    assert (ImportRun.objects.count(), left()) == (0, [])


def test_a_stranger_is_sent_to_the_door(db):
    assert Client().post(UPLOAD, {"files": file("a.md")}).status_code == 302
    assert not uploads.top().exists()


def test_the_page_offers_the_origins_that_are_known(chief):
    make_origin("江河日报")

    assert '<option value="江河日报">' in chief.get(UPLOAD).content.decode()


def test_the_page_says_when_nothing_works_on_the_queue(chief):
    assert "Nothing works" not in words(chief.get(UPLOAD))

    DBTaskResult.objects.create(args_kwargs={}, task_path="x", backend_name="default")
    DBTaskResult.objects.update(enqueued_at=NOW)

    assert "Nothing works on the queue right now" in words(chief.get(UPLOAD))


def test_every_format_has_a_name_on_the_page():
    assert upload_form.FORMAT_NAMES.keys() == FORMATS.keys()
