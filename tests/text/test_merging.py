import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.text import merging
from articles.text.merging import Kind, blocks, join, merge
from tests.admin.every_element import EVERY_ELEMENT

FOG, PIER, FISH, SPRING = (
    "<p>雾还没有散去。</p>",
    "<p>老渔民在等船。</p>",
    "<p>鱼正在回来。</p>",
    "<p>春天到了。</p>",
)
BASE = "\n".join([FOG, PIER, FISH])


def kinds(pieces):
    return [str(piece.kind) for piece in pieces]


def merged(pieces):
    return join([piece.merged for piece in pieces])


# What a block is


def test_a_body_is_cut_at_its_top_and_nowhere_else():
    html = f"{FOG}<ul><li>一</li><li>二</li></ul>\n<blockquote>{PIER}{FISH}</blockquote><hr>"
    found = [FOG, "<ul><li>一</li><li>二</li></ul>", f"<blockquote>{PIER}{FISH}</blockquote>", "<hr>"]
    assert list(blocks(html)) == found


def test_loose_text_between_blocks_is_one_block():
    assert blocks(f" 江上 <em>有</em>雾。<br> {FOG}\n船") == ("江上 <em>有</em>雾。<br>", FOG, "船")


def test_blocks_are_what_they_were_to_the_byte():
    assert "".join("".join(blocks(EVERY_ELEMENT)).split()) == "".join(EVERY_ELEMENT.split())


def test_a_body_too_complex_to_be_read_is_one_block():
    tangle = "<p>" * 30_000
    assert blocks(tangle) == (tangle,)


# What becomes of changes


def test_changes_of_different_paragraphs_merge_by_themselves():
    ours, theirs = BASE.replace("雾", "大雾"), BASE.replace("鱼", "江豚")
    pieces = merge(BASE, ours, theirs)
    assert kinds(pieces) == ["ours", "unchanged", "theirs"]
    assert merged(pieces) == BASE.replace("雾", "大雾").replace("鱼", "江豚")


def test_changes_of_neighbouring_paragraphs_merge_by_themselves():
    ours, theirs = BASE.replace("雾", "大雾"), BASE.replace("渔民", "船工")
    assert kinds(merge(BASE, ours, theirs)) == ["ours", "theirs", "unchanged"]


def test_of_paragraphs_rewritten_in_a_row_only_the_common_one_is_a_conflict():
    ours = BASE.replace("雾", "大雾").replace("渔民", "船工").replace("鱼", "江豚")
    pieces = merge(BASE, ours, BASE.replace("渔民", "女人"))
    assert kinds(pieces) == ["ours", "conflict", "ours"]


def test_two_changes_of_one_paragraph_are_a_conflict_and_ours_stands_until_then():
    ours, theirs = BASE.replace("雾", "大雾"), BASE.replace("雾", "烟")
    pieces = merge(BASE, ours, theirs)
    assert kinds(pieces) == ["conflict", "unchanged"]
    assert (pieces[0].base, pieces[0].theirs) == ((FOG,), (FOG.replace("雾", "烟"),))
    assert merged(pieces) == ours


def test_the_same_change_on_both_sides_is_none_to_decide():
    changed = BASE.replace("雾", "大雾")
    assert kinds(merge(BASE, changed, changed)) == ["same", "unchanged"]


def test_a_paragraph_changed_here_and_deleted_there_is_a_conflict():
    pieces = merge(BASE, BASE.replace("渔民", "船工"), f"{FOG}\n{FISH}")
    assert kinds(pieces) == ["unchanged", "conflict", "unchanged"]
    assert pieces[1].theirs == ()


def test_additions_at_one_place_are_a_conflict():
    ours, theirs = f"{BASE}\n{SPRING}", f"{BASE}\n<p>秋天到了。</p>"
    assert kinds(merge(BASE, ours, theirs)) == ["unchanged", "conflict"]


