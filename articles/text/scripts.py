"""Languages and their scripts: which a text is in, which way it runs, how long it takes to read."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from .letters import (
    ARABIC_SCRIPT,
    CYRILLIC_SCRIPT,
    LANGUAGE_OF_SCRIPT,
    LANGUAGES,
    LETTERS,
    MISNOMERS,
    RIGHT_TO_LEFT,
    RIGHT_TO_LEFT_SCRIPTS,
    SIMPLIFIED,
    STOP_WORDS,
    TRADITIONAL,
)

Direction = Literal["ltr", "rtl"]

UNDETERMINED = "und"
# Reading speeds of adults reading silently, rounded. Source: M. Brysbaert, "How many words do we read per
# minute?", Journal of Memory and Language 109 (2019).
CHARACTERS_PER_MINUTE = 400
WORDS_PER_MINUTE = 220
SLOWER_WORDS_PER_MINUTE = {"ar": 180}

_EXAMINED_CHARACTERS = 3_000
_IN_SCRIPT = {script: re.compile(f"[{letters}]+") for script, letters in LETTERS.items()}
# One character of these says about as much as three letters do.
_WEIGHT = dict.fromkeys(("Han", "Kana", "Hangul"), 3)
_SPACELESS = ("Thai", "Lao", "Myanmar", "Khmer")
_CHINESE_TAGS = {"hans": "zh-Hans", "cn": "zh-Hans", "sg": "zh-Hans", "my": "zh-Hans"} | dict.fromkeys(
    ("hant", "tw", "hk", "mo"), "zh-Hant"
)
_TAG = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?(?:-[a-z0-9]{1,8})*")
_DENSE_LETTERS = re.compile("[" + LETTERS["Han"] + LETTERS["Kana"] + "]+")
_SPACELESS_LETTERS = re.compile("[" + "".join(LETTERS[name] for name in _SPACELESS) + "]+")
_DASH = re.compile("[—–/…|]")
_BULGARIAN_VOWEL = re.compile("ъ(?![еёюя])")
_ONLY_RUSSIAN = re.compile("[ыэё]")

_SHARE_OF_LETTERS = 0.015
_SHARE_OF_STOP_WORDS = 0.08
_SHARE_OF_KANA = 0.08


def detect_language(text: str, *, given: str = "") -> str:
    """Return the BCP 47 tag of the language that ``text`` is in; ``und`` where nothing tells.

    ``given`` is what the source claims; if that is a language it wins, in its usual spelling: ``en_us`` is
    ``en-US``. Chinese is told by its script, ``zh-Hans`` or ``zh-Hant``. Only the start of the text is read.
    """
    claimed = normalize_tag(given)
    if claimed and claimed != "zh":
        return claimed
    sample = text[:_EXAMINED_CHARACTERS]
    return _chinese(sample) if claimed else _detected(sample)


def normalize_tag(given: str) -> str:
    """Return ``given`` as a BCP 47 tag: ``zh`` for Chinese of no named form, ``""`` for no language."""
    spelled = re.split(r"[.@]", given.strip().lower().replace("_", "-"))[0]
    found = _TAG.fullmatch(MISNOMERS.get(spelled, spelled))
    if not found or found[1] not in LANGUAGES:
        return ""
    language, script, region = found.groups(default="")
    if language == "zh":
        return _CHINESE_TAGS.get(script) or _CHINESE_TAGS.get(region, "zh")
    return "-".join(filter(None, (language, script.title(), region.upper())))


def direction(language: str) -> Direction:
    """Return which way ``language`` (a BCP 47 tag) runs; a script in the tag outweighs the language."""
    primary, *rest = language.replace("_", "-").split("-")
    script = next((subtag.title() for subtag in rest if len(subtag) == 4), "")
    if script:
        return "rtl" if script in RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if primary.lower() in RIGHT_TO_LEFT else "ltr"


def count_words(text: str) -> int:
    """Return the number of words in ``text``, where scripts without spaces are estimated.

    A Han character or kana counts as one, as Chinese and Japanese newsrooms count; four Thai, Lao, Burmese or
    Khmer letters as one word; anything else is a word where spaces or dashes part it.
    """
    dense, spaceless, rest = _by_kind(text)
    return dense + -(-spaceless // 4) + rest


def reading_minutes(text: str, language: str) -> int:
    """Return the minutes an adult takes to read ``text``: 0 if it has no words, else at least 1."""
    dense, spaceless, rest = _by_kind(text)
    if not dense + spaceless + rest:
        return 0
    pace = SLOWER_WORDS_PER_MINUTE.get(language.split("-")[0], WORDS_PER_MINUTE)
    return max(1, round(dense / CHARACTERS_PER_MINUTE + (spaceless / 4 + rest) / pace))


def _detected(text: str) -> str:
    letters = {script: len("".join(pattern.findall(text))) for script, pattern in _IN_SCRIPT.items()}
    script = max(letters, key=lambda name: letters[name] * _WEIGHT.get(name, 1))
    if not letters[script]:
        return UNDETERMINED
    if script in LANGUAGE_OF_SCRIPT:
        return LANGUAGE_OF_SCRIPT[script]
    if script in ("Han", "Kana"):
        return _chinese_or_japanese(text, letters)
    return {"Arabic": _arabic, "Cyrillic": _cyrillic, "Latin": _latin}[script](text)


def _chinese_or_japanese(text: str, letters: Mapping[str, int]) -> str:
    # A few kana are a Japanese name in a Chinese story.
    if letters["Kana"] > _SHARE_OF_KANA * (letters["Kana"] + letters["Han"]):
        return "ja"
    return _chinese(text)


def _chinese(text: str) -> str:
    return "zh-Hant" if _count(text, TRADITIONAL) > _count(text, SIMPLIFIED) else "zh-Hans"


def _arabic(text: str) -> str:
    return _by_own_letters(text, ARABIC_SCRIPT) or "ar"


def _cyrillic(text: str) -> str:
    lower = text.lower()
    own = _by_own_letters(lower, CYRILLIC_SCRIPT)
    if own:
        return own
    is_bulgarian = _BULGARIAN_VOWEL.search(lower) and not _ONLY_RUSSIAN.search(lower)
    return "bg" if is_bulgarian else "ru"


def _by_own_letters(text: str, own_letters: Mapping[str, str]) -> str:
    enough = _SHARE_OF_LETTERS * sum(character.isalpha() for character in text)
    return next((language for language, own in own_letters.items() if _count(text, own) > enough), "")


def _latin(text: str) -> str:
    words = re.findall(r"[^\W\d_]+", text.lower())
    scores = {language: sum(word in common for word in words) for language, common in STOP_WORDS.items()}
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] >= max(1, _SHARE_OF_STOP_WORDS * len(words)) else UNDETERMINED


def _count(text: str, characters: str) -> int:
    return len(re.findall(f"[{characters}]", text))


# One text is asked for its words and for its minutes in turn.
@lru_cache(maxsize=2)
def _by_kind(text: str) -> tuple[int, int, int]:
    """Count Han characters and kana, letters of scripts without spaces, and words of all other scripts."""
    dense, without_dense = _taken_out(_DENSE_LETTERS, text)
    spaceless, spaced = _taken_out(_SPACELESS_LETTERS, without_dense)
    tokens = _DASH.sub(" ", spaced).split()
    return dense, spaceless, sum(any(map(str.isalnum, token)) for token in tokens)


def _taken_out(letters: re.Pattern[str], text: str) -> tuple[int, str]:
    """Return how many characters are such letters, and the text with a space for each run of them."""
    rest = letters.split(text)
    return len(text) - sum(map(len, rest)), " ".join(rest)
