import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import slugs


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("俄罗斯对美国就其安全要求的回应感到失望", "俄罗斯对美国就其安全要求的回应感到失望"),
        ("日本政府、新方針を発表", "日本政府-新方針を発表"),
        ("خيبة أمل روسية: الرد الأمريكي", "خيبة-أمل-روسية-الرد-الأمريكي"),
        ("مُحَمَّد الكتـــاب", "محمد-الكتاب"),
        ("می\u200cخواهم بروم", "میخواهم-بروم"),
        ("संसद ने नया बजट पारित किया", "संसद-ने-नया-बजट-पारित-किया"),
        ("รัฐสภาอนุมัติงบประมาณ", "รัฐสภาอนุมัติงบประมาณ"),
        ("Russia’s “response” — don't panic!", "russias-response-dont-panic"),
        ("L’économie française", "l-économie-française"),
        ("Cafe\u0301 Straße", "café-straße"),
        ("İstanbul", "istanbul"),
        ("ΝΕΟΣ ΛΟΓΟΣ", "νεος-λογος"),
        ("ｆｕｌｌ　ｗｉｄｔｈ １２", "full-width-12"),
        ("snake_case/and\\more", "snake-case-and-more"),
        ("\u202eevil\u200b\ufeff", "evil"),
        ("z\u0310\u0311alg\u0312o", "zalgo"),
        ("--- 5 % ---", "5"),
        ("\u093fनया", "नया"),
        ("…", ""),
        ("🎉", ""),
        ("", ""),
    ],
)
def test_slug_keeps_the_script_of_the_headline(headline, slug):
    assert slugs.slugify(headline) == slug


def test_long_slug_ends_at_a_word():
    headline = "Parliament approves the new budget after a night of talks"
    assert slugs.slugify(headline, max_length=30) == "parliament-approves-the-new"


def test_long_slug_that_fits_to_the_letter_keeps_its_last_word():
    assert slugs.slugify("parliament approves it", max_length=19) == "parliament-approves"


def test_long_word_is_cut_where_no_hyphen_is_near():
    assert slugs.slugify("俄罗斯" * 50, max_length=10) == "俄罗斯俄罗斯俄罗斯俄"


def test_letter_is_never_cut_from_its_marks():
    assert slugs.slugify("हि" * 20, max_length=9) == "हि" * 4


def test_slug_fits_a_folder_name():
    assert len(slugs.slugify("俄" * 100).encode()) <= slugs.MAX_BYTES


@given(st.text(), st.integers(min_value=1, max_value=120))
def test_slug_is_settled_and_holds_nothing_but_letters_marks_digits_and_hyphens(headline, max_length):
    slug = slugs.slugify(headline, max_length=max_length)
    assert slugs.slugify(slug, max_length=max_length) == slug
    assert len(slug) <= max_length
    assert all(character == "-" or unicodedata.category(character)[0] in "LMN" for character in slug)
    assert not slug.startswith("-") and not slug.endswith("-") and "--" not in slug


@pytest.mark.parametrize(
    ("slug", "number", "max_length", "variant"),
    [
        ("budget-passes", 2, 100, "budget-passes-2"),
        ("budget-passes", 12, 13, "budget-12"),
        ("俄" * 80, 2, 100, "俄" * 79 + "-2"),
    ],
)
def test_variant_keeps_its_number_within_the_limit(slug, number, max_length, variant):
    assert slugs.slug_variant(slug, number, max_length=max_length) == variant
