"""What is proposed, field by field."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.desk import contents, proposals
from articles.desk.proposals import Choice, How, Side, Undecided
from tests.factories import NOW, make_article, make_image, make_image_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def base():
    return contents.of(make_article(tags=["长江"]))


def difference(base, *, ours=None, theirs=None):
    (found,) = proposals.between(base, base | (ours or {}), base | (theirs or {}))
    return found


def test_texts_that_are_the_same_everywhere_are_no_difference(base):
    assert proposals.between(base, dict(base), dict(base)) == ()


@pytest.mark.parametrize(
    ("ours", "theirs", "how", "proposed"),
    [
        ({"headline": "渔村"}, {}, How.OURS, "渔村"),
        ({}, {"headline": "江豚"}, How.THEIRS, "江豚"),
        ({"headline": "江豚"}, {"headline": "江豚"}, How.SAME, "江豚"),
        ({"headline": "渔村"}, {"headline": "江豚"}, How.CONFLICT, "渔村"),
    ],
)
def test_a_field_follows_the_side_that_changed_it(base, ours, theirs, how, proposed):
    found = difference(base, ours=ours, theirs=theirs)
    assert (found.name, found.how, found.proposed) == ("headline", how, {"headline": proposed})


def test_tags_and_categories_merge_as_sets(base):
    base = base | {"tags": ["长江", "禁渔"]}
    found = difference(base, ours={"tags": ["长江", "生态"]}, theirs={"tags": ["禁渔", "长江", "江豚"]})
    assert (found.how, sorted(found.proposed["tags"])) == (How.MERGED, ["江豚", "生态", "长江"])


def test_tags_that_differ_in_case_alone_are_no_difference(base):
    assert (
        proposals.between(
            base | {"tags": ["Big River"]}, base | {"tags": ["big river"]}, base | {"tags": ["BIG river"]}
        )
        == ()
    )


def test_corrections_of_both_sides_stand(base):
    said = ["correction", "更正日期。", NOW.isoformat()]
    told = ["update", "补充。", "2026-03-02T16:00:00+08:00"]
    found = difference(base, ours={"corrections": [said]}, theirs={"corrections": [told]})
    assert found.how == How.MERGED
    assert sorted(found.proposed["corrections"]) == [said, ["update", "补充。", NOW.isoformat()]]


def test_one_moment_said_in_two_zones_is_no_difference(base):
    theirs = base | {"published_at": "2026-03-02T15:00:00+08:00"}
    assert base["published_at"] == "2026-03-02T07:00:00+00:00"
    assert proposals.between(base, base, theirs) == ()


def test_the_later_moment_of_modification_stands(base):
    earlier, later = NOW.isoformat(), "2026-03-03T00:00:00+00:00"
    found = difference(base, ours={"modified_at": later}, theirs={"modified_at": earlier})
    assert (found.how, found.proposed) == (How.MERGED, {"modified_at": later})


def test_a_date_typed_by_hand_is_the_desks_own(base):
    found = difference(base, ours={"date_precision": "day"}, theirs={"published_at": NOW.isoformat()})
    decided = found.decided(Choice(Side.BY_HAND, by_hand={"published_at": NOW.isoformat()}))
    assert (decided["date_origin"], decided["date_precision"]) == ("desk", "second")


def test_a_picture_fetched_meanwhile_is_the_same_picture(base):
    source, image = make_image_source(), make_image()
    waiting = {"lead_image_id": None, "lead_image_source_id": source.pk}
    source.image = image
    source.save()
    kept = {"lead_image_id": image.pk, "lead_image_source_id": None}
    assert proposals.between(base | waiting, base | waiting, base | kept) == ()


def test_an_older_base_that_lacks_a_key_is_no_base_for_it_alone(base):
    older = {name: value for name, value in base.items() if name not in ("corrections", "date_precision")}
    said = {"corrections": [["correction", "更正日期。", NOW.isoformat()]]}
    found = proposals.between(older, base | said, base | {"date_precision": "day"})
    assert [(each.name, each.how) for each in found] == [
        ("published_at", How.THEIRS),
        ("corrections", How.CONFLICT),
    ]


def test_without_a_base_every_difference_is_to_decide(base):
    found = proposals.between(None, base, base | {"headline": "江豚", "tags": ["江豚"], "language": "ar"})
    assert {each.name: (each.how, each.suggested) for each in found} == {
        "headline": (How.CONFLICT, None),
        "tags": (How.CONFLICT, None),
        "language": (How.CONFLICT, None),
    }
    assert [each.proposed["tags"] for each in found if each.name == "tags"] == [["江豚", "长江"]]


def test_status_and_slug_are_never_proposed(base):
    assert proposals.between(base, base, base | {"status": "retired", "slug": "elsewhere"}) == ()


# The body

FOG, PIER, FISH = "<p>雾还没有散去。</p>", "<p>老渔民在等船。</p>", "<p>鱼正在回来。</p>"


def body(base, ours, theirs):
    return difference(
        base | {"body": "".join((FOG, PIER, FISH))}, ours={"body": ours}, theirs={"body": theirs}
    )


def test_paragraphs_that_do_not_overlap_merge_by_themselves(base):
    found = body(base, FOG.replace("雾", "大雾") + PIER + FISH, FOG + PIER + FISH.replace("鱼", "江豚"))
    assert (found.how, found.suggested) == (How.MERGED, Side.MERGED)
    assert found.decided(Choice(Side.MERGED)) == {
        "body": "<p>大雾还没有散去。</p>\n<p>老渔民在等船。</p>\n<p>江豚正在回来。</p>"
    }


def test_a_paragraph_that_both_changed_has_to_be_decided(base):
    found = body(base, FOG + PIER.replace("老", "女") + FISH, FOG + PIER.replace("老", "小") + FISH)
    with pytest.raises(Undecided, match="body"):
        found.decided(Choice(Side.MERGED))
    place = [str(piece.kind) for piece in found.pieces].index("conflict")
    decided = found.decided(Choice(Side.MERGED, pieces={place: "<p>都在等船。</p><script>alert(1)</script>"}))
    assert decided == {"body": "<p>雾还没有散去。</p>\n<p>都在等船。</p>\n<p>鱼正在回来。</p>"}


def test_a_paragraph_may_be_left_out(base):
    found = body(base, FOG + PIER.replace("老", "女") + FISH, FOG + FISH)
    place = [str(piece.kind) for piece in found.pieces].index("conflict")
    assert found.decided(Choice(Side.MERGED, pieces={place: ""})) == {"body": f"{FOG}\n{FISH}"}


def test_a_side_that_cannot_be_chosen_decides_nothing(base):
    found = difference(base, theirs={"comments_open": True})
    with pytest.raises(Undecided):
        found.decided(Choice(Side.BY_HAND, by_hand={"comments_open": True}))


NAMES = st.lists(st.sampled_from(["长江", "禁渔", "江豚", "Big River", "big river"]), max_size=4)


@given(NAMES, NAMES, NAMES)
@settings(max_examples=60)
def test_a_set_is_in_if_a_side_added_it_and_out_if_a_side_took_it_away(was, here, there):
    texts = [{"tags": names, "headline": "渔村"} for names in (was, here, there)]
    fold = [{name.casefold() for name in names} for names in (was, here, there)]
    wanted = (fold[1] & fold[2]) | (fold[1] - fold[0]) | (fold[2] - fold[0])
    for found in proposals.between(*texts):
        assert {name.casefold() for name in found.proposed["tags"]} == wanted
