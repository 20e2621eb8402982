import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.desk import corrections, workflow
from articles.exporting.folder import ExportUsageError
from articles.importing.errors import ImportUsageError
from articles.models import Article, ImageSource, Redirect, Source
from tests.factories import (
    NOW,
    make_article,
    make_author,
    make_category,
    make_correction,
    make_image,
    make_image_source,
    save,
)
from tests.importing.archives import by_natural_key, outcomes, picture, reasons, run_import, story, write
from tests.importing.test_containers import tarred, zipped

from .exports import edit, empty_newsroom, export, only_file, run_export_import

pytestmark = pytest.mark.django_db
DEMO = Path(__file__).parents[2] / "demo" / "archive"


def rewrite(article, **fields):
    """Edit the article as the desk does."""
    for name, value in fields.items():
        setattr(article, name, value)
    return save(article, by=None, at=NOW)


def files_of(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "newsroom-export.json"
    }


def test_never_edited_article_comes_out_byte_for_byte(tmp_path):
    given = {
        "2022/一.txt": story().replace("\n", "\r\n").encode(),
        "二.md": story("渔歌\u2028又起", body="- 一\n- 二").encode(),
        "big5.txt": "---\ntitle: 河邊的圖書館\ndate: 2022-01-27\n---\n<p>圖書館在河邊已經一百年了。</p>".encode(
            "big5"
        ),
    }
    write(tmp_path / "wire", given)
    run_import(tmp_path / "wire", origin="")
    totals = export(tmp_path / "out")
    assert files_of(tmp_path / "out" / "wire") == given
    assert (totals.as_they_came, totals.as_front_matter) == (3, 0)


def test_manifest_names_the_site_and_the_origin_of_each_folder(tmp_path):
    write(tmp_path / "in", {"a.txt": story()})
    run_import(tmp_path / "in", origin="通讯社/上海")
    make_article()
    export(tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "newsroom-export.json").read_text())
    origins = {"通讯社-上海": "通讯社/上海", "newsroom": "newsroom"}
    assert manifest == {"format": 1, "site": "The Newsroom", "origins": origins}
    assert {path.name for path in (tmp_path / "out").iterdir()} == {*origins, "newsroom-export.json"}


def test_name_in_no_encoding_comes_out_as_it_was(tmp_path):
    odd = os.fsencode(tmp_path / "wire") + b"/\xb3\xa4\xbd\xad.txt"
    write(tmp_path / "wire", {})
    (tmp_path / "wire").mkdir(exist_ok=True)
    Path(os.fsdecode(odd)).write_text(story())
    run_import(tmp_path / "wire", origin="")
    export(tmp_path / "out")
    assert os.listdir(os.fsencode(tmp_path / "out" / "wire")) == [b"\xb3\xa4\xbd\xad.txt"]
    assert run_export_import(tmp_path / "out").totals["unchanged"] == 1


def full_article():
    river = make_category("长江")
    section = make_category("生态, 环境", parent=river)
    article = make_article(
        headline='"جسر" : # 长江 🐟',
        standfirst="第一行\n第二行 <b> & 其余",
        short_headline="江 & 桥",
        social_title="og: #1",
        social_description="一行 <b>",
        categories=[section, make_category("新闻")],
        authors=[make_author("Smith, John")],
        tags=["渔民", "@river: no", "C#"],
        body='<p>正文</p>\n<pre># 一\n\n- 二\n1. 三</pre>\n<p>江 <a href="/about/">关于</a></p>',
        embargo_until=NOW + timedelta(days=2, microseconds=7),
        retire_at=NOW + timedelta(days=900),
        modified_at=NOW,
        comments_open=True,
        source_url="https://example.org/a?b=1&c=2",
        extra={"layout": "post", "date": "Invalid Date", "views": 7, "nested": {"a": ["1", "null"]}},
    )
    article.bylines.create(author=make_author("林知夏"), role="photographs: all", position=1)
    make_correction(article, kind="clarification", text="更正：\n是三十公里。")
    Redirect.objects.create(old_path="/old/100%/页", article=article)
    return article


