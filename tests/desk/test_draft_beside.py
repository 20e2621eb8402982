"""The draft beside a live article: kept, shared, published and given up."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.desk import conflicts, draft_beside, meeting, revisions, working_copies, writing
from articles.desk.proposals import Choice, Side
from articles.models import Article, Event, Source, WorkingCopy
from tests.factories import NOW, make_article, make_source, make_user

from .days import BODY, PARAGRAPHS, begun, bodies_kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def live(section):
    return begun(categories=[section], headline="渔村")


def keep(article, by, *, seen=1, number=0, **typed):
    return draft_beside.keep(article, typed, seen=seen, number=number, by=by, at=NOW)


def publish(article, by, draft, **typed):
    typed = {name: value for name, value in (draft.content | typed).items() if name != "beside"}
    return draft_beside.publish(article, typed, seen=draft.seen, number=draft.number, by=by, at=NOW)


def body(article):
    return Article.objects.get(pk=article.pk).body


def test_a_draft_leaves_the_live_text_and_its_moment_alone(live, ana):
    before = Article.objects.get()
    kept = keep(live, ana, headline="新版")
    after = Article.objects.get()
    assert kept.beside.content["headline"] == "新版"
    assert (after.headline, after.changed_at, after.body) == (before.headline, before.changed_at, BODY)


def test_each_keeping_is_a_version_and_an_event(live, ana):
    kept = keep(live, ana, headline="新版")
    keep(live, ana, number=kept.beside.number, headline="再改")
    said = [version.content["headline"] for version in live.revisions.all()]
    assert said == ["再改", "新版", "渔村"]
    assert [event.verb for event in Event.objects.all()] == ["keep_beside", "keep_beside"]
    assert draft_beside.kept_last(working_copies.beside(live)).by == ana


def test_the_same_text_kept_again_is_no_other_version(live, ana):
    kept = keep(live, ana, headline="新版")
    keep(live, ana, number=kept.beside.number, headline="新版")
    assert live.revisions.count() == 2


def test_what_the_article_said_is_known_whatever_lay_beside_it(live, ana):
    keep(live, ana, headline="新版")
    meeting.save(live, {"standfirst": "导语"}, seen=2, by=ana, at=NOW)
    live.refresh_from_db()
    assert revisions.said_at(live, 2)["headline"] == "渔村"


def test_a_text_from_before_versions_is_known_once_a_draft_lies_beside_it(section, ana):
    live = make_article(body=BODY, categories=[section])
    kept = keep(live, ana, body=BODY.replace("清晨", "拂晓"))
    meeting.save(live, {"body": BODY.replace("黄昏", "日落")}, seen=1, by=ana, at=NOW)
    assert publish(live, ana, kept.beside).is_saved
    assert body(live) == "<p>拂晓。</p>\n<p>正午。</p>\n<p>日落。</p>"


def test_keeping_a_draft_forgets_the_typing_and_leaves_that_of_others(live, ana, ben):
    for person in (ana, ben):
        working_copies.keep_typing(live, {"headline": "半"}, seen=1, number=0, by=person, at=NOW)
    keep(live, ana, headline="新版")
    assert [copy.by for copy in WorkingCopy.objects.exclude(by=None)] == [ben]


def test_an_article_with_a_draft_beside_is_still_its_files(live, ana):
    source = make_source(article=live, article_version=1)
    keep(live, ana, headline="新版")
    live.refresh_from_db()
    source.refresh_from_db()
    assert source.article_version == live.version
    source.pending_content = revisions.said_at(live, 1) | {"headline": "档案"}
    found = {each.name: each for each in conflicts.proposal(live, source).differences}
    assert found["headline"].base == {"headline": "渔村"}


def test_a_file_that_others_edited_before_stays_edited(live, ana):
    make_source(article=live, article_version=1)
    meeting.save(live, {"standfirst": "导语"}, seen=1, by=ana, at=NOW)
    keep(live, ana, seen=2, headline="新版")
    assert Source.objects.get().article_version == 1


def test_typed_html_is_cleaned(live, ana):
    kept = keep(live, ana, body='<p onclick="steal()">清晨。</p>')
    assert kept.beside.content["body"] == "<p>清晨。</p>"


# Two in the draft


def test_what_two_put_into_the_draft_is_brought_together(live, ana, ben):
    keep(live, ana, body=BODY.replace("清晨", "拂晓"))
    kept = keep(live, ben, body=BODY.replace("黄昏", "日落"))
    assert kept.is_merged
    assert working_copies.beside(live).content["body"] == "<p>拂晓。</p>\n<p>正午。</p>\n<p>日落。</p>"
    assert body(live) == BODY


def test_what_overlaps_in_the_draft_is_asked_and_both_are_kept(live, ana, ben):
    kept = keep(live, ana, body=BODY.replace("清晨", "拂晓")).beside.number
    keep(live, ana, number=kept, body=BODY.replace("清晨", "黎明"))
    met = keep(live, ben, number=kept, body=BODY.replace("清晨", "天亮"))
    assert [each.name for each in met.undecided] == ["body"]
    assert "黎明" in working_copies.beside(live).content["body"]
    typing = working_copies.typing_of(live, ben)
    assert ("天亮" in typing.content["body"], typing.content["beside"]) == (True, kept)


def test_what_was_decided_is_in_the_draft(live, ana, ben):
    keep(live, ana, headline="甲")
    keep(live, ben, headline="乙")
    draft_beside.keep(
        live, {"headline": "乙"}, seen=1, by=ben, at=NOW, choices={"headline": Choice(Side.THEIRS)}, met=2
    )
    assert working_copies.beside(live).content["headline"] == "乙"
    assert Article.objects.get().headline == "渔村"
    assert working_copies.typing_of(live, ben) is None


def test_a_decision_about_another_version_is_refused(live, ana, ben):
    keep(live, ana, headline="甲")
    with pytest.raises(writing.EditConflict):
        draft_beside.keep(live, {"headline": "乙"}, seen=1, by=ben, at=NOW, choices={}, met=1)


def test_a_draft_that_is_gone_is_begun_anew(live, ana, ben):
    draft = keep(live, ana, headline="甲").beside
    draft_beside.give_up(live, number=draft.number, by=ben, at=NOW)
    keep(live, ana, number=draft.number, headline="甲乙")
    assert working_copies.beside(live).content["headline"] == "甲乙"


# Into the article


def test_publishing_puts_the_draft_in_place_with_one_version_and_one_event(live, ana):
    draft = keep(live, ana, headline="新版", body=BODY.replace("正午", "午后")).beside
    versions, events = live.revisions.count(), Event.objects.count()
    assert publish(live, ana, draft).is_saved
    after = Article.objects.get()
    assert (after.headline, after.body) == ("新版", BODY.replace("正午", "午后"))
    assert (live.revisions.count(), Event.objects.count()) == (versions + 1, events + 1)
    assert working_copies.beside(live) is None


def test_what_was_typed_into_the_draft_goes_with_it(live, ana):
    draft = keep(live, ana, headline="新版").beside
    publish(live, ana, draft, standfirst="导语")
    assert (Article.objects.get().headline, Article.objects.get().standfirst) == ("新版", "导语")


def test_a_live_text_that_moved_on_elsewhere_is_brought_together(live, ana, ben):
    draft = keep(live, ana, body=BODY.replace("清晨", "拂晓")).beside
    meeting.save(live, {"body": BODY.replace("黄昏", "日落")}, seen=1, by=ben, at=NOW)
    assert publish(live, ana, draft).is_saved
    assert body(live) == "<p>拂晓。</p>\n<p>正午。</p>\n<p>日落。</p>"


def test_a_live_text_that_moved_on_in_the_same_place_is_asked_and_the_draft_stays(live, ana, ben):
    draft = keep(live, ana, body=BODY.replace("清晨", "拂晓")).beside
    meeting.save(live, {"body": BODY.replace("清晨", "黎明")}, seen=1, by=ben, at=NOW)
    assert [each.name for each in publish(live, ana, draft).undecided] == ["body"]
    assert "黎明" in body(live)
    assert "拂晓" in working_copies.beside(live).content["body"]


def test_what_another_put_into_the_draft_is_not_published_unseen(live, ana, ben):
    draft = keep(live, ana, body=BODY.replace("清晨", "拂晓")).beside
    keep(live, ben, number=draft.number, body=draft.content["body"].replace("黄昏", "日落"))
    done = publish(live, ana, draft, headline="新版")
    assert (done.is_saved, done.beside is not None) == (True, True)
    assert body(live) == BODY
    content = working_copies.beside(live).content
    assert (content["headline"], "日落" in content["body"]) == ("新版", True)


def test_a_draft_that_is_given_up_stays_among_the_versions(live, ana):
    draft = keep(live, ana, headline="新版").beside
    draft_beside.give_up(live, number=draft.number, by=ana, at=NOW)
    assert working_copies.beside(live) is None
    assert live.revisions.first().content["headline"] == "新版"
    assert Event.objects.first().verb == "drop_beside"


def test_a_draft_that_another_went_on_with_is_not_given_up(live, ana, ben):
    draft = keep(live, ana, headline="新版").beside
    keep(live, ben, number=draft.number, headline="再改")
    with pytest.raises(writing.EditConflict):
        draft_beside.give_up(live, number=draft.number, by=ana, at=NOW)


def test_who_may_not_edit_keeps_publishes_and_gives_up_nothing(live, ana):
    writer, draft = make_user("Writer"), keep(live, ana, headline="新版").beside
    refused = [
        lambda: keep(live, writer, headline="x"),
        lambda: publish(live, writer, draft),
        lambda: draft_beside.give_up(live, number=draft.number, by=writer, at=NOW),
    ]
    for attempt in refused:
        with pytest.raises(PermissionDenied):
            attempt()


VERBS = ("save", "keep", "keep", "publish", "give up")
STEPS = st.lists(
    st.tuples(st.sampled_from(["ana", "ben"]), st.sampled_from(VERBS), st.integers(0, 3), st.integers(0, 2)),
    min_size=1,
    max_size=9,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_every_text_that_was_saved_stands_or_is_kept(steps, section, ana, ben):
    """Two people write into the article and the draft beside it, in any order, on forms as old as two steps ago."""
    live = make_article(body="\n".join(f"<p>{name}。</p>" for name in PARAGRAPHS), categories=[section])
    people, opened, saved, waiting = {"ana": ana, "ben": ben}, [], [], {}
    for step, (name, verb, paragraph, age) in enumerate(steps):
        # What the forms show that were opened before each of the last steps: the article, or the draft beside it.
        opened.append((Article.objects.get(pk=live.pk), working_copies.beside(live)))
        seen, draft = opened[max(0, step - age)]
        common = {"by": people[name], "at": NOW + timedelta(minutes=step)}
        if verb == "give up":
            give_up(live, draft, common)
        else:
            text = f"<p>{name}写下第{step}稿。</p>"
            shown = draft.content["body"] if draft and verb != "save" else seen.body
            blocks = shown.split("\n")
            blocks[paragraph % len(blocks)] = text
            if write(verb, live, {"body": "\n".join(blocks)}, seen, draft, common).is_saved:
                saved.append(text)
                waiting.pop(name, None)
            else:
                waiting[name] = text
        texts = kept_texts(live)
        assert all(any(text in kept for kept in texts) for text in [*saved, *waiting.values()])


def give_up(article, draft, common):
    """Give the draft up, where it still is the one that was seen."""
    if draft and (now := working_copies.beside(article)) and now.number == draft.number:
        draft_beside.give_up(article, number=draft.number, **common)


def write(verb, article, typed, seen, draft, common):
    if verb == "save":
        return meeting.save(article, typed, seen=seen.version, **common)
    if draft is None:
        return draft_beside.keep(article, typed, seen=seen.version, **common)
    do = draft_beside.publish if verb == "publish" else draft_beside.keep
    return do(article, typed, seen=draft.seen, number=draft.number, **common)


def kept_texts(article):
    """All that stands or is kept, by its body."""
    return [body(article), *bodies_kept(article)]
