"""Articles with a header of YAML, TOML or JSON above their body, as Hexo, Jekyll and Hugo write them."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from ...text import sanitizer
from .. import decoding, dialects, fields, formats, headlines, names, standing
from ..body import source, templates
from ..body.finish import finish
from ..dates import from_file_name
from ..header import loading
from ..header.keys import Header
from ..header.yaml_text import Value
from ..limits import MAX_FILE_BYTES
from ..record import Part, ReadingOptions, Record, Refusal, Warning
from ..refusals import Refused, skipped

DEFAULTS = ReadingOptions()
# By a tag such as these Eleventy collects a site's posts.
COLLECTIONS = frozenset({"post", "posts"})
ELEVENTY_LAYOUTS = (".njk", ".webc", ".11ty.js", ".liquid")
LISTING = re.compile(
    r"\{%-?\s*(?:for\s+\w+\s+in|assign\s+\w+\s*=)\s+(?:site|collections|paginator|pagination)\."
)
# What a plain list of categories is: Hexo and Jekyll mean a path by it, Hugo so many categories.
CATEGORY_MODES: dict[str, names.Mode] = {
    "yaml": "path",
    "toml": "flat",
    "json": "flat",
    "meta": "flat",
    "": "path",
}


def read(data: bytes, *, path: str, options: ReadingOptions = DEFAULTS) -> list[Record | Refusal]:
    """Return the one Record or Refusal that a file gives; raises nothing, whatever the bytes.

    ``path`` is the file's path below the archive's root, its parts separated by "/".
    """
    try:
        return [read_article(data, path=path, options=options)]
    except Refused as refused:
        return [refused.as_refusal()]
    except sanitizer.TooComplex as error:
        return [Refusal("failed", str(error))]
    except Exception as error:
        # One file must never end an import of thousands; the tests call read_article, which hides nothing.
        return [Refusal("failed", f"the reader itself failed: {type(error).__name__}: {error}"[:500])]


def claims(head: bytes, path: str) -> bool:
    """Whether a file may be in this format: any may, since a header can be missing."""
    return True


def parts(file: BinaryIO, *, path: str) -> Iterator[Part | Refusal]:
    """Yield the one article that a file is, with a byte more than the limit where it is over it."""
    yield Part(raw=file.read(MAX_FILE_BYTES.most + 1))


def read_part(part: Part, *, path: str, index: int, options: ReadingOptions) -> Record | Refusal:
    """Return what the file holds; raises nothing."""
    return read(part.raw, path=path, options=options)[0]


def read_article(data: bytes, *, path: str, options: ReadingOptions = DEFAULTS) -> Record:
    """Return the Record of a file; raises Refused, or TooComplex for a body beyond the sanitizer."""
    if reason := formats.not_an_article_by_name(path):
        raise skipped(reason)
    decoded = decoding.decode(data)
    headed = loading.read(decoded.text)
    if reason := formats.not_an_article_by_content(path, decoded.text, has_header=bool(headed.format)):
        raise skipped(reason)
    if dialects.is_section_page(path) and not _is_story(headed):
        raise skipped("not an article (the page of a section, above its list)")
    if LISTING.search(headed.body) and not _has_date(headed) and not from_file_name(path, zone=options.zone):
        raise skipped("not an article (a page that lists others)")
    return _record(path, headed, decoded.warnings, options)


def _is_story(headed: loading.Headed) -> bool:
    """Whether the page of a section has a date and a text of its own, as an article would."""
    return bool(headed.body.strip()) and _has_date(headed)


def _has_date(headed: loading.Headed) -> bool:
    return any(value for _, value in Header(headed.values).stated("date"))


def _record(path: str, headed: loading.Headed, warnings: list[Warning], options: ReadingOptions) -> Record:
    header = Header(headed.values)
    record = Record(path=path, headline="", warnings=[*warnings, *headed.warnings])
    _add_words(record, header, headed.body)
    _add_names(record, header, options.categories or CATEGORY_MODES[headed.format])
    standing.add(record, header, options)
    finish(record, _as_html(record, header), is_in_archive=True, language=header.take_text("language"))
    _add_addresses(record, header)
    record.extra |= header.extra()
    return record


def _add_words(record: Record, header: Header, body: str) -> None:
    """Add what the header states of the body: it comes before what the body itself shows."""
    record.body_source = body if body.strip() else header.take_text("body")
    record.source_format = source.source_format(record.body_source, path=record.path)
    record.source_url = fields.source_address(header, record.warnings)
    record.headline = headlines.clean(header.take_text("headline"))
    record.standfirst = fields.plain(header.take_text("standfirst"))
    record.short_headline = fields.shared_words(header, "short_headline")
    record.social_title = fields.shared_words(header, "social_title")
    record.social_description = fields.shared_words(header, "social_description")
    record.lead_picture = fields.lead_picture(header, path=record.path, warnings=record.warnings)


def _as_html(record: Record, header: Header) -> str:
    """Return the body as HTML, with what the generator of the site would have filled in."""
    is_markdown = record.source_format == "markdown"
    text = templates.expanded(
        record.body_source, path=record.path, is_markdown=is_markdown, warnings=record.warnings
    )
    if (mark := header.text_of("excerpt_separator")).startswith("<!--"):
        text = text.replace(mark, "<!-- more -->", 1)
    return source.as_html(text, written_in=record.source_format)


def _add_names(record: Record, header: Header, mode: names.Mode) -> None:
    categories, tags = header.take("categories") or [], header.take("tags") or []
    is_eleventy = header.text_of("layout").endswith(ELEVENTY_LAYOUTS)
    if dialects.is_jekyll_post(record.path):
        categories, tags = _apart(categories), _apart(tags)
    record.categories = names.categories(categories, mode=mode)
    record.tags = [tag for tag in names.tags(tags) if not (is_eleventy and tag in COLLECTIONS)]
    record.byline = names.byline(header.take("byline") or [])


def _apart(value: Value) -> Value:
    """Return Jekyll's words as a list: spaces separate them where nothing else does."""
    is_one_text = isinstance(value, str) and not names.SEPARATORS.search(value)
    return value.split() if is_one_text else value


def _add_addresses(record: Record, header: Header) -> None:
    permalink = fields.permalink(header, record.warnings)
    aliases = fields.aliases(header, record.warnings)
    record.old_addresses = list(dict.fromkeys(filter(None, [permalink, *aliases])))
    record.slug = fields.slug(
        header.take_text("slug"), permalink=permalink, headline=record.headline, path=record.path
    )
