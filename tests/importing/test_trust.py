"""What lost too much of its text, or whose origin asks for it, waits for someone to look."""

from hashlib import sha256

import pytest

from articles.desk import workflow
from articles.importing.addresses import Addresses
from articles.importing.archive import Archive
from articles.importing.entries import Entry
from articles.importing.identity import Identifier
from articles.importing.pictures import Pictures
from articles.importing.report import Images
from articles.importing.taxonomy import Taxonomy
from articles.importing.writing import Writer
from articles.models import Article, ImportedRecord, ImportRun, Origin, Source
from articles.reading.record import Loss, Part, Record
from tests.factories import NOW, make_origin

from .archives import outcomes, run_import, story, write

pytestmark = pytest.mark.django_db
MUCH = Loss(before=10_033, after=8_829, removed={"script": 2})
SOME = Loss(before=1000, after=970)
LITTLE = Loss(before=1000, after=995)


@pytest.fixture
def take(tmp_path):
    """A function that takes a record in as a run does, and returns what became of it."""

    def take(body="<p>清晨六点，江面上的雾还没有散去。</p>", *, loss=MUCH, **fields):
        archive = Archive("archive", tmp_path, (tmp_path,))
        record = Record(
            path="a.md", headline="长江禁渔三年", body=body, loss=loss, **{"published_at": NOW} | fields
        )
        raw = repr(record).encode()
        entry = Entry("a.md", format="front-matter", part=Part(raw=raw), digest=sha256(raw).hexdigest())
        identifier = Identifier(archive)
        decisions = identifier.before_reading([entry])
        identifier.after_reading([each for each in decisions if not each.outcome], [record])
        run = ImportRun.objects.create(origin="archive", started_at=NOW)
        pictures = Pictures(archive, Images(), mode="link", dry_run=False)
        writer = Writer(archive, make_origin("archive"), run, pictures, Taxonomy(), Addresses())
        writer.write(decisions, at=NOW)
        return ImportedRecord.objects.latest("pk")

    return take


def warnings(record):
    return {warning["code"]: warning["detail"] for warning in record.warnings}


def test_a_story_that_lost_much_lands_as_a_draft_and_says_why(take):
    record = take()

    article = Article.objects.get()
    assert (record.outcome, article.status) == ("created", "draft")
    assert article.needs_look == "12 % of its text was lost on the way in"
    assert warnings(record) == {"text-lost": "lost 1,204 of 10,033 characters"}
    assert record.loss == {"removed": {"script": 2}, "before": 10_033, "after": 8_829, "meant": 0}


@pytest.mark.parametrize(
    ("loss", "told"), [(SOME, {"text-lost": "lost 30 of 1,000 characters"}), (LITTLE, {}), (Loss(), {})]
)
def test_a_story_that_lost_little_is_public_and_tells_of_it_from_one_percent_on(take, loss, told):
    record = take(loss=loss)

    article = Article.objects.get()
    assert (article.status, article.needs_look) == ("ready", "")
    assert warnings(record) == told


def test_what_was_left_out_knowingly_is_not_lost(take):
    take(loss=Loss(before=1000, after=800, meant=200))

    assert Article.objects.get().status == "ready"


def test_how_much_may_be_lost_is_the_origins_to_say(take):
    make_origin("archive", most_lost_percent=12)
    take(loss=Loss(before=100, after=88))
    assert Article.objects.get().status == "ready"


def test_a_story_that_may_lose_nothing_and_lost_a_letter_tells_of_it(take):
    make_origin("archive", most_lost_percent=0)
    record = take(loss=Loss(before=100_000, after=99_999))

    assert Article.objects.get().needs_look == "0.1 % of its text was lost on the way in"
    assert warnings(record) == {"text-lost": "lost 1 of 100,000 characters"}


def test_what_its_archive_retired_stays_retired_whatever_it_lost(take):
    take(status="retired")

    article = Article.objects.get()
    assert (article.status, article.needs_look) == ("retired", "12 % of its text was lost on the way in")


def test_an_update_that_would_lose_much_waits_and_readers_see_the_text_before(take):
    take(loss=LITTLE)
    record = take("<p>清晨六点。</p>")

    article, source = Article.objects.get(), Source.objects.get()
    assert record.outcome == "conflict"
    assert record.reason == "its file would lose 12 % of its text: look at it before it is taken"
    assert (article.status, article.needs_look) == ("ready", "")
    assert "江面上的雾" in article.body
    assert source.pending_content["body"] == "<p>清晨六点。</p>"
    assert source.pending_digest and bytes(source.pending_raw)


