"""Deciding between an article that was edited here and its file."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from articles.desk import conflicts, contents, permissions, workflow, writing
from articles.desk.conflicts import Refused, Seen, Settled
from articles.desk.proposals import Choice, Side, Undecided
from articles.exporting.archives import export_archives
from articles.models import Article, Author, Event, Revision, Source
from tests.factories import NOW, make_article, make_author, make_category, make_source, make_user, save
from tests.importing.archives import outcomes, run_import, story, write

pytestmark = pytest.mark.django_db
FOG, PIER, FISH = "<p>雾还没有散去。</p>", "<p>老渔民在等船。</p>", "<p>鱼正在回来。</p>"
BODY = FOG + PIER + FISH
HEADLINE = "长江禁渔三年"
OURS, THEIRS = Choice(Side.OURS), Choice(Side.THEIRS)


@pytest.fixture
def archive(tmp_path):
    folder = tmp_path / "archive"
    write(folder, {"a.txt": story(body=BODY)})
    run_import(folder)
    return folder


def edit(**changes):
    article = Article.objects.get()
    for name, value in changes.items():
        setattr(article, name, value)
    return save(article, by=make_user("Chief"), at=NOW, seen=article.version)


def arrive(archive, **stated):
    write(archive, {"a.txt": story(**{"body": BODY} | stated)})
    return outcomes(run_import(archive))["a.txt"]


def file_says(**changed):
    Source.objects.update(pending_content=Source.objects.get().pending_content | changed)


def seen():
    article, source = Article.objects.get(), Source.objects.get()
    return Seen(article.version, source.pending_digest)


def settle(choices=None, *, by=None, at=NOW, **options):
    options.setdefault("seen", seen())
    return conflicts.settle(Article.objects.get(), choices or {}, by=by, at=at, **options)


def keep_ours(**options):
    return conflicts.keep_ours(Article.objects.get(), by=None, at=NOW, seen=seen(), **options)


@pytest.fixture
def headlines(archive):
    """An article whose headline was changed here and in its file."""
    edit(headline="渔村的春天")
    assert arrive(archive, title="江豚回来了") == "conflict"
    return archive


def test_nothing_is_applied_before_a_person_decides(headlines):
    conflicts.proposal(Article.objects.get(), Source.objects.get())
    assert (Article.objects.get().headline, Event.objects.filter(verb="settle_conflict").count()) == (
        "渔村的春天",
        0,
    )


@pytest.mark.parametrize(
    ("choice", "headline"),
    [
        (OURS, "渔村的春天"),
        (THEIRS, "江豚回来了"),
        (Choice(Side.BY_HAND, {"headline": "渔村与江豚"}), "渔村与江豚"),
    ],
)
def test_an_article_says_what_was_chosen(headlines, chief, choice, headline):
    settle({"headline": choice}, by=chief)
    article = Article.objects.get()
    assert article.headline == headline
    assert article.revisions.first().content["headline"] == headline
    assert article.revisions.first().by == chief
    event = Event.objects.get(verb="settle_conflict")
    assert (event.by, event.data["fields"]) == (chief, {"headline": str(choice.side)})


def test_what_both_changed_has_to_be_decided(headlines):
    with pytest.raises(Undecided, match="headline"):
        settle()
    assert Source.objects.get().pending_digest


def test_what_the_archive_alone_changed_is_taken_unless_someone_keeps_it(archive):
    edit(headline="渔村的春天")
    arrive(archive, tags="[长江]", body=BODY.replace("鱼", "江豚"))
    settle({"tags": OURS})
    article = Article.objects.get()
    assert (article.headline, list(article.tags.names())) == ("渔村的春天", [])
    assert "江豚正在回来" in article.body_html


def test_the_source_follows(headlines):
    waiting = Source.objects.get()
    settle({"headline": OURS})
    source = Source.objects.get()
    assert (source.digest, bytes(source.raw)) == (waiting.pending_digest, bytes(waiting.pending_raw))
    assert (source.pending_digest, source.pending_raw, source.pending_content) == ("", None, None)


# What the next import makes of it


def test_the_same_file_is_unchanged_afterwards(headlines):
    settle({"headline": OURS})
    assert outcomes(run_import(headlines)) == {"a.txt": "unchanged"}


def test_a_newer_file_updates_an_article_that_says_what_its_file_said(headlines):
    settle({"headline": THEIRS})
    assert arrive(headlines, title="又是一年") == "updated"


def test_a_newer_file_never_overwrites_what_was_kept(headlines):
    settle({"headline": OURS})
    assert arrive(headlines, title="江豚回来了", body=BODY.replace("鱼", "江豚")) == "conflict"
    assert Article.objects.get().headline == "渔村的春天"


def test_the_next_conflict_is_about_what_changed_since_the_last_one(headlines):
    settle({"headline": OURS})
    arrive(headlines, title="江豚回来了", body=BODY.replace("鱼", "江豚"))
    found = conflicts.proposal(Article.objects.get(), Source.objects.get())
    assert [(each.name, str(each.how)) for each in found.differences] == [
        ("headline", "ours"),
        ("body", "theirs"),
    ]
    assert found.differences[0].base == {"headline": "江豚回来了"}


def test_a_settled_article_goes_out_with_what_it_says(headlines, tmp_path):
    settle({"headline": OURS})
    export_archives(tmp_path / "out", Article.objects.all(), site="江河日报")
    (file,) = (tmp_path / "out").rglob("a.*")
    assert "渔村的春天" in file.read_text()


def test_what_the_file_said_is_a_version_of_its_own(headlines):
    settle({"headline": OURS})
    article = Article.objects.get()
    decided, theirs = article.revisions.all()[:2]
    assert (decided.number, theirs.number) == (article.version, article.version - 1)
    assert (theirs.content["headline"], theirs.by) == ("江豚回来了", None)
    assert "a.txt" in theirs.why


# Keeping what is here


def test_keeping_ours_changes_no_word(headlines, chief):
    before = contents.of(Article.objects.get())
    conflicts.keep_ours(Article.objects.get(), by=chief, at=NOW, seen=seen())
    assert contents.of(Article.objects.get()) == before
    assert Event.objects.get(verb="keep_ours").by == chief
    assert outcomes(run_import(headlines)) == {"a.txt": "unchanged"}
    assert arrive(headlines, title="又是一年") == "conflict"


def test_ours_can_be_kept_where_it_is_not_known_what_the_file_says(headlines):
    Source.objects.update(pending_content=None)
    found = conflicts.proposal(Article.objects.get(), Source.objects.get())
    assert (found.is_known, found.differences) == (False, ())
    keep_ours()
    assert outcomes(run_import(headlines)) == {"a.txt": "unchanged"}
    assert arrive(headlines, title="又是一年") == "conflict"


def test_a_file_that_could_not_be_read_is_put_aside(archive, tmp_path):
    write(archive, {"a.txt": "---\ndate: 2022-01-27\n---\n\n雾\n"})
    assert outcomes(run_import(archive)) == {"a.txt": "failed"}
    keep_ours()
    source = Source.objects.get()
    assert (source.pending_digest, bytes(source.raw)) == ("", story(body=BODY).encode())
    assert arrive(archive, title="又是一年") == "updated"


# Who, and against what


def test_who_may_not_edit_decides_nothing(headlines):
    with pytest.raises(PermissionDenied):
        settle({"headline": OURS}, by=make_user("Writer"))
    with pytest.raises(PermissionDenied):
        conflicts.keep_ours(Article.objects.get(), by=make_user("Admin"), at=NOW, seen=seen())


def test_an_edit_meanwhile_is_not_overwritten(headlines):
    shown = seen()
    edit(headline="又改了一次")
    with pytest.raises(writing.EditConflict, match="Someone else"):
        settle({"headline": THEIRS}, seen=shown)
    assert Article.objects.get().headline == "又改了一次"


def test_a_newer_file_meanwhile_is_not_taken_unseen(headlines):
    shown = seen()
    arrive(headlines, title="又一个标题")
    with pytest.raises(Settled, match="A newer file came meanwhile"):
        settle({"headline": THEIRS}, seen=shown)


def test_what_was_decided_is_not_decided_twice(headlines):
    shown = seen()
    settle({"headline": THEIRS})
    with pytest.raises(Settled, match="decided meanwhile"):
        settle({"headline": OURS}, seen=shown)


# What readers have seen


def test_a_decision_never_takes_down_what_readers_have_seen(headlines):
    later = (NOW + timedelta(days=30)).isoformat()
    file_says(embargo_until=later)
    with pytest.raises(Refused, match="Readers have seen it already"):
        settle({"headline": OURS})
    assert Article.objects.get().is_public(NOW)
    assert Source.objects.get().pending_digest


def test_a_decision_never_changes_the_address(headlines):
    before = Article.objects.get().get_absolute_url()
    content = Source.objects.get().pending_content | {
        "published_at": "2021-05-05T00:00:00+00:00",
        "slug": "x",
    }
    Source.objects.update(pending_content=content)
    settle({"headline": THEIRS})
    article = Article.objects.get()
    assert (article.published_at.year, article.get_absolute_url()) == (2021, before)


def test_status_is_told_and_never_taken(headlines):
    file_says(status="retired")
    assert conflicts.proposal(Article.objects.get(), Source.objects.get()).status == "retired"
    settle({"headline": THEIRS})
    assert Article.objects.get().status == "ready"
    assert arrive(headlines, title="又是一年") == "conflict"


def test_what_is_ready_keeps_a_publication_time(headlines):
    file_says(published_at=None)
    with pytest.raises(Refused, match="publication time"):
        settle({"headline": OURS, "published_at": THEIRS})


# What hangs on it


def test_the_byline_of_the_file_is_taken_with_authors_who_were_not_here(headlines):
    arrive(headlines, title="江豚回来了", authors="[王江]")
    settle({"headline": OURS})
    assert list(Article.objects.get().bylines.values_list("author__name", flat=True)) == ["王江"]


def test_an_author_nobody_knows_is_refused(headlines):
    arrive(headlines, title="江豚回来了", authors="[王江]")
    with pytest.raises(Refused, match="There is no author “陌生人” here"):
        settle({"headline": OURS, "byline": Choice(Side.BY_HAND, {"byline": [["陌生人", ""]]})})
    assert not Author.objects.filter(name="陌生人").exists()


def test_a_section_that_is_gone_is_refused(headlines):
    file_says(primary_category="没有")
    with pytest.raises(Refused, match="There is no category “没有” here any more"):
        settle({"headline": OURS})


def test_a_section_belongs_to_the_categories(headlines):
    culture = make_category("文化")
    file_says(primary_category="文化")
    settle({"headline": OURS})
    article = Article.objects.get()
    assert article.primary_category == culture
    assert culture in article.categories.all()


def test_a_decided_body_is_what_the_article_came_from(archive):
    edit(headline="渔村的春天")
    arrive(archive, body=BODY.replace("鱼", "江豚"))
    settle()
    article = Article.objects.get()
    assert (article.body_source, article.source_format) == (article.body, "html")


# What waits for whom


def test_what_waits_is_listed_for_who_may_decide():
    news = make_category("新闻")
    own, writer = make_user("Writer"), make_user("Writer")
    draft = {"status": "draft", "published_at": None}
    mine = make_article(headline="我的", created_by=own, **draft)
    listed = make_article(headline="新闻", categories=[make_category("国际", parent=news)])
    for number, article in enumerate([mine, listed]):
        make_source(f"{number}.md", article=article, pending_digest="1" * 64, pending_raw=b"x")
    make_source("c.md", article=make_article(headline="无事"))
    trashed = workflow.trash(make_article(headline="垃圾", **draft), by=None, at=NOW)
    make_source("d.md", article=trashed, pending_digest="1" * 64)
    waiting = {
        user: sorted(conflicts.waiting(user).values_list("headline", flat=True))
        for user in (own, writer, make_user("Chief"), make_user("Admin"))
    }
    assert list(waiting.values()) == [["我的"], [], ["我的", "新闻"], []]
    assert [a.headline for a in conflicts.waiting(make_user("Editor", sections=[news]))] == ["新闻"]


@pytest.mark.parametrize("role", ["Writer", "Editor", "Chief", "Admin", None])
@pytest.mark.parametrize("status", ["draft", "review"])
def test_the_list_and_the_single_question_agree(role, status):
    news, culture = make_category("新闻"), make_category("文化")
    user = make_user(role, sections=[news])
    mine = make_author("我", user=user)
    for section in (news, culture):
        for fields in ({"created_by": user}, {"authors": [mine]}, {}):
            make_article(categories=[section], status=status, published_at=None, **fields)
    allowed = set(permissions.editable(user, Article.objects.all()))
    assert allowed == {article for article in Article.objects.all() if permissions.may_edit(user, article)}


def test_a_first_meeting_that_was_a_conflict_has_no_base(headlines):
    Source.objects.update(article_version=None)
    found = conflicts.proposal(Article.objects.get(), Source.objects.get())
    assert not found.has_base
    settle({"headline": THEIRS})
    assert Revision.objects.filter(number=Source.objects.get().article_version).exists()