FIELDS = (
    *(
        "headline",
        "standfirst",
        "short_headline",
        "social_title",
        "social_description",
        "slug",
        "language",
        "status",
        "published_at",
        "embargo_until",
        "retire_at",
    ),
    *("modified_at", "comments_open", "source_url", "extra", "primary_category__path", "published_on"),
)


def said_by_articles():
    rows = list(Article.objects.order_by("slug").values(*FIELDS))
    natural = by_natural_key()
    kinds = ("Byline", "Category", "Article_categories", "Correction", "TaggedArticle", "Author")
    return rows, {kind: natural[kind] for kind in kinds}


def test_everything_an_article_says_comes_in_again_elsewhere(tmp_path):
    body = full_article().body
    before = said_by_articles()
    export(tmp_path / "out")
    empty_newsroom()
    report = run_export_import(tmp_path / "out")
    assert [(r["outcome"], r["warnings"]) for r in report.records()] == [("created", [])]
    assert said_by_articles() == before
    assert Redirect.objects.get(old_path="/old/100%/页").article == Article.objects.get()
    # What the reader would resolve against the source's address leads to this newsroom.
    assert Article.objects.get().body == body.replace('href="/about/"', 'href="http://127.0.0.1:8000/about/"')


@pytest.mark.parametrize("status", ["draft", "review", "retired"])
def test_status_comes_in_again(tmp_path, status):
    make_article(status=status)
    export(tmp_path / "out")
    empty_newsroom()
    run_export_import(tmp_path / "out")
    assert Article.objects.get().status == status


@pytest.mark.parametrize("name", ["2019-05-01-雾.md", "雾.txt", "雾.html", "page.json"])
def test_undated_draft_stays_undated_whatever_its_path(tmp_path, name):
    text = '{"title": "雾", "body": "<p>雾</p>"}' if name.endswith("json") else story("雾", date="")
    write(tmp_path / "wire", {name: text})
    run_import(tmp_path / "wire", origin="", status="draft")
    rewrite(Article.objects.get(), published_at=None, standfirst="江上")
    export(tmp_path / "out")
    empty_newsroom()
    assert run_export_import(tmp_path / "out").totals["created"] == 1
    assert (Article.objects.get().published_at, Article.objects.get().standfirst) == (None, "江上")


def test_article_in_the_trash_is_left_out(tmp_path):
    workflow.trash(make_article(status="draft"), by=None, at=NOW)
    assert export(tmp_path / "out").articles == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["newsroom-export.json"]


def test_edited_article_keeps_its_path_and_is_unchanged_on_the_way_back(tmp_path):
    write(tmp_path / "wire", {"a.md": story(), "b.md": story("另一篇")})
    run_import(tmp_path / "wire", origin="")
    rewrite(Article.objects.get(headline="另一篇"), headline="改过的一篇")
    make_article(headline="本报自己的一篇", slug="our-own")
    export(tmp_path / "out")
    before = [*Article.objects.order_by("pk").values("pk", "headline", "version", "changed_at")]
    report = run_export_import(tmp_path / "out")
    assert outcomes(report) == {
        "a.md": "unchanged",
        "b.md": "unchanged",
        "2026/03/02/our-own.html": "unchanged",
    }
    assert before == [*Article.objects.order_by("pk").values("pk", "headline", "version", "changed_at")]


@pytest.fixture
def exported(tmp_path):
    """The file of an article that was imported, then edited here, and exported."""
    write(tmp_path / "wire", {"a.md": story()})
    run_import(tmp_path / "wire", origin="")
    rewrite(Article.objects.get(), standfirst="江豚回来了")
    export(tmp_path / "out")
    return only_file(tmp_path / "out")


def test_file_edited_outside_updates_its_article_as_often_as_it_is(tmp_path, exported):
    for headline in ("第一次", "第二次"):
        edit(exported, Article.objects.get().headline, headline)
        assert outcomes(run_export_import(tmp_path / "out")) == {"a.md": "updated"}
        assert (Article.objects.get().headline, Article.objects.get().standfirst) == (headline, "江豚回来了")
        assert outcomes(run_export_import(tmp_path / "out")) == {"a.md": "unchanged"}
    assert "newsroom" not in Article.objects.get().extra


