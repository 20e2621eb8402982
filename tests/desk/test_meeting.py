from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.desk import meeting, revisions, working_copies
from articles.desk.proposals import Choice, Side
from articles.models import Article, Event, Revision, WorkingCopy
from articles.models.redirect import as_asked_for
from tests.factories import NOW, make_article, make_user

from .days import BODY, PARAGRAPHS, begun

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(section):
    return begun(categories=[section], status="draft")


def save(article, by, *, seen=1, **typed):
    return meeting.save(article, typed, seen=seen, by=by, at=NOW)


def test_what_nobody_else_touched_is_saved(article, ana):
    met = save(article, ana, headline="新标题")
    assert (met.is_saved, met.is_merged) == (True, False)
    assert Article.objects.get().headline == "新标题"


def test_paragraphs_that_do_not_overlap_are_merged(article, ana, ben):
    save(article, ana, body=BODY.replace("清晨", "拂晓"))
    met = save(article, ben, body=BODY.replace("黄昏", "日落"))
    assert (met.is_saved, met.is_merged) == (True, True)
    assert Article.objects.get().body == "<p>拂晓。</p>\n<p>正午。</p>\n<p>日落。</p>"


def test_different_fields_are_merged(article, ana, ben):
    save(article, ana, headline="新标题")
    save(article, ben, standfirst="导语")
    saved = Article.objects.get()
    assert (saved.headline, saved.standfirst, saved.body) == ("新标题", "导语", BODY)


def test_what_overlaps_is_asked_and_both_are_kept(article, ana, ben):
    save(article, ana, body=BODY.replace("清晨", "拂晓"))
    met = save(article, ben, body=BODY.replace("清晨", "黎明"))
    assert [each.name for each in met.undecided] == ["body"]
    assert "拂晓" in Article.objects.get().body
    assert "黎明" in working_copies.typing_of(article, ben).content["body"]


def test_what_was_decided_is_saved_and_the_typing_forgotten(article, ana, ben):
    save(article, ana, headline="甲")
    save(article, ben, headline="乙")
    meeting.save(
        article, {"headline": "乙"}, seen=1, by=ben, at=NOW, choices={"headline": Choice(Side.THEIRS)}
    )
    assert Article.objects.get().headline == "乙"
    assert not WorkingCopy.objects.exists()


def test_every_save_leaves_a_version_and_an_event(article, ana):
    save(article, ana, headline="新标题")
    assert list(Revision.objects.values_list("number", "by__username")) == [(2, "ana"), (1, None)]
    assert Event.objects.get().verb == "edit"


def test_typed_html_is_cleaned(article, ana):
    save(article, ana, body='<p onclick="steal()">清晨。</p>')
    assert Article.objects.get().body == "<p>清晨。</p>"


def test_who_may_not_edit_is_refused(article):
    with pytest.raises(PermissionDenied):
        save(article, make_user("Writer"), headline="x")


def test_an_address_that_readers_have_leads_to_the_new_one(section, ana):
    public = make_article(categories=[section])
    revisions.keep(public, by=None, at=NOW, why="")
    before = public.get_absolute_url()
    save(public, ana, slug="新地址")
    public.refresh_from_db()
    assert public.old_addresses.get().old_path == as_asked_for(before)
    assert public.slug == "新地址"


TYPED = st.lists(
    st.tuples(st.sampled_from(["ana", "ben"]), st.integers(0, 3), st.integers(0, 2)), min_size=1, max_size=8
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=TYPED)
def test_every_text_that_was_saved_stands_or_is_kept(steps, ana, ben):
    """Two people open, change a paragraph and save, in any order, on versions as old as two saves ago."""
    start = "\n".join(f"<p>{name}。</p>" for name in PARAGRAPHS)
    article = make_article(body=start, status="draft", headline=f"标题{len(steps)}")
    article.categories.set(ana.sections.all())
    Article.objects.filter(pk=article.pk).update(primary_category=ana.sections.get())
    revisions.keep(article, by=None, at=NOW, why="")
    people = {"ana": ana, "ben": ben}
    typed = []
    for number, (name, paragraph, age) in enumerate(steps):
        article.refresh_from_db()
        seen = max(1, article.version - age)
        base = Revision.objects.get(article=article, number=seen).content["body"].split("\n")
        base[paragraph] = f"<p>{name}写下第{number}稿。</p>"
        typed.append((name, base[paragraph]))
        meeting.save(
            article, {"body": "\n".join(base)}, seen=seen, by=people[name], at=NOW + timedelta(minutes=number)
        )
        kept = [revision.content["body"] for revision in Revision.objects.filter(article=article)]
        waiting = {
            copy.by.username: copy.content["body"] for copy in WorkingCopy.objects.filter(article=article)
        }
        last = dict(typed)
        assert any(typed[-1][1] in body for body in [*kept, *waiting.values()])
        assert all(any(text in body for body in [*kept, waiting.get(who, "")]) for who, text in last.items())
