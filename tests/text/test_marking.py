import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.marking import MOST_TOKENS, marked

TAGS = re.compile("</?(?:ins|del)>")


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("雾还没有散去。", "雾早已散去。", "雾<del>还没有</del><ins>早已</ins>散去。"),
        ("The lamp was lit.", "The old lamp was lit.", "The<ins> old</ins> lamp was lit."),
        ("The keeper left.", "The keepers left.", "The <del>keeper</del><ins>keepers</ins> left."),
        ("يحمل الجمل مئتي كتاب.", "يحمل الجمل مئة كتاب.", "يحمل الجمل <del>مئتي</del><ins>مئة</ins> كتاب."),
        ("كَتَبَ الوَلَدُ", "كَتَبَت الوَلَدُ", "<del>كَتَبَ</del><ins>كَتَبَت</ins> الوَلَدُ"),
        ("", "春天", "<ins>春天</ins>"),
        ("春天", "", "<del>春天</del>"),
        ("春天", "春天", "春天"),
    ],
)
def test_what_changed_is_marked_as_the_script_has_words(before, after, shown):
    assert marked(before, after) == shown


def test_texts_with_little_in_common_are_not_cut_to_shreds():
    assert marked("雾还没有散去。", "鱼正在回来。") == "<del>雾还没有散去。</del><ins>鱼正在回来。</ins>"


def test_markup_in_a_text_is_shown_and_never_meant():
    shown = marked("a <script>x</script> b", "a <script>alert(1)</script> b & c")
    assert TAGS.sub("", shown).count("<") == 0


def test_a_long_text_is_marked_whole():
    before = "江 " * MOST_TOKENS
    assert marked(before, f"{before}河").startswith(f"<del>{before}</del><ins>")


@given(st.text(alphabet="江河 ab<&'.", max_size=40), st.text(alphabet="江河 ab<&'.", max_size=40))
def test_both_texts_can_be_read_off_the_marks(before, after):
    shown = marked(before, after)
    new = TAGS.sub("", re.sub("<del>[^<]*</del>", "", shown))
    old = TAGS.sub("", re.sub("<ins>[^<]*</ins>", "", shown))
    assert (unescape(old), unescape(new)) == (before, after)
