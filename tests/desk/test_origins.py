from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from articles.desk import contents, origins
from articles.models import Article, Event, Origin, Revision, Source
from tests.factories import (
    NOW,
    make_article,
    make_author,
    make_category,
    make_correction,
    make_origin,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
ENDING = " - 江河日报"


def imported(headline, *, path="a.md", edited=False, source=None, **fields):
    article = make_article(headline=headline, changed_at=NOW, **fields)
    version = article.version - 1 if edited else article.version
    make_source(path, article=article, article_version=version, **source or {})
    return article


def test_saving_is_an_event_that_says_what_changed_and_turns_its_pages_over(chief):
    article, other = imported("渔村"), make_article(changed_at=NOW)
    origin = Origin.objects.get()
    origin.is_ours = True
    origins.save(origin, by=chief, at=LATER)

    event = Event.objects.get()
    assert (event.verb, event.data["thing"], event.data["changed"]) == (
        "save_origin",
        "江河日报",
        {"is_ours": ["False", "True"]},
    )
    assert Article.objects.get(pk=article.pk).changed_at == LATER
    assert Article.objects.get(pk=other.pk).changed_at == NOW


def test_saving_what_did_not_change_is_no_event(chief):
    origins.save(make_origin(), by=chief, at=NOW)
    assert not Event.objects.exists()


def test_what_readers_are_not_told_turns_no_page_over(chief):
    article = imported("渔村")
    origin = Origin.objects.get()
    origin.landing = Origin.Landing.DRAFT
    origins.save(origin, by=chief, at=LATER)
    assert Article.objects.get(pk=article.pk).changed_at == NOW


@pytest.mark.parametrize("role", ["Writer", "Editor"])
def test_origins_are_for_a_chief(role):
    with pytest.raises(PermissionDenied):
        origins.save(make_origin(), by=make_user(role), at=NOW)
    with pytest.raises(PermissionDenied):
        origins.take_ending_off(make_origin(), ENDING, by=make_user(role), at=NOW)


def test_an_ending_taken_off_is_a_version_and_an_event_of_each_article(chief):
    article = imported(
        "渔村的春天" + ENDING,
        categories=[make_category("国际")],
        authors=[make_author()],
        tags=["长江", "江豚"],
    )
    make_correction(article)
    slug = article.slug
    done = origins.take_ending_off(Origin.objects.get(), ENDING, by=chief, at=LATER)

    article.refresh_from_db()
    assert done == origins.Shortened(done=1, left=0)
    assert (article.headline, article.extra["title"]) == ("渔村的春天", "渔村的春天" + ENDING)
    assert (article.version, article.changed_at, article.slug) == (2, LATER, slug)
    revision = Revision.objects.get()
    assert (revision.number, revision.content) == (2, as_stored(contents.of(article)))
    event = Event.objects.get(verb="shorten")
    assert (event.article, event.by, event.data) == (article, chief, {"ending": ENDING})


def as_stored(content):
    return {
        name: [list(each) if isinstance(each, tuple) else each for each in value]
        if isinstance(value, list)
        else value
        for name, value in content.items()
    }


def test_what_comes_in_later_goes_without_the_ending_too(chief):
    imported("渔村" + ENDING)
    origins.take_ending_off(Origin.objects.get(), ENDING, by=chief, at=LATER)
    assert Origin.objects.get().headline_suffix == ENDING


def test_headlines_of_other_origins_and_what_ends_otherwise_stay(chief):
    imported("渔村" + ENDING)
    other = imported("江豚" + ENDING, path="b.md", source={"origin": "别处"})
    plain = imported("禁渔", path="c.md")
    trashed = imported("旧闻" + ENDING, path="d.md", status="trashed")
    origins.take_ending_off(make_origin(), ENDING, by=chief, at=LATER)
    versions = Article.objects.filter(pk__in=[other.pk, plain.pk, trashed.pk]).values_list(
        "version", flat=True
    )
    assert list(versions) == [1, 1, 1]


def test_a_headline_that_is_nothing_but_the_ending_stays(chief):
    imported(ENDING.strip())
    assert origins.take_ending_off(make_origin(), ENDING.strip(), by=chief, at=LATER).done == 0


def test_an_article_whose_newer_file_waits_is_left(chief):
    imported("渔村" + ENDING)
    article = imported("江豚" + ENDING, path="b.md", source={"pending_digest": "1" * 64})
    done = origins.take_ending_off(make_origin(), ENDING, by=chief, at=LATER)
    assert done == origins.Shortened(done=1, left=1)
    assert Article.objects.get(pk=article.pk).headline == "江豚" + ENDING


def test_an_article_that_nobody_edited_is_still_as_imported_and_an_edited_one_is_not(chief):
    as_imported, edited = imported("渔村" + ENDING), imported("江豚" + ENDING, path="b.md", edited=True)
    origins.take_ending_off(make_origin(), ENDING, by=chief, at=LATER)
    versions = dict(Source.objects.values_list("article", "article_version"))
    assert versions == {as_imported.pk: 2, edited.pk: 0}


def test_a_whole_headline_that_was_kept_before_stays_kept(chief):
    article = imported("渔村" + ENDING, extra={"title": "渔村的春天来了" + ENDING})
    origins.take_ending_off(make_origin(), ENDING, by=chief, at=LATER)
    assert Article.objects.get(pk=article.pk).extra == {"title": "渔村的春天来了" + ENDING}


def test_many_headlines_take_a_few_queries_for_each_hundred(chief, django_assert_max_num_queries):
    for number in range(150):
        imported(f"渔村 {number}{ENDING}", path=f"{number}.md")
    with django_assert_max_num_queries(50):
        assert origins.take_ending_off(make_origin(), ENDING, by=chief, at=LATER).done == 150