def test_article_written_here_is_updated_by_its_file(tmp_path):
    make_article()
    export(tmp_path / "out")
    edit(only_file(tmp_path / "out"), "长江上游", "黄河上游")
    assert run_export_import(tmp_path / "out").totals["updated"] == 1
    assert Article.objects.get().headline.startswith("黄河上游")
    assert Source.objects.get().origin_id == "newsroom"


def test_file_and_article_both_edited_are_a_conflict_and_ours_stands(tmp_path, exported):
    rewrite(Article.objects.get(), headline="这里改的")
    edit(exported, "长江禁渔三年", "那里改的")
    for _ in range(2):
        assert outcomes(run_export_import(tmp_path / "out")) == {"a.md": "conflict"}
    assert Article.objects.get().headline == "这里改的"
    assert "那里改的".encode() in bytes(Source.objects.get().pending_raw)


@pytest.mark.parametrize("came_in_before", [False, True])
def test_article_written_here_stands_too_as_often_as_its_file_is_edited(tmp_path, came_in_before):
    article = make_article()
    export(tmp_path / "out")
    rewrite(article, headline="这里改的")
    if came_in_before:
        run_export_import(tmp_path / "out")
    for before, after in [("长江上游", "黄河上游"), ("黄河上游", "珠江上游")]:
        edit(only_file(tmp_path / "out"), before, after)
        assert run_export_import(tmp_path / "out").totals["conflict"] == 1
    assert Article.objects.get().headline == "这里改的"


def test_untouched_file_leaves_an_article_edited_since_alone(tmp_path, exported):
    rewrite(Article.objects.get(), headline="这里改的")
    assert outcomes(run_export_import(tmp_path / "out")) == {"a.md": "unchanged"}
    assert Article.objects.get().headline == "这里改的"


def test_copy_of_an_exported_file_is_an_article_of_its_own(tmp_path, exported):
    copy = exported.with_name("0.md")
    copy.write_bytes(exported.read_bytes())
    edit(copy, "长江禁渔三年", "另一条江")
    assert outcomes(run_export_import(tmp_path / "out")) == {"0.md": "created", "a.md": "unchanged"}


def test_moved_file_is_still_its_article(tmp_path, exported):
    exported.rename(exported.with_name("moved.md"))
    assert outcomes(run_export_import(tmp_path / "out")) == {"moved.md": "unchanged"}


def test_second_copy_of_a_file_that_is_gone_is_an_article_of_its_own(tmp_path):
    make_article()
    export(tmp_path / "out")
    original = only_file(tmp_path / "out")
    text = original.read_text()
    for name in ("一", "二"):
        original.with_name(f"{name}.html").write_text(text.replace("长江上游", name))
    original.unlink()
    assert run_export_import(tmp_path / "out").totals["updated"] == 1
    assert sorted(Article.objects.values_list("headline", flat=True)) == [
        "一的渔村迎来禁渔后的第一个春天",
        "二的渔村迎来禁渔后的第一个春天",
    ]


def test_article_in_the_trash_is_not_brought_back_by_its_file(tmp_path, exported):
    workflow.retire(Article.objects.get(), by=None, at=NOW, reason="撤稿")
    workflow.trash(Article.objects.get(), by=None, at=NOW)
    edit(exported, "长江禁渔三年", "那里改的")
    assert reasons(run_export_import(tmp_path / "out")) == {"a.md": "its article is in the trash"}


def test_another_newsrooms_article_of_the_same_number_is_not_touched(tmp_path, exported):
    key = Article.objects.get().pk
    empty_newsroom()
    make_article(pk=key, headline="同号的另一篇", slug="other")
    assert outcomes(run_export_import(tmp_path / "out")) == {"a.md": "created"}
    assert Article.objects.get(pk=key).headline == "同号的另一篇"


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_packed_export_is_unchanged_too(tmp_path, exported, pack):
    members = [
        (str(path.relative_to(tmp_path)), path.read_text()) for path in (tmp_path / "out").rglob("*.*")
    ]
    packed = pack(tmp_path / ("e.zip" if pack is zipped else "e.tar.gz"), members)
    assert outcomes(run_import(packed, origin="")) == {"a.md": "unchanged"}