def test_an_update_that_waits_is_taken_once_its_file_is_whole_again(take):
    take(loss=LITTLE)
    take("<p>清晨六点。</p>")
    record = take("<p>清晨六点，渔村醒了。</p>", loss=LITTLE)

    assert record.outcome == "updated"
    assert Source.objects.get().pending_content is None
    assert Article.objects.get().body == "<p>清晨六点，渔村醒了。</p>"


def test_a_file_that_lost_much_and_says_nothing_new_is_unchanged(take):
    take(loss=LITTLE)
    record = take(loss=Loss(before=100, after=50))

    assert record.outcome == "unchanged"


def test_an_update_of_a_draft_that_needs_a_look_stays_one(take):
    take()
    record = take("<p>清晨六点。</p>", loss=Loss(before=100, after=80))

    article = Article.objects.get()
    assert (record.outcome, article.status, article.body) == ("updated", "draft", "<p>清晨六点。</p>")
    assert article.needs_look == "20 % of its text was lost on the way in"


def test_a_draft_whose_file_comes_whole_needs_no_look_any_more(take):
    take()
    take("<p>清晨六点，渔村醒了。</p>", loss=LITTLE)

    article = Article.objects.get()
    assert (article.status, article.needs_look) == ("ready", "")


def test_a_published_draft_whose_file_says_nothing_new_is_unchanged(take):
    take()
    workflow.publish(Article.objects.get(), by=None, at=NOW)
    record = take(loss=Loss(before=100, after=50))

    assert record.outcome == "unchanged"
    assert Article.objects.get().status == "ready"


def test_what_waits_beside_a_published_draft_never_makes_it_a_draft_again(take):
    take()
    article = Article.objects.get()
    workflow.publish(article, by=None, at=NOW)
    take("<p>清晨六点。</p>")

    base = article.revisions.order_by("number").first().content
    assert Source.objects.get().pending_content["status"] == base["status"] == "draft"


@pytest.mark.parametrize(
    ("status", "lands"),
    [("ready", "draft"), ("review", "review"), ("retired", "retired"), ("draft", "draft")],
)
def test_an_origin_may_ask_for_drafts(take, status, lands):
    make_origin("archive", landing=Origin.Landing.DRAFT)
    record = take(loss=LITTLE, status=status)

    article = Article.objects.get()
    assert (article.status, article.needs_look) == (lands, "")
    is_told = warnings(record) == {"origin-draft": "lands as a draft: so the origin says"}
    assert is_told == (status == "ready")


def test_a_draft_that_its_origin_asked_for_is_not_published_by_its_file(take):
    make_origin("archive", landing=Origin.Landing.DRAFT)
    take(loss=LITTLE)
    record = take("<p>清晨六点。</p>", loss=LITTLE)

    assert record.outcome == "updated"
    assert Article.objects.get().status == "draft"


def test_an_origin_that_asks_for_drafts_leaves_alone_what_was_public_before(take):
    take(loss=LITTLE)
    Origin.objects.update(landing=Origin.Landing.DRAFT)
    take("<p>清晨六点。</p>", loss=LITTLE)

    assert Article.objects.get().status == "ready"


def test_the_run_of_files_lands_as_its_origin_says(tmp_path):
    make_origin("archive", landing=Origin.Landing.DRAFT)
    write(tmp_path, {"a.txt": story()})
    report = run_import(tmp_path)

    assert outcomes(report) == {"a.txt": "created"}
    assert Article.objects.get().status == "draft"
    assert report.warnings["origin-draft"] == 1


# The ending of its headlines


def test_the_origins_ending_is_taken_off_what_comes_in_and_the_whole_headline_kept(tmp_path):
    make_origin("archive", headline_suffix=" - 江河日报")
    write(tmp_path, {"a.txt": story("长江禁渔三年 - 江河日报"), "b.txt": story("江豚回来了")})
    run_import(tmp_path)

    kept = dict(Article.objects.values_list("headline", "extra__title"))
    assert kept == {"长江禁渔三年": "长江禁渔三年 - 江河日报", "江豚回来了": None}


def test_two_files_that_differ_by_the_ending_alone_are_one_story(tmp_path):
    make_origin("archive", headline_suffix=" - 江河日报")
    write(tmp_path, {"a.txt": story("长江禁渔三年 - 江河日报"), "b.txt": story("长江禁渔三年")})

    assert outcomes(run_import(tmp_path)) == {"a.txt": "created", "b.txt": "skipped"}


def test_a_headline_that_is_nothing_but_the_ending_stays(tmp_path):
    make_origin("archive", headline_suffix="江河日报")
    write(tmp_path, {"a.txt": story("江河日报")})
    run_import(tmp_path)

    assert Article.objects.get().headline == "江河日报"
