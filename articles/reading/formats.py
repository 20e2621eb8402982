"""What a file is, judged by its name and by what it holds: an article, or something beside the articles."""

import json
from posixpath import basename, splitext

PICTURE_SUFFIXES = frozenset(
    {
        ".jpg",
        ".jpeg",
        ".png",
        ".gif",
        ".webp",
        ".avif",
        ".heic",
        ".heif",
        ".svg",
        ".bmp",
        ".tif",
        ".tiff",
        ".ico",
    }
)
ARTICLE_SUFFIXES = frozenset(
    {"", ".md", ".markdown", ".mdown", ".mkd", ".txt", ".text", ".html", ".htm", ".xhtml"}
)
HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
CODE_SUFFIXES = frozenset().union(
    (
        ".css",
        ".scss",
        ".sass",
        ".less",
        ".styl",
        ".js",
        ".mjs",
        ".cjs",
        ".jsx",
        ".ts",
        ".tsx",
        ".vue",
        ".map",
    ),
    (".py", ".rb", ".php", ".go", ".rs", ".c", ".h", ".java", ".sh", ".bash", ".bat", ".ps1", ".pl", ".sql"),
    (
        ".yml",
        ".yaml",
        ".toml",
        ".ini",
        ".cfg",
        ".conf",
        ".env",
        ".lock",
        ".log",
        ".properties",
        ".webmanifest",
    ),
    (".xml", ".xsl", ".xsd", ".rss", ".atom", ".opml", ".svg", ".csv", ".tsv", ".bib", ".tex"),
    (".ejs", ".pug", ".jade", ".swig", ".njk", ".liquid", ".erb", ".haml", ".tmpl", ".tpl"),
)
OTHER_NAMES = frozenset().union(
    ("license", "license.txt", "license.md", "licence", "copying", "codeowners", "cname"),
    ("makefile", "dockerfile", "gemfile", "rakefile", "procfile", "requirements.txt"),
    ("robots.txt", "humans.txt", "ads.txt"),
)
# What Eleventy says of the pages beside such a file.
DATA_ENDINGS = (".11tydata.json", ".11tydata.js", ".11tydata.cjs")


def suffix_of(path: str) -> str:
    """Return a file's suffix in lower case, with its dot; empty where it has none."""
    return splitext(basename(path))[1].lower()


def not_an_article_by_name(path: str) -> str:
    """Return why a file's name makes it none of the articles, or an empty text when it may be one."""
    name, suffix = basename(path).lower(), suffix_of(path)
    if suffix in CODE_SUFFIXES or name.endswith(DATA_ENDINGS):
        return f"not an article ({suffix})"
    if name.startswith(".") or name in OTHER_NAMES:
        return f"not an article ({name})"
    return ""


def not_an_article_by_content(path: str, text: str, *, has_header: bool) -> str:
    """Return why a file is no article after all: JSON without a title, or neither suffix nor header."""
    suffix = suffix_of(path)
    is_article = _states_a_title(text) if suffix == ".json" else has_header or suffix in ARTICLE_SUFFIXES
    return "" if is_article else f"not an article ({suffix})"


def _states_a_title(text: str) -> bool:
    try:
        value, _ = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode(text.lstrip())
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and isinstance(value.get("title"), str)
