"""What the browser tests expect of pasted text, looked at without a browser."""

from collections import Counter
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from articles.text import sanitizer

CLIPBOARDS = Path(__file__).parents[1] / "browser" / "clipboards"
PROGRAMS = sorted(path.name.removesuffix(".clean.html") for path in CLIPBOARDS.glob("*.clean.html"))
# What lists count by themselves, and what a page does not show.
UNSAID = "head, script, style, [style*='mso-list:'] [style*='Ignore']"


def letters(html):
    tree = LexborHTMLParser(html)
    for node in tree.css(UNSAID):
        node.decompose()
    return Counter("".join(tree.body.text().replace("\u200b", "").split()))


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_is_expected_of_a_clipboard_is_what_an_article_may_hold(program):
    html = (CLIPBOARDS / f"{program}.clean.html").read_text(encoding="utf-8").rstrip("\n")

    assert sanitizer.clean(html).html == html


@pytest.mark.parametrize("program", PROGRAMS)
def test_no_letter_of_a_clipboard_is_lost(program):
    whole = (CLIPBOARDS / f"{program}.html").read_text(encoding="utf-8")
    copied = whole.partition("<!--StartFragment-->")[2].partition("<!--EndFragment-->")[0] or whole
    pasted = (CLIPBOARDS / f"{program}.clean.html").read_text(encoding="utf-8")

    assert letters(copied) - letters(pasted) == Counter()
