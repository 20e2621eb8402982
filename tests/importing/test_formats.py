"""What exports have of their own on the way in: names, addresses and bytes of each record."""

import pytest

from articles.models import Article, Redirect, Source
from tests.reading import wordpress

from .archives import outcomes, run_import, story, write

pytestmark = pytest.mark.django_db


def wxr(*texts):
    """An export with one post for each text, its id the place in the list."""
    posts = [
        wordpress.item(number, text, title=f"第{number}篇报道") for number, text in enumerate(texts, start=1)
    ]
    return wordpress.export(*posts)


def test_newer_export_under_another_name_is_the_same_archive(tmp_path):
    write(tmp_path, {"2022-01.xml": wxr("江面起雾。")})
    run_import(tmp_path / "2022-01.xml")
    (tmp_path / "2022-01.xml").unlink()
    write(tmp_path, {"2022-02.xml": wxr("江面起雾。", "大桥通车。")})
    report = run_import(tmp_path / "2022-02.xml")
    assert (report.totals["unchanged"], report.totals["created"]) == (1, 1)


def test_record_whose_name_came_before_is_skipped_every_time(tmp_path):
    twice = wordpress.export(
        wordpress.item(1, "江面起雾。", title="一"), wordpress.item(1, "大桥通车。", title="二")
    )
    write(tmp_path, {"site.xml": twice})
    first, second = run_import(tmp_path / "site.xml"), run_import(tmp_path / "site.xml")
    assert (first.totals["created"], first.totals["skipped"]) == (1, 1)
    assert (second.totals["unchanged"], second.totals["skipped"]) == (1, 1)


def test_post_of_wordpress_keeps_its_address_and_its_own_bytes(tmp_path):
    write(tmp_path, {"site.xml": wxr("江面起雾。")})
    run_import(tmp_path / "site.xml")
    source = Source.objects.get()
    assert source.external_id == "post-1"
    assert bytes(source.raw).startswith(b"<item>")
    assert Article.objects.get().get_absolute_url() == "/2023/05/04/bridge-1/"


def test_other_permalink_of_wordpress_leads_to_the_article(tmp_path):
    link = "https://wanbao.example.org/archives/42.html"
    write(tmp_path, {"site.xml": wordpress.export(wordpress.item(1, "江面起雾。", link=link))})
    run_import(tmp_path / "site.xml")
    assert Redirect.objects.get(old_path="/archives/42.html").article == Article.objects.get()


def test_export_among_front_matter_files_is_told_by_its_content(tmp_path):
    write(tmp_path, {"export.txt": wxr("江面起雾。"), "a.txt": story()})
    assert outcomes(run_import(tmp_path)) == {"a.txt": "created", "export.txt": "created"}
