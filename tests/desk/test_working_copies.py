from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from articles.desk import working_copies
from articles.models import Article, WorkingCopy
from tests.factories import NOW, make_article, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_user("Writer")


@pytest.fixture
def draft(writer):
    return make_article(status="draft", created_by=writer)


def keep(article, by, *, number=0, key="", **content):
    return working_copies.keep_typing(
        article, content, seen=article and article.version, number=number, by=by, at=NOW, key=key
    )


def test_typing_is_kept_beside_the_article_which_says_what_it_said(draft, writer):
    keep(draft, writer, headline="打到一半")
    assert working_copies.typing_of(draft, writer).content == {"headline": "打到一半"}
    assert Article.objects.get().headline == draft.headline


def test_typing_leaves_no_version_and_no_event(draft, writer):
    keep(draft, writer, headline="打到一半")
    assert not draft.revisions.exists() and not draft.events.exists()


def test_newer_typing_takes_the_place_of_older(draft, writer):
    first = keep(draft, writer, headline="一")
    second = keep(draft, writer, number=first.number, headline="一二")
    assert (WorkingCopy.objects.count(), second.number) == (1, first.number + 1)


def test_an_older_window_does_not_write_over_a_newer_one(draft, writer):
    keep(draft, writer, headline="新窗口")
    with pytest.raises(working_copies.Overtaken) as overtaken:
        keep(draft, writer, headline="旧窗口")
    assert overtaken.value.newer.content == {"headline": "新窗口"}


def test_the_same_typing_sent_again_is_no_newer_window(draft, writer):
    first = keep(draft, writer, headline="重发")
    assert keep(draft, writer, headline="重发").number == first.number + 1


def test_an_older_window_does_not_write_over_what_was_begun_anew_after_a_saving(draft, writer):
    older = keep(draft, writer, headline="旧窗口")
    working_copies.forget_typing(draft, writer)
    later = NOW + timedelta(seconds=2)
    working_copies.keep_typing(draft, {"headline": "新窗口"}, seen=1, number=0, by=writer, at=later)
    with pytest.raises(working_copies.Overtaken):
        keep(draft, writer, number=older.number, headline="旧窗口又写")


def test_only_the_copy_that_was_meant_is_forgotten(draft, writer):
    first = keep(draft, writer, headline="一")
    keep(draft, writer, number=first.number, headline="一二")
    working_copies.forget_typing(draft, writer, number=first.number)
    assert working_copies.typing_of(draft, writer).content == {"headline": "一二"}


def test_an_article_that_is_not_stored_yet_is_known_by_its_key(writer):
    keep(None, writer, key="k1", headline="全新")
    keep(None, writer, key="k2", headline="另一篇")
    assert working_copies.typing_of(None, writer, key="k1").content == {"headline": "全新"}
    working_copies.forget_typing(None, writer, key="k1")
    assert WorkingCopy.objects.get().key == "k2"


def test_everyone_has_typing_of_their_own_and_sees_that_of_others(draft, writer):
    chief = make_user("Chief")
    keep(draft, writer, headline="甲")
    keep(draft, chief, headline="乙")
    assert [copy.by for copy in working_copies.typing_of_others(draft, chief)] == [writer]


def test_who_may_not_edit_keeps_nothing(draft):
    with pytest.raises(PermissionDenied):
        keep(draft, make_user("Writer"), headline="x")


def test_a_copy_that_says_what_its_article_says_differs_in_nothing(draft, writer):
    same = keep(draft, writer, headline=draft.headline, body=draft.body)
    assert not working_copies.differs(same)
    assert working_copies.differs(keep(draft, writer, number=same.number, headline="别的"))


def test_typing_that_nobody_came_back_to_is_forgotten(draft, writer):
    keep(draft, writer, headline="旧")
    assert working_copies.old(NOW + timedelta(days=89)).count() == 0
    assert working_copies.old(NOW + timedelta(days=91)).count() == 1
