"""Each format from the file to the articles: new, again, changed, edited and changed."""

import json

import pytest

from articles.desk import editing
from articles.models import Article, Redirect, Source
from tests.factories import NOW, make_user
from tests.reading import wordpress

from .archives import by_natural_key, outcomes, run_import, write

pytestmark = pytest.mark.django_db


def wxr(*texts):
    """An export with one post for each text, its id the place in the list."""
    posts = [
        wordpress.item(number, text, title=f"第{number}篇报道") for number, text in enumerate(texts, start=1)
    ]
    return wordpress.export(*posts)


def rss(*texts):
    items = "".join(
        f"<item><guid>story-{number}</guid><title>第{number}篇报道</title><description>{text}</description>"
        "<pubDate>Thu, 27 Jan 2022 13:13:46 GMT</pubDate></item>"
        for number, text in enumerate(texts, start=1)
    )
    return f'<rss version="2.0"><channel><title>滨江晚报</title><link>https://x.example</link>{items}</channel></rss>'


def json_feed(*texts):
    items = [
        {"id": f"story-{number}", "title": f"第{number}篇报道", "content_html": text, "date_published": DATE}
        for number, text in enumerate(texts, start=1)
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "滨江晚报", "items": items})


def ghost(*texts):
    posts = [
        {"id": f"p{number}", "uuid": f"u{number}", "title": f"第{number}篇报道", "html": f"<p>{text}</p>"}
        | {"slug": f"story-{number}", "status": "published", "published_at": DATE, "type": "post"}
        for number, text in enumerate(texts, start=1)
    ]
    return json.dumps({"db": [{"meta": {"version": "5.0.0"}, "data": {"posts": posts}}]})


DATE = "2022-01-27T13:13:46.000Z"
EXPORTS = {
    "wxr": ("site.xml", wxr),
    "rss": ("feed.xml", rss),
    "json feed": ("feed.json", json_feed),
    "ghost": ("ghost.json", ghost),
}


@pytest.fixture(params=EXPORTS)
def exported(request, tmp_path):
    """A function that writes the export of such texts and imports it."""
    name, build = EXPORTS[request.param]

    def import_texts(*texts, **options):
        write(tmp_path, {name: build(*texts)})
        return run_import(tmp_path / name, **options)

    return import_texts


def test_every_record_becomes_an_article(exported):
    report = exported("江面起雾。", "大桥通车。")
    assert report.totals["created"] == Article.objects.count() == 2
    assert "大桥通车" in Article.objects.get(headline="第2篇报道").body


def test_second_run_changes_nothing(exported):
    exported("江面起雾。", "大桥通车。")
    before = by_natural_key()
    assert exported("江面起雾。", "大桥通车。").totals["unchanged"] == 2
    assert by_natural_key() == before


def test_changed_record_alone_is_updated(exported):
    exported("江面起雾。", "大桥通车。")
    report = exported("江面起雾。", "大桥延期通车。")
    assert (report.totals["unchanged"], report.totals["updated"]) == (1, 1)
    assert "延期" in Article.objects.get(headline="第2篇报道").body


def test_edit_stands_against_a_changed_record(exported):
    exported("江面起雾。")
    article = Article.objects.get()
    article.body = "<p>编辑改过。</p>"
    editing.save(article, by=make_user("Chief"), at=NOW, seen=article.version)
    assert exported("江面大雾。").totals["conflict"] == 1
    assert Article.objects.get().body == "<p>编辑改过。</p>"


def test_dry_run_tells_the_same_and_writes_nothing(exported):
    dry = exported("江面起雾。", "大桥通车。", dry_run=True)
    assert not Article.objects.exists()
    assert dry.totals == exported("江面起雾。", "大桥通车。").totals


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
    from .archives import story

    write(tmp_path, {"export.txt": wxr("江面起雾。"), "a.txt": story()})
    assert outcomes(run_import(tmp_path)) == {"a.txt": "created", "export.txt": "created"}
