"""A header's keys as the newsroom knows them; what nobody asks for is extra."""

import re
from datetime import date, datetime, time
from operator import itemgetter
from typing import Any

from .yaml_text import Value

# For each of our words the keys that state it, the telling ones first; compared without case, "-" and "_".
KEYS = {
    "headline": ("title", "headline"),
    "date": ("date", "pubdate", "publishdate", "publishedat", "publishedon", "datepublished", "created"),
    "opening": ("publishdate",),
    "modified": (
        "updated",
        "lastmod",
        "modified",
        "lastmodified",
        "lastmodifiedat",
        "updatedat",
        "updateddate",
        "modifiedat",
    ),
    "retire": ("expirydate", "expires", "expiry", "unpublishdate", "retireat"),
    "embargo": ("embargo", "embargountil"),
    "categories": ("categories", "category"),
    "tags": ("tags", "keywords", "tag"),
    "byline": ("authors", "author", "byline"),
    "lead": (
        *("headimg", "thumbnail", "cover", "image", "featuredimage", "featureimage", "banner", "teaser"),
        *("overlayimage", "headerimg", "headerimage", "featureimg", "featuredimg", "coverimage", "coverimg"),
        *("heroimage", "indeximg", "bannerimg", "ogimage", "images"),
    ),
    "lead_alt": ("imagealt", "coveralt", "headimgalt"),
    "lead_caption": ("imagecaption", "covercaption", "headimgcaption"),
    "lead_credit": ("imagecredit", "covercredit", "headimgcredit"),
    "standfirst": ("standfirst", "description", "excerpt", "subtitle", "summary"),
    "short_headline": ("shortheadline", "shorttitle", "linktitle"),
    "social_title": ("socialtitle", "ogtitle", "twittertitle", "seotitle"),
    "social_description": ("socialdescription", "ogdescription", "twitterdescription", "seodescription"),
    "language": ("lang", "language", "locale"),
    "slug": ("slug",),
    "permalink": ("permalink", "saveas"),
    "aliases": ("aliases", "alias", "redirectfrom"),
    "source": ("url", "link", "from", "source", "original", "sourceurl", "originalurl"),
    "draft": ("draft",),
    "published": ("published",),
    "status": ("status",),
    "comments": ("comments", "comment", "commentsopen"),
    "corrections": ("corrections",),
    "body": ("body", "content", "html"),
}
SEPARATING = re.compile(r"[\s_-]+")
# The same the other way round: for each key the words it states, and how telling it is of each.
WORDS: dict[str, list[tuple[str, int]]] = {}
for _word, _names in KEYS.items():
    for _rank, _name in enumerate(_names):
        WORDS.setdefault(_name, []).append((_word, _rank))


# Where Hugo, Zola and themes of Jekyll keep keys that other archives state by themselves.
NESTED = frozenset({"taxonomies", "params", "extra", "header"})
KNOWN = frozenset(name for names in KEYS.values() for name in names) - frozenset(KEYS["body"])


def _lifted(values: dict[str, Value]) -> dict[str, Value]:
    """Return the values with the keys we know out of ``[taxonomies]`` and ``[params]``, unless they are stated."""
    lifted = dict(values)
    for parent in [key for key in values if key.lower() in NESTED and isinstance(values[key], dict)]:
        inside = dict(values[parent])
        for key in [key for key in inside if _plain(key) in KNOWN and key not in lifted]:
            lifted[key] = inside.pop(key)
        lifted[parent] = inside
        if not inside:
            del lifted[parent]
    return lifted


def _plain(key: str) -> str:
    return key.lower() if key.isalnum() else SEPARATING.sub("", key).lower()


class Header:
    """What a header states, asked by the newsroom's words; each key is answered for once."""

    def __init__(self, values: dict[str, Value]) -> None:
        self._values = _lifted(values)
        self._taken: dict[str, tuple[str, Value]] = {}
        ranked: dict[str, list[tuple[int, str]]] = {}
        for key in self._values:
            for word, rank in WORDS.get(_plain(key), ()):
                ranked.setdefault(word, []).append((rank, key))
        self._keys = {
            word: [key for _, key in sorted(keys, key=itemgetter(0))] for word, keys in ranked.items()
        }

    def stated(self, word: str) -> list[tuple[str, Value]]:
        """Return the keys that state ``word`` and their values, the telling ones first, empty values too."""
        return [(key, self._values[key]) for key in self._keys.get(word, ()) if key in self._values]

    def take(self, word: str) -> Value:
        """Return the first value that states ``word`` and drop it from what is extra; None without one."""
        for key, value in self.stated(word):
            if value not in ("", [], {}):
                self.drop(word, value)
                self._taken[word] = key, value
                return value
            del self._values[key]
        return None

    def take_text(self, word: str) -> str:
        """Return ``take(word)`` where it is a text or a number, an empty text otherwise."""
        value = self.take(word)
        return "" if value is None or isinstance(value, (list, dict)) else str(value).strip()

    def text_of(self, key: str) -> str:
        """Return the text of a key that has no word of ours and stays extra; empty where there is none."""
        value = self._values.get(key)
        return value.strip() if isinstance(value, str) else ""

    def drop(self, word: str, value: Value) -> None:
        """Take every key that states ``word`` by this very value out of what is extra."""
        for key, other in self.stated(word):
            if other == value:
                del self._values[key]

    def key_of(self, word: str) -> str:
        """Return the file's own key that ``take(word)`` gave the value of."""
        return self._taken[word][0] if word in self._taken else word

    def put_back(self, word: str) -> None:
        """Count what ``take(word)`` gave among what is extra after all: nobody could read it."""
        if word in self._taken:
            key, value = self._taken[word]
            self._values[key] = value

    def extra(self) -> dict[str, Any]:
        """Return what nobody took, ready for JSON."""
        return {key: _for_json(value) for key, value in self._values.items()}


def _for_json(value: Value) -> Any:
    if isinstance(value, dict):
        return {key: _for_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_for_json(item) for item in value]
    return value.isoformat() if isinstance(value, (datetime, date, time)) else value
