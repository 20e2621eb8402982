"""Every format from the file to the articles: new, again, changed, edited and changed, taken back, cut short."""

import io
import json
import tarfile
import zipfile

import pytest

from articles.importing.pipeline import ImportOptions, import_archives, resume
from articles.importing.undo import undo
from articles.models import Article, ImportedRecord
from tests.factories import NOW, make_user, save
from tests.reading import wordpress

from .archives import by_natural_key, run_import, story, write

pytestmark = pytest.mark.django_db

OPTIONS = ImportOptions(origin="archive")
DATE = "2022-01-27T13:13:46Z"
# More than the first batch holds, so that a run can be cut short after it.
MANY = tuple(f"第{number}日，江面起雾。" for number in range(1, 13))


def headline(number):
    return f"第{number}篇报道"


def front_matter(*texts):
    return {
        f"{number}.md": story(headline(number), body=f"<p>{text}</p>") for number, text in enumerate(texts)
    }


def zipped(*texts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in front_matter(*texts).items():
            packed.writestr(name, content)
    return {"archive.zip": file.getvalue()}


def tarred(*texts):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as packed:
        for name, content in front_matter(*texts).items():
            member = tarfile.TarInfo(name)
            member.size = len(content.encode())
            packed.addfile(member, io.BytesIO(content.encode()))
    return {"archive.tar.gz": file.getvalue()}


def wxr(*texts):
    items = (wordpress.item(number + 1, text, title=headline(number)) for number, text in enumerate(texts))
    return {"site.xml": wordpress.export(*items)}


def rss(*texts):
    items = "".join(
        f"<item><guid>story-{number}</guid><title>{headline(number)}</title><description>{text}</description>"
        "<pubDate>Thu, 27 Jan 2022 13:13:46 GMT</pubDate></item>"
        for number, text in enumerate(texts)
    )
    return {"rss.xml": f'<rss version="2.0"><channel><title>滨江晚报</title>{items}</channel></rss>'}


def rdf(*texts):
    items = "".join(
        f'<item rdf:about="https://x.example/{number}"><title>{headline(number)}</title><description>{text}</description>'
        f"<dc:date>{DATE}</dc:date></item>"
        for number, text in enumerate(texts)
    )
    spaces = (
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    return {"rdf.xml": f'<rdf:RDF {spaces} xmlns="http://purl.org/rss/1.0/"><channel/>{items}</rdf:RDF>'}


def atom(*texts):
    entries = "".join(
        f"<entry><id>urn:story:{number}</id><title>{headline(number)}</title><updated>{DATE}</updated>"
        f'<content type="html">{text}</content></entry>'
        for number, text in enumerate(texts)
    )
    return {"atom.xml": f'<feed xmlns="http://www.w3.org/2005/Atom"><title>滨江晚报</title>{entries}</feed>'}


def json_feed(*texts):
    items = [
        {"id": f"story-{number}", "title": headline(number), "content_html": text, "date_published": DATE}
        for number, text in enumerate(texts)
    ]
    return {"feed.json": json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})}


def ghost(*texts):
    posts = [
        {"id": f"p{number}", "uuid": f"u{number}", "title": headline(number), "html": f"<p>{text}</p>"}
        | {"slug": f"story-{number}", "status": "published", "published_at": DATE, "type": "post"}
        for number, text in enumerate(texts)
    ]
    return {"ghost.json": json.dumps({"db": [{"meta": {"version": "5.0.0"}, "data": {"posts": posts}}]})}


def ninjs(*texts):
    items = [
        {"uri": f"urn:story:{number}", "type": "text", "versioncreated": DATE, "pubstatus": "usable"}
        | {"headline": headline(number), "body_xhtml": f"<p>{text}</p>"}
        for number, text in enumerate(texts)
    ]
    return {"wire.json": json.dumps({"items": items})}


FORMATS = (front_matter, zipped, tarred, wxr, rss, rdf, atom, json_feed, ghost, ninjs)