def test_second_export_after_an_edit_outside_is_unchanged_again(tmp_path, exported):
    edit(exported, "长江禁渔三年", "那里改的")
    run_export_import(tmp_path / "out")
    export(tmp_path / "out")
    assert outcomes(run_export_import(tmp_path / "out")) == {"a.md": "unchanged"}
    edit(exported, "那里改的", "又改了")
    assert outcomes(run_export_import(tmp_path / "out")) == {"a.md": "updated"}


def test_correction_is_an_edit(tmp_path):
    write(tmp_path / "wire", {"a.md": story()})
    run_import(tmp_path / "wire", origin="")
    corrections.correct(Article.objects.get(), kind="correction", text="应为四年。", by=None, at=NOW)
    export(tmp_path / "out")
    assert "应为四年。" in only_file(tmp_path / "out").read_text()


@pytest.fixture
def illustrated(tmp_path):
    """An archive with a lead picture, one in the body, one that is missing; the second story was edited here."""
    picture(tmp_path / "wire" / "images" / "江.jpg")
    picture(tmp_path / "wire" / "static" / "鱼.jpg", size=(640, 480))
    body = '<p>清晨</p><p><img src="/鱼.jpg" alt="鱼"></p><p><img src="../没有.jpg" alt="无"></p>'
    stories = {f"s/{name}.md": story(name, body=body, headimg="/images/江.jpg") for name in ("一", "二")}
    write(tmp_path / "wire", stories)
    run_import(tmp_path / "wire", origin="")
    rewrite(Article.objects.get(headline="二"), standfirst="改过")
    return tmp_path


def shown():
    return sorted(
        Article.objects.values_list("headline", "body", "lead_image__sha256", "lead_image_source__url")
    )


def test_pictures_come_out_where_they_lay_and_in_again(illustrated):
    before = shown()
    totals = export(illustrated / "out", images=True)
    assert (totals.images, totals.images_missing) == (2, 0)
    report = run_export_import(illustrated / "out")
    assert report.totals["unchanged"] == report.totals["records"] == 2
    empty_newsroom()
    report = run_export_import(illustrated / "out")
    assert report.totals["created"] == report.totals["records"] == 2
    assert shown() == before


def test_without_images_kept_pictures_stay_where_readers_have_them(illustrated):
    export(illustrated / "out")
    text = (illustrated / "out" / "wire" / "s" / "二.md").read_text()
    assert 'src="http://127.0.0.1:8000/media/originals/' in text
    assert not list((illustrated / "out").rglob("*.jpg"))


def test_kept_picture_of_the_web_is_named_by_its_source(tmp_path):
    image = make_image(caption="雾 & 江", credit="林知夏")
    source = make_image_source(image=image)
    make_article(lead_image=image, lead_image_source=source, body=f'<p><img src="{image.url}" alt=""></p>')
    export(tmp_path / "out")
    text = only_file(tmp_path / "out").read_text()
    lead = {"src": source.url, "alt": image.alt, "caption": "雾 &amp; 江", "credit": "林知夏"}
    assert f"headimg: {json.dumps(lead, ensure_ascii=False)}\n" in text
    assert f'<img src="{source.url}" alt="">' in text


def test_picture_whose_file_is_gone_is_counted_and_named_by_its_source(tmp_path):
    source = make_image_source(image=make_image())
    make_article(lead_image=source.image, lead_image_source=source)
    assert export(tmp_path / "out", images=True).images_missing == 1
    assert source.url in only_file(tmp_path / "out").read_text()


