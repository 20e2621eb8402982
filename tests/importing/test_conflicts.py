"""What waits beside an article that was edited here while its file changed."""

import pytest

from articles.desk import conflicts, corrections, draft_beside, working_copies
from articles.models import Article, Revision, Source
from tests.factories import NOW, make_user, save

from .archives import outcomes, run_import, story, write

pytestmark = pytest.mark.django_db
THEIRS = story(body="<p>来源的新正文。</p>", tags="[长江]")


def edit(**changes):
    article = Article.objects.get()
    for name, value in changes.items():
        setattr(article, name, value)
    return save(article, by=make_user("Chief"), at=NOW, seen=article.version)


@pytest.fixture
def archive(tmp_path):
    folder = tmp_path / "archive"
    write(folder, {"a.txt": story()})
    run_import(folder)
    return folder


def test_what_the_file_says_now_waits_as_a_versions_content(archive):
    edit(headline="编辑改过的标题")
    write(archive, {"a.txt": THEIRS})
    assert outcomes(run_import(archive)) == {"a.txt": "conflict"}
    source = Source.objects.get()
    base = Revision.objects.get(number=source.article_version).content
    assert source.pending_content["body"] == "<p>来源的新正文。</p>"
    assert source.pending_content["tags"] == ["长江"]
    assert source.pending_content["headline"] == base["headline"] != Article.objects.get().headline
    assert source.pending_content.keys() == base.keys()


def test_what_waits_is_not_read_again_until_it_changes(archive):
    edit(headline="编辑改过的标题")
    write(archive, {"a.txt": THEIRS + "<script>alert(1)</script>"})
    first, second = run_import(archive), run_import(archive)
    assert (first.totals["conflict"], second.totals["conflict"]) == (1, 1)
    assert (first.warnings["removed-html"], second.warnings["removed-html"]) == (1, 0)
    assert Source.objects.get().pending_content["body"].strip() == "<p>来源的新正文。</p>"


def test_a_file_that_says_nothing_new_is_unchanged(archive):
    edit(headline="编辑改过的标题")
    write(archive, {"a.txt": story() + "\n\n"})
    assert outcomes(run_import(archive)) == {"a.txt": "unchanged"}
    source = Source.objects.get()
    assert (source.pending_digest, bytes(source.raw)) == ("", (story() + "\n\n").encode())
    assert source.article_version < Article.objects.get().version


def test_a_file_that_says_what_was_edited_here_is_unchanged(archive):
    edit(body="<p>来源的新正文。</p>")
    write(archive, {"a.txt": story(body="<p>来源的新正文。</p>")})
    assert outcomes(run_import(archive)) == {"a.txt": "unchanged"}
    assert Source.objects.get().article_version == Article.objects.get().version
    write(archive, {"a.txt": THEIRS})
    assert outcomes(run_import(archive)) == {"a.txt": "updated"}


def test_a_version_keeps_the_corrections_of_its_article(archive):
    article = Article.objects.get()
    corrections.correct(article, kind="correction", text="更正日期。", by=None, at=NOW)
    kept = article.revisions.first().content["corrections"]
    assert kept == [["correction", "更正日期。", NOW.isoformat()]]


def test_what_waits_is_dropped_when_the_file_says_again_what_it_said(archive):
    edit(headline="编辑改过的标题")
    write(archive, {"a.txt": THEIRS})
    run_import(archive)
    write(archive, {"a.txt": story()})
    assert outcomes(run_import(archive)) == {"a.txt": "unchanged"}
    source = Source.objects.get()
    assert (source.pending_digest, source.pending_raw, source.pending_content) == ("", None, None)


def test_a_newer_file_that_cannot_be_read_fails_each_time_and_is_never_a_conflict(archive):
    edit(headline="编辑改过的标题")
    write(archive, {"a.txt": "---\ndate: 2022-01-27\n---\n\n没有标题。\n"})
    assert outcomes(run_import(archive)) == outcomes(run_import(archive)) == {"a.txt": "failed"}


def test_a_draft_beside_an_article_is_no_edit_of_it_and_stays(archive):
    article, by = Article.objects.get(), make_user("Chief")
    draft_beside.keep(article, {"headline": "新版"}, seen=article.version, by=by, at=NOW)
    write(archive, {"a.txt": THEIRS})
    assert outcomes(run_import(archive)) == {"a.txt": "updated"}
    draft = working_copies.beside(article)
    done = draft_beside.publish(article, draft.content, seen=draft.seen, number=draft.number, by=by, at=NOW)
    assert done.is_saved
    article.refresh_from_db()
    assert (article.headline, article.body) == ("新版", "<p>来源的新正文。</p>")


WORDS_HERE = {
    "short_headline": "禁渔三年",
    "social_title": "鱼回来了吗？",
    "social_description": "江边的春天",
}


def words_of_article():
    return Article.objects.values(*WORDS_HERE).get()


def test_a_file_that_changed_leaves_an_editors_words_for_sharing(archive):
    edit(**WORDS_HERE)
    write(archive, {"a.txt": THEIRS})
    assert outcomes(run_import(archive)) == {"a.txt": "conflict"}
    assert words_of_article() == WORDS_HERE


def test_taking_all_that_the_file_says_leaves_an_editors_words_for_sharing(archive):
    article = edit(**WORDS_HERE)
    write(archive, {"a.txt": THEIRS})
    run_import(archive)
    seen = conflicts.Seen(article.version, Source.objects.get().pending_digest)
    conflicts.settle(article, {}, by=make_user("Chief"), at=NOW, seen=seen)
    write(archive, {"a.txt": THEIRS + "<p>又一段。</p>"})
    run_import(archive)
    assert words_of_article() == WORDS_HERE


def test_a_file_states_words_for_sharing_and_takes_them_back(archive):
    write(archive, {"a.txt": story(short_headline="禁渔三年")})
    assert outcomes(run_import(archive)) == {"a.txt": "updated"}
    assert Article.objects.get().short_headline == "禁渔三年"
    write(archive, {"a.txt": story()})
    run_import(archive)
    assert Article.objects.get().short_headline == ""