class Archive:
    """An archive in one format on the disk, which can be written anew and imported."""

    def __init__(self, folder, build):
        self.folder, self.build = folder, build

    def imported(self, *texts, **options):
        return accounted(run_import(self.written(*texts), **options))

    def written(self, *texts):
        files = self.build(*texts)
        write(self.folder, files)
        return (
            self.folder / next(iter(files)) if len(files) == 1 and self.build != front_matter else self.folder
        )


@pytest.fixture(params=FORMATS, ids=lambda build: build.__name__)
def archive(request, tmp_path):
    return Archive(tmp_path, request.param)


def accounted(report):
    """Return a report whose outcomes add up to its records, and its records to the rows of its run."""
    totals = report.totals
    outcomes = ("created", "updated", "unchanged", "conflict", "skipped", "failed")
    assert sum(totals[outcome] for outcome in outcomes) == totals["records"]
    if not report.dry_run:
        assert ImportedRecord.objects.filter(run=report.run).count() == totals["records"]
    return report


def text_of(number):
    return Article.objects.get(headline=headline(number)).body


def test_every_record_becomes_an_article(archive):
    report = archive.imported("江面起雾。", "大桥通车。")

    assert report.totals["created"] == report.totals["records"] == Article.objects.count() == 2
    assert "大桥通车" in text_of(1)


def test_second_run_changes_nothing(archive):
    archive.imported("江面起雾。", "大桥通车。")
    before = by_natural_key()

    assert archive.imported("江面起雾。", "大桥通车。").totals["unchanged"] == 2
    assert by_natural_key() == before


def test_changed_record_alone_is_updated(archive):
    archive.imported("江面起雾。", "大桥通车。")
    report = archive.imported("江面起雾。", "大桥延期通车。")

    assert (report.totals["unchanged"], report.totals["updated"]) == (1, 1)
    assert "大桥延期通车" in text_of(1)


def test_edit_stands_against_a_changed_record(archive):
    archive.imported("江面起雾。", "大桥通车。")
    article = Article.objects.get(headline=headline(1))
    article.body = "<p>编辑改过。</p>"
    save(article, by=make_user("Chief"), at=NOW, seen=article.version)
    report = archive.imported("江面起雾。", "大桥延期通车。")

    assert (report.totals["unchanged"], report.totals["conflict"]) == (1, 1)
    assert text_of(1) == "<p>编辑改过。</p>"


def test_what_a_run_updated_says_again_what_it_said(archive):
    archive.imported("江面起雾。", "大桥通车。")
    before = text_of(1)
    changed = archive.imported("江面起雾。", "大桥延期通车。")
    undo(changed.run, clock=lambda: NOW)

    assert text_of(1) == before
    assert archive.imported("江面起雾。", "大桥延期通车。").totals["updated"] == 1


def test_what_a_run_created_goes_and_does_not_come_back(archive):
    undo(archive.imported("江面起雾。", "大桥通车。").run, clock=lambda: NOW)

    assert set(Article.objects.values_list("status", flat=True)) == {"trashed"}
    assert archive.imported("江面起雾。", "大桥通车。").totals["skipped"] == 2


def test_run_that_was_cut_short_is_gone_on_with(archive):
    # The second batch asks the clock for a moment that never comes.
    moments = iter([NOW, NOW])
    with pytest.raises(StopIteration):
        import_archives([str(archive.written(*MANY))], options=OPTIONS, clock=lambda: next(moments))
    written = Article.objects.count()
    report = accounted(resume(clock=lambda: NOW))

    assert 0 < written < len(MANY)
    assert (report.totals["unchanged"], report.totals["created"]) == (written, len(MANY) - written)
    assert Article.objects.count() == len(MANY)


def test_dry_run_tells_the_same_and_writes_nothing(archive):
    dry = archive.imported("江面起雾。", "大桥通车。", dry_run=True)

    assert not Article.objects.exists()
    assert dry.totals == archive.imported("江面起雾。", "大桥通车。").totals
