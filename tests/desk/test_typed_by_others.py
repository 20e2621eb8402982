from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.desk import draft_beside, meeting, sittings, typed_by_others, working_copies
from articles.models import Article, Revision, WorkingCopy
from tests.factories import NOW, make_user

from .days import BODY, begun, bodies_kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(section):
    return begun(categories=[section], status="draft")


def keep(article, by, *, number=0, seen=1, **content):
    return working_copies.keep_typing(article, content, seen=seen, number=number, by=by, at=NOW)


def test_what_another_typed_is_saved_with_both_names_and_is_no_typing_any_more(article, ana, ben):
    met = typed_by_others.put_in(keep(article, ana, headline="打到一半"), by=ben, at=NOW)
    assert met.is_saved and Article.objects.get().headline == "打到一半"
    version = Revision.objects.get(number=2)
    assert (version.by, version.why) == (ben, "Typed by ana, put in by ben")
    assert not WorkingCopy.objects.exists()


def test_what_was_saved_meanwhile_is_brought_together_with_it(article, ana, ben):
    copy = keep(article, ana, body=BODY.replace("清晨", "拂晓"))
    meeting.save(article, {"body": BODY.replace("黄昏", "日落")}, seen=1, by=ben, at=NOW)
    typed_by_others.put_in(copy, by=ben, at=NOW)
    assert Article.objects.get().body == "<p>拂晓。</p>\n<p>正午。</p>\n<p>日落。</p>"


def test_what_was_typed_into_the_draft_beside_goes_into_the_draft_alone(article, ana, ben):
    draft = draft_beside.keep(article, {"headline": "草稿"}, seen=1, by=ana, at=NOW).beside
    content = draft.content | {"headline": "草稿二", "beside": draft.number}
    typed_by_others.put_in(keep(article, ana, **content), by=ben, at=NOW)
    assert Article.objects.get().headline == article.headline
    assert working_copies.beside(article).content["headline"] == "草稿二"
    assert not WorkingCopy.objects.filter(by=ana).exists()


def test_what_has_to_be_decided_waits_with_both(article, ana, ben):
    copy = keep(article, ana, headline="甲")
    meeting.save(article, {"headline": "乙"}, seen=1, by=ben, at=NOW)
    assert not typed_by_others.put_in(copy, by=ben, at=NOW).is_saved
    assert working_copies.typing_of(article, ana).content == {"headline": "甲"}
    assert working_copies.typing_of(article, ben).content == {"headline": "甲"}


def test_ones_own_typing_comes_first(article, ana, ben):
    keep(article, ben, standfirst="我的")
    copy = keep(article, ana, headline="她的")
    with pytest.raises(typed_by_others.OwnTyping, match="save it or discard it first"):
        typed_by_others.put_in(copy, by=ben, at=NOW)
    assert working_copies.typing_of(article, ben).content == {"standfirst": "我的"}


def test_what_was_typed_after_it_was_looked_at_stays(article, ana, ben):
    looked_at = keep(article, ana, headline="打到一半")
    keep(article, ana, number=looked_at.number, headline="打到一半又多")
    looked_at.refresh_from_db(fields=[])
    typed_by_others.put_in(looked_at, by=ben, at=NOW)
    assert working_copies.typing_of(article, ana).content == {"headline": "打到一半又多"}


def test_who_may_not_edit_puts_nothing_in(article, ana):
    with pytest.raises(PermissionDenied):
        typed_by_others.put_in(keep(article, ana, headline="x"), by=make_user("Writer"), at=NOW)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["ana", "ben"]),
        st.sampled_from(["type", "type", "save", "take over", "open"]),
        st.integers(0, 2),
    ),
    min_size=2,
    max_size=12,
)


class Window:
    """One person's browser window with the article's form."""

    def __init__(self, article, person):
        self.article, self.person, self.at = article, person, NOW
        self.open()

    def open(self, paragraph=0):
        mine = working_copies.typing_of(self.article, self.person)
        article = Article.objects.get()
        self.number, self.seen = (mine.number, mine.seen) if mine else (0, article.version)
        self.body = mine.content["body"] if mine else article.body

    def type(self, paragraph, words):
        blocks = self.body.split("\n")
        blocks[paragraph] = blocks[paragraph].replace("</p>", f"{words}</p>")
        self.body = "\n".join(blocks)
        copy = working_copies.keep_typing(
            self.article, {"body": self.body}, seen=self.seen, number=self.number, by=self.person, at=self.at
        )
        self.number = copy.number

    def save(self):
        meeting.save(self.article, {"body": self.body}, seen=self.seen, by=self.person, at=self.at)
        self.open()

    def take_over(self):
        sittings.take_over(self.article, by=self.person, at=self.at)
        for copy in working_copies.typing_of_others(self.article, self.person):
            try:
                typed_by_others.put_in(copy, by=self.person, at=self.at)
            except typed_by_others.OwnTyping:
                return
            self.open()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_every_text_that_was_told_to_be_kept_is_somewhere(steps, ana, ben):
    """Two people type, save, take over and open anew, in any order."""
    Article.objects.all().delete()
    article = begun(categories=list(ana.sections.all()), status="draft")
    windows = {person.username: Window(article, person) for person in (ana, ben)}
    told = []
    for number, (name, does, paragraph) in enumerate(steps):
        window = windows[name]
        window.at = NOW + timedelta(minutes=number)
        if does == "type":
            window.type(paragraph, f"{name}写下第{number}句。")
            told.append(f"{name}写下第{number}句。")
        else:
            {"save": window.save, "take over": window.take_over, "open": window.open}[does]()
        kept = bodies_kept(article)
        assert all(any(words in body for body in kept) for words in told)
