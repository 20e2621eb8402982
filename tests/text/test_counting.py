"""Words and minutes, by the cases to which the writing surface's own counting is held in a browser."""

import json
from pathlib import Path

import pytest

from articles.text import scripts

CASES = json.loads(Path(__file__).with_name("counting.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES)
def test_words_and_minutes_are_counted_as_the_table_says(case):
    text = case["text"] * case.get("repeated", 1)

    assert scripts.count_words(text) == case["words"]
    assert scripts.reading_minutes(text, case["language"]) == case["minutes"]