def test_picture_of_no_archive_lies_in_a_folder_of_its_own_and_is_no_record(illustrated):
    image = Article.objects.get(headline="一").lead_image
    make_article(lead_image=image, headline="本报自己的一篇")
    export(illustrated / "out", images=True)
    assert (illustrated / "out" / "newsroom" / "newsroom-images" / f"{image.sha256}.jpg").is_file()
    report = run_export_import(illustrated / "out")
    assert report.totals["unchanged"] == report.totals["records"] == 3
    assert ImageSource.objects.filter(url__contains="newsroom-images").count() == 0


@pytest.mark.parametrize("images", [False, True])
def test_demo_archive_comes_out_as_it_is_and_is_unchanged(tmp_path, images):
    run_import(DEMO, origin="demo")
    export(tmp_path / "out", images=images)
    given = {name: data for name, data in files_of(DEMO).items() if not name.startswith("images/")}
    out = files_of(tmp_path / "out" / "demo")
    assert given == {name: out[name] for name in out if not name.startswith("images/")}
    before = by_natural_key()
    report = run_export_import(tmp_path / "out")
    assert report.totals["unchanged"] == report.totals["records"] == len(given)
    assert by_natural_key() == before


def test_export_replaces_an_earlier_one_and_nothing_else(tmp_path):
    article = make_article(headline="旧标题", slug="old")
    export(tmp_path / "out")
    (tmp_path / "out" / ".git").mkdir()
    article.slug = "new"
    rewrite(article, headline="新标题")
    export(tmp_path / "out")
    assert only_file(tmp_path / "out").name == "new.html"
    assert (tmp_path / "out" / ".git").is_dir()


def test_folder_that_holds_anything_else_is_refused(tmp_path):
    write(tmp_path / "out", {"notes.txt": "别动"})
    with pytest.raises(ExportUsageError, match="not empty, and what it holds is no export"):
        export(tmp_path / "out")
    assert files_of(tmp_path / "out") == {"notes.txt": "别动".encode()}


def test_folder_in_the_way_of_an_origin_is_not_replaced(tmp_path):
    export(tmp_path / "out")
    write(tmp_path / "out" / "newsroom", {"notes.txt": "别动"})
    make_article()
    with pytest.raises(ExportUsageError, match="is in the way"):
        export(tmp_path / "out")
    assert (tmp_path / "out" / "newsroom" / "notes.txt").is_file()


def test_export_cut_short_is_no_archive_and_is_written_over(tmp_path):
    write(tmp_path / "out" / ".newsroom-export.part" / "wire", {"a.md": story()})
    with pytest.raises(ImportUsageError, match="cut short"):
        run_export_import(tmp_path / "out")
    make_article()
    export(tmp_path / "out")
    assert run_export_import(tmp_path / "out").totals["unchanged"] == 1


def test_two_stories_that_want_one_place_both_come_out(tmp_path):
    write(tmp_path / "wire", {"2026/03/02/our-own.html": story()})
    run_import(tmp_path / "wire", origin="newsroom")
    make_article(slug="our-own")
    assert export(tmp_path / "out").articles == len(files_of(tmp_path / "out")) == 2
    assert run_export_import(tmp_path / "out").totals["unchanged"] == 2


def test_queries_do_not_grow_with_the_articles(tmp_path):
    def queries(name):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            export(tmp_path / name, images=True)
        return len(captured)

    section = make_category()
    for number in range(2):
        make_article(slug=f"story-{number}", categories=[section], tags=["江"], authors=[])
    few = queries("few")
    for number in range(2, 30):
        make_article(slug=f"story-{number}", categories=[section], tags=["江"], authors=[])
    assert queries("many") == few


def test_command_tells_what_it_wrote(tmp_path, capsys):
    make_article()
    call_command("export_articles", str(tmp_path / "out"), "--quiet")
    said = capsys.readouterr().out
    assert "files written anew" in said
    assert "articles" in said


def test_command_ends_with_2_where_it_may_not_write(tmp_path):
    write(tmp_path, {"notes.txt": "别动"})
    with pytest.raises(CommandError, match="choose another folder") as stopped:
        call_command("export_articles", str(tmp_path), "--quiet")
    assert stopped.value.returncode == 2
