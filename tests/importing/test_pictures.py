"""Pictures of an archive: beside the articles, elsewhere, missing, hostile."""

import os

import pytest
from django.core.files.storage import default_storage

from articles.images.inspect import inspect
from articles.models import Article, Image, ImageSource

from .archives import outcomes, picture, run_import, story, write

pytestmark = pytest.mark.django_db


def test_remote_picture_waits_to_be_fetched(tmp_path):
    address = "https://pictures.example/river.jpg?w=770&resize=770%2C433"
    write(tmp_path, {"a.txt": story(headimg=f"'{address}'")})
    report = run_import(tmp_path)
    article = Article.objects.get()
    assert (article.lead_image, article.lead_image_source.url) == (None, address)
    assert report.images.as_dict() == {"found": 1, "fetched": 0, "reused": 0, "pending": 1}


def test_linked_pictures_are_not_queued(tmp_path):
    write(tmp_path, {"a.txt": story(headimg="https://pictures.example/river.jpg")})
    report = run_import(tmp_path, images="link")
    assert ImageSource.objects.get().next_try_at is None
    assert report.images.pending == 0


def test_skipped_pictures_leave_neither_row_nor_mark(tmp_path):
    body = '<p>江边</p><figure><img src="https://pictures.example/a.jpg"><figcaption>江</figcaption></figure>'
    write(tmp_path, {"a.txt": story(body=body, headimg="https://pictures.example/river.jpg")})
    run_import(tmp_path, images="skip")
    assert not ImageSource.objects.exists()
    assert "img" not in Article.objects.get().body_html


def test_picture_beside_the_article_is_kept_with_renditions(tmp_path):
    picture(tmp_path / "images" / "river.jpg")
    body = '<p>江边</p><p><img src="images/river.jpg" alt="晨雾"></p>'
    write(tmp_path, {"a.txt": story(body=body, headimg="images/river.jpg")})
    report = run_import(tmp_path)
    image, article = Image.objects.get(), Article.objects.get()
    assert (image.width, image.height) == (800, 450)
    assert article.lead_image == image
    assert 'srcset="/media/renditions/' in article.body_html
    assert outcomes(report) == {"a.txt": "created"}
    assert report.images.as_dict() == {"found": 1, "fetched": 1, "reused": 0, "pending": 0}


def test_second_run_reuses_the_kept_picture(tmp_path):
    picture(tmp_path / "river.jpg")
    write(tmp_path, {"a.txt": story(headimg="river.jpg")})
    run_import(tmp_path)
    report = run_import(tmp_path)
    assert report.images.as_dict() == {"found": 1, "fetched": 0, "reused": 1, "pending": 0}
    assert report.totals["records"] == 1


def test_picture_that_is_not_there_is_a_warning_and_the_article_comes_in(tmp_path):
    write(tmp_path, {"a.txt": story(headimg="images/lost.jpg")})
    (record,) = run_import(tmp_path).records()
    assert record["outcome"] == "created"
    assert {"code": "image-failed", "detail": "images/lost.jpg: not in the archive"} in record["warnings"]


def test_picture_that_comes_later_is_kept_then_and_shown(tmp_path):
    body = '<p>江边</p><p><img src="river.jpg" alt="晨雾"></p>'
    write(tmp_path, {"a.txt": story(body=body, headimg="river.jpg")})
    run_import(tmp_path)
    picture(tmp_path / "river.jpg", color=(20, 30, 40))
    report = run_import(tmp_path)
    article = Article.objects.get()
    assert outcomes(report) == {"a.txt": "unchanged"}
    assert article.lead_image == Image.objects.get()
    assert "srcset" in article.body_html


def test_file_that_only_calls_itself_a_picture_is_refused(tmp_path):
    write(tmp_path, {"a.txt": story(headimg="river.jpg"), "river.jpg": b"<script>alert(1)</script>"})
    run_import(tmp_path)
    assert not Image.objects.exists()


def test_picture_outside_the_archive_is_never_read(tmp_path):
    picture(tmp_path / "secret.jpg")
    write(tmp_path, {"archive/a.txt": story(headimg="../secret.jpg")})
    os.symlink(tmp_path / "secret.jpg", tmp_path / "archive" / "link.jpg")
    write(tmp_path, {"archive/b.txt": story("另一篇", headimg="link.jpg")})
    run_import(tmp_path / "archive")
    assert not Image.objects.exists()


def test_pictures_of_a_story_met_before_are_not_stored(tmp_path):
    write(tmp_path, {"a.txt": story(), "b/b.txt": story(headimg="y.jpg")})
    picture(tmp_path / "b/y.jpg", size=(411, 233))
    digest = inspect((tmp_path / "b/y.jpg").read_bytes()).sha256
    assert outcomes(run_import(tmp_path))["b/b.txt"] == "skipped"
    assert not default_storage.exists(f"originals/{digest[:2]}/{digest}.jpg")
