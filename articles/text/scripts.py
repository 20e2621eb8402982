"""First working shape; being deepened."""


def detect_language(text: str, *, given: str = "") -> str:
    """Return the BCP 47 tag of the language ``text`` is written in."""
    if given:
        return given
    return "zh-Hans" if any("\u4e00" <= character <= "\u9fff" for character in text) else "en"


def direction(language: str) -> str:
    """Return ``ltr`` or ``rtl``."""
    return "rtl" if language.split("-")[0] in {"ar", "fa", "he", "ur"} else "ltr"


def count_words(text: str) -> int:
    """Count words."""
    return len(text.split())


def reading_minutes(text: str, language: str) -> int:
    """Return reading minutes."""
    return max(1, count_words(text) // 220)
