"""The last steps of every reader: the body repaired and sanitized, and what its words then show."""

import re
from collections.abc import Callable

from selectolax.lexbor import LexborNode

from ...text import sanitizer, scripts, visible_characters
from ...text.letters import ARABIC_SCRIPT, CYRILLIC_SCRIPT, LANGUAGE_OF_SCRIPT, STOP_WORDS
from ...text.tree import body_of
from .. import fields, headlines
from ..addresses import NO_PICTURE, resolved_link
from ..record import Loss, Record, Warning
from ..refusals import Refused
from . import pictures, unclosed
from .repair import Surroundings, repair


def finish(
    record: Record,
    html: str,
    *,
    base: str = "",
    is_in_archive: bool = False,
    language: str = "",
    usual_language: str = "",
) -> None:
    """Give ``record`` its body out of ``html``, and its pictures, language and whatever the body decides.

    The record's headline, lead picture, standfirst and source address count as stated: the body's own come after
    them. ``base``: the address that relative pictures and links resolve against, by default the source address;
    ``is_in_archive``: relative pictures lie beside the record's file instead.
    ``language`` is what the record says of itself, ``usual_language`` what its archive says of all its records.
    Raises Refused without any headline or over a limit, TooComplex for a body beyond the sanitizer.
    """
    base = base or record.source_url
    around = Surroundings(
        path=record.path, headline=record.headline, source_url=base, lead=record.lead_picture
    )
    whole, code = unclosed.closed(html, record.warnings)
    repaired = repair(whole if is_in_archive else _with_whole_addresses(whole, base), around)
    record.warnings += repaired.warnings
    record.lead_picture = repaired.lead
    record.standfirst = record.standfirst or repaired.standfirst
    _put_headline(record, repaired.headline)
    cleaned = _put_body(record, repaired.html)
    record.loss = Loss(
        removed=cleaned.removed,
        before=visible_characters.count(html),
        after=visible_characters.count(record.body),
        meant=repaired.meant + code,
    )
    record.language = _language(record, language, usual_language)


def _put_headline(record: Record, headline: str) -> None:
    if not headline:
        raise Refused("no headline")
    record.headline = headlines.cut(headline)
    if record.headline != headline:
        record.warnings.append(Warning("headline-cut", f"{len(headline)} characters"))
        record.extra["title"] = headline
    record.site_suffix = headlines.site_suffix(record.headline)


def _put_body(record: Record, html: str) -> sanitizer.Cleaned:
    cleaned = sanitizer.clean(html)
    record.body = cleaned.html
    if cleaned.removed:
        record.warnings.append(Warning("removed-html", cleaned.describe()))
    record.pictures = pictures.listed(record.body)
    return cleaned


PICTURE_TAG = re.compile(r"<(?:img|source)\b", re.I)
CANDIDATE = re.compile(r"(^\s*|,\s+)(\S+)")


def _with_whole_addresses(html: str, base: str) -> str:
    """Return ``html`` with its pictures' addresses resolved: nothing of a remote page lies in the archive."""
    if not base or not PICTURE_TAG.search(html):
        return html
    body = body_of(html)
    for node in body.css("img, source"):
        for name in ("src", *pictures.LAZY_ATTRIBUTES):
            _rewrite(node, name, lambda address: _resolved(address.strip(), base))
        for name in pictures.LAZY_SETS:
            _rewrite(node, name, lambda addresses: _resolved_set(addresses, base))
    return body.inner_html or ""


def _resolved(address: str, base: str) -> str:
    return address if address.lower() in NO_PICTURE else resolved_link(address, base=base)


def _resolved_set(addresses: str, base: str) -> str:
    return CANDIDATE.sub(lambda found: f"{found[1]}{resolved_link(found[2], base=base)}", addresses)


def _rewrite(node: LexborNode, name: str, rewritten: Callable[[str], str]) -> None:
    stated = node.attributes.get(name)
    if stated and (whole := rewritten(stated)) != stated:
        node.attrs[name] = whole


# The languages that are told from each other by their words.
TOLD_APART = frozenset(
    {
        *STOP_WORDS,
        *LANGUAGE_OF_SCRIPT.values(),
        *ARABIC_SCRIPT,
        *CYRILLIC_SCRIPT,
        "zh",
        "ja",
        "ar",
        "ru",
        "bg",
    }
)
# Below so many words a few borrowed ones can make English look like German.
ENOUGH_WORDS = 40


def _language(record: Record, stated: str, usual: str) -> str:
    """Return the language: the record's own statement, else its words', else the archive's.

    Programs state a language for the whole archive that nobody ever set, so that the words weigh more.
    """

    def tag(given: str) -> str:
        return fields.language(given, headline=record.headline, html=record.body)

    if scripts.normalize_tag(stated) or not scripts.normalize_tag(usual):
        return tag(stated)
    found, archive_s = tag(""), tag(usual)
    return found if _is_another(found, archive_s, record.body) else archive_s


def _is_another(found: str, usual: str, html: str) -> bool:
    one, other = found.split("-")[0], usual.split("-")[0]
    if found == scripts.UNDETERMINED or one == other or other not in TOLD_APART:
        return False
    is_same_script = one in STOP_WORDS and other in STOP_WORDS
    return not is_same_script or scripts.count_words(fields.plain(html)) >= ENOUGH_WORDS