def test_an_addition_beside_a_paragraph_that_grew_into_two_is_a_conflict():
    ours = f"{FOG}\n{PIER}\n<p>一</p>\n{FISH}"
    theirs = f"{FOG}\n<p>二</p>\n<p>三</p>\n{FISH}"
    assert kinds(merge(BASE, ours, theirs)) == ["unchanged", "conflict", "unchanged"]


def test_an_addition_beside_a_changed_paragraph_merges_by_itself():
    ours, theirs = f"{FOG}\n{SPRING}\n{PIER}\n{FISH}", BASE.replace("渔民", "船工")
    pieces = merge(BASE, ours, theirs)
    assert kinds(pieces) == ["unchanged", "ours", "theirs", "unchanged"]
    assert merged(pieces) == f"{FOG}\n{SPRING}\n{PIER.replace('渔民', '船工')}\n{FISH}"


def test_white_space_of_an_editors_surface_is_no_change():
    table = "<table><tbody>\n<tr>\n<td>甲</td>\n</tr></tbody></table>"
    assert kinds(merge(f"{FOG}{table}", f"{FOG}\n\n{''.join(table.split())}", f"{FOG} {table}")) == [
        "unchanged"
    ]


def test_white_space_around_what_is_quoted_is_no_change():
    quoted = "<blockquote>\n<p>早一个星期的冬天。</p>\n</blockquote>"
    assert kinds(merge(quoted, "<blockquote><p>早一个星期的冬天。</p></blockquote>", quoted)) == ["unchanged"]


def test_white_space_within_code_is_a_change():
    code = "<pre>a  b</pre>"
    assert kinds(merge(code, code.replace("  ", " "), code)) == ["ours"]


def test_without_a_base_every_difference_is_a_conflict():
    pieces = merge(None, BASE, f"{BASE.replace('渔民', '船工')}\n{SPRING}")
    assert kinds(pieces) == ["same", "conflict", "same", "conflict"]
    assert pieces[-1].theirs == (SPRING,)


# Whatever the texts

SOME_BLOCKS = st.sampled_from(
    [FOG, PIER, FISH, SPRING, "<hr>", "<ul><li>一</li></ul>", "<p>a</p>", "<p>b</p>"]
)
BODIES = st.lists(SOME_BLOCKS, max_size=12).map("\n".join)


@given(BODIES, BODIES)
def test_what_one_side_alone_changed_is_taken(base, changed):
    assert merged(merge(base, base, changed)) == changed
    assert merged(merge(base, changed, base)) == changed
    assert merged(merge(base, changed, changed)) == changed


@given(BODIES, BODIES, BODIES)
def test_no_block_of_any_side_is_lost(base, ours, theirs):
    pieces = merge(base, ours, theirs)
    assert join([piece.base for piece in pieces]) == base
    assert join([piece.ours for piece in pieces]) == ours
    assert join([piece.theirs for piece in pieces]) == theirs
    compared = merge(None, ours, theirs)
    assert join([piece.ours for piece in compared]) == ours
    assert join([piece.theirs for piece in compared]) == theirs


@given(BODIES, BODIES, BODIES)
def test_the_sides_may_change_places(base, ours, theirs):
    swapped = {Kind.OURS: Kind.THEIRS, Kind.THEIRS: Kind.OURS}
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert [(swapped.get(piece.kind, piece.kind), piece.ours, piece.theirs) for piece in one] == [
        (piece.kind, piece.theirs, piece.ours) for piece in other
    ]


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=200))
@settings(max_examples=50)
def test_any_text_at_all_is_taken(base, ours, theirs):
    assert merged(merge(base, ours, ours)) == merged(merge(None, ours, ours))
    merge(base, ours, theirs)


@pytest.mark.parametrize(
    "base",
    [
        "".join(f"<p>{number}</p>" for number in range(merging.MOST_BLOCKS + 1)),
        "<p>甲</p><p>乙</p>" * 500,
    ],
)
def test_what_would_take_long_is_one_conflict(base):
    pieces = merge(base, base + SPRING, FOG + base)
    assert kinds(pieces) == ["conflict"]
    assert kinds(merge(base, base, FOG + base)) == ["theirs"]
