from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from articles.desk import draft_beside, previewing, workflow, working_copies
from articles.models import Article, Event, PreviewLink
from tests.factories import NOW, make_article, make_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def draft(section):
    return make_article(status="draft", categories=[section])


def test_a_link_opens_its_article_until_it_expires(draft, editor):
    link, secret = previewing.share(draft, by=editor, at=NOW, lives=DAY)
    assert previewing.find(secret, at=NOW + DAY - timedelta(seconds=1)).article == draft
    assert previewing.find(secret, at=NOW + DAY) is None


def test_the_secret_is_kept_nowhere(draft, editor):
    link, secret = previewing.share(draft, by=editor, at=NOW)
    assert secret not in str(PreviewLink.objects.values()) + str(Event.objects.values())


def test_a_revoked_link_is_closed_at_once(draft, editor):
    link, secret = previewing.share(draft, by=editor, at=NOW)
    previewing.revoke(link, by=editor, at=NOW)
    assert previewing.find(secret, at=NOW) is None
    assert list(Event.objects.values_list("verb", flat=True)) == ["revoke_preview", "share_preview"]


def test_revoking_twice_is_told_once(draft, editor):
    link, _secret = previewing.share(draft, by=editor, at=NOW)
    previewing.revoke(link, by=editor, at=NOW)
    previewing.revoke(link, by=editor, at=NOW)
    assert Event.objects.filter(verb="revoke_preview").count() == 1


def test_a_link_to_what_is_in_the_trash_is_closed(draft, editor):
    _link, secret = previewing.share(draft, by=editor, at=NOW)
    workflow.trash(draft, by=editor, at=NOW)
    assert previewing.find(secret, at=NOW) is None


@pytest.mark.parametrize("lives", [timedelta(), -DAY, 91 * DAY])
def test_a_link_lives_for_some_days(draft, editor, lives):
    with pytest.raises(ValueError, match="up to 90 days"):
        previewing.share(draft, by=editor, at=NOW, lives=lives)


def test_who_may_not_edit_shares_nothing(draft):
    with pytest.raises(PermissionDenied):
        previewing.share(draft, by=make_user("Writer"), at=NOW)


def test_a_wrong_secret_opens_nothing(draft, editor):
    previewing.share(draft, by=editor, at=NOW)
    assert previewing.find("wrong", at=NOW) is None


def test_a_link_shows_the_draft_beside_else_what_is_saved(draft, editor):
    link, _secret = previewing.share(draft, by=editor, at=NOW)
    assert previewing.text_behind(link, at=NOW) == {}
    draft_beside.keep(draft, {"headline": "另一个"}, seen=draft.version, by=editor, at=NOW)
    assert previewing.text_behind(link, at=NOW)["headline"] == "另一个"


def test_a_link_to_what_became_public_shows_no_later_draft(draft, editor):
    link, _secret = previewing.share(draft, by=editor, at=NOW - 2 * DAY)
    Article.objects.filter(pk=draft.pk).update(status="ready", published_at=NOW - DAY)
    link.article.refresh_from_db()
    draft_beside.keep(link.article, {"headline": "另一个"}, seen=1, by=editor, at=NOW)
    assert previewing.text_behind(link, at=NOW) is None


def test_a_link_made_beside_a_public_article_shows_the_draft_while_there_is_one(section, editor):
    article = make_article(categories=[section])
    draft_beside.keep(article, {"headline": "另一个"}, seen=1, by=editor, at=NOW)
    link, _secret = previewing.share(article, by=editor, at=NOW)
    assert previewing.text_behind(link, at=NOW)["headline"] == "另一个"
    draft_beside.give_up(article, number=working_copies.beside(article).number, by=editor, at=NOW)
    assert previewing.text_behind(link, at=NOW) is None
