"""Addresses in an archive: of pictures, of the source, and those the article used to have."""

import posixpath
import re
import unicodedata
from urllib.parse import quote, unquote, urljoin, urlsplit

from .dialects import FILE_MARK, content_folder, site_folder
from .limits import ADDRESS_CHARACTERS, OLD_PATH_CHARACTERS, PATH_CHARACTERS
from .picture_hosts import original

ARCHIVE = "archive:"
ARCHIVE_SRC = "/archive/"
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
WEB_SCHEMES = ("http:", "https:")
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")
# Everything that may stand in an address as it is; the rest, spaces above all, is percent-encoded.
ADDRESS_CHARACTERS_KEPT = "%/:?#[]@!$&'()*+,;=-._~"


class BadAddress(ValueError):
    """An address that nothing can be fetched from; ``code`` is the warning it earns."""

    def __init__(self, code: str, address: str) -> None:
        super().__init__(address)
        self.code = code
        self.address = address[:200]


def web_address(address: str) -> str:
    """Return an absolute http(s) address ready to be fetched, or raise BadAddress."""
    address = UNPRINTABLE.sub("", address).strip().replace("&amp;", "&")
    if address.startswith("//"):
        address = f"https:{address}"
    try:
        parts = urlsplit(address)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_web = False
    quoted = quote(address, safe=ADDRESS_CHARACTERS_KEPT)
    if not is_web or len(quoted) > ADDRESS_CHARACTERS:
        raise BadAddress("bad-address", address)
    return quoted


def picture_address(address: str, *, path: str) -> str:
    """Return where a picture is to be had: an http(s) address, or ``archive:`` and a path below the root.

    ``path`` is the file that shows it. Raises BadAddress: ``image-outside`` for a path that leaves the
    archive, ``image-dropped`` for what is no address of a picture at all.
    """
    address = original(UNPRINTABLE.sub("", address).strip().replace("\\", "/"))
    if address.lower() in NO_PICTURE:
        raise BadAddress("image-dropped", address)
    if address.startswith("//") or address.lower().startswith(WEB_SCHEMES):
        return _remote_picture(address)
    if SCHEME.match(address):
        raise BadAddress("image-dropped", address)
    return ARCHIVE + _path_below_root(address, path)


NO_PICTURE = frozenset({"", "undefined", "null", "none", "nan", "false", "#", "about:blank"})


def _remote_picture(address: str) -> str:
    try:
        return web_address(address)
    except BadAddress as bad:
        raise BadAddress("image-dropped", bad.address) from None


def _path_below_root(address: str, path: str) -> str:
    """Return the path below the root: beside the file ``path``, or where the site begins for a leading slash."""
    wanted = UNPRINTABLE.sub("", unquote(re.split(r"[?#]", address, maxsplit=1)[0])).replace("\\", "/")
    own = path.lstrip("/")
    site = site_folder(own, wanted)
    if mark := FILE_MARK.match(wanted):
        wanted, site = wanted[mark.end() :], content_folder(own)
    folder = site if wanted.startswith("/") else posixpath.dirname(own)
    below = posixpath.normpath(posixpath.join(folder, wanted.lstrip("/")))
    if below == ".." or below.startswith("../"):
        raise BadAddress("image-outside", address)
    if below == "." or wanted.endswith("/") or len(below) > PATH_CHARACTERS:
        raise BadAddress("image-dropped", address)
    return below


def src_of(address: str) -> str:
    """Return what stands in ``<img src>`` for a picture's address."""
    if address.startswith(ARCHIVE):
        return ARCHIVE_SRC + quote(address.removeprefix(ARCHIVE))
    return address


def address_of(src: str) -> str:
    """Return the picture's address that ``src_of`` was given."""
    if src.startswith(ARCHIVE_SRC):
        return ARCHIVE + unquote(src.removeprefix(ARCHIVE_SRC))
    return src


PICTURE_PATH = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)$", re.I)


def is_same_picture(one: str, other: str) -> bool:
    """Say whether two addresses are one picture, perhaps asked for in two sizes."""
    return _sizeless(one) == _sizeless(other)


def _sizeless(address: str) -> str:
    bare = re.split(r"[?#]", address, maxsplit=1)[0]
    return re.sub(r"^https?:", "", bare if PICTURE_PATH.search(bare) else address)


def resolved_link(href: str, *, base: str) -> str:
    """Return a link made absolute against the source's address, where there is one."""
    if href.startswith("//"):
        return f"https:{href}"
    if not base or not href or href.startswith("#") or SCHEME.match(href):
        return href
    try:
        return urljoin(base, href)
    except ValueError:
        return href


UNSAFE_IN_PATH = re.compile(r"[\x00-\x1f\x7f\\<>\"]|(?:^|/)\.\.?(?:/|$)|^//")
# What a generator fills in for each page: Jekyll's, Hugo's and Hexo's ":year", Eleventy's "{{ page.url }}".
PLACEHOLDER = re.compile(
    r"(?<!\w):(?:(?:i_|short_|long_|w_|y_)?(?:year|month|day)|week|hour|minute|second|title|post_title|slug|name|basename"
    r"|filename|contentbasename|slugified\w+|sections?|categor(?:y|ies)|collection|path|output_ext|hash|id|timestamp"
    r"|abbrlink|lang)\b|\{"
)


def old_path(address: str) -> str:
    """Return the path of an address the article had, decoded and without its query, or an empty text.

    Empty: the front page, a path that climbs, a template (``/:year/:title/``), another host's ``//host/x``
    and whatever is no path.
    """
    try:
        parts = urlsplit(UNPRINTABLE.sub("", address).strip())
    except ValueError:
        return ""
    if parts.scheme not in ("", "http", "https") or bool(parts.scheme) != bool(parts.netloc):
        return ""
    path = unquote(parts.path)
    path = unicodedata.normalize("NFC", path if path.startswith("/") else f"/{path}")
    is_safe = path != "/" and not UNSAFE_IN_PATH.search(path) and len(path) <= OLD_PATH_CHARACTERS
    return path if is_safe and not is_template(path) else ""


def is_template(address: str) -> bool:
    """Whether an address is a pattern for many pages, such as ``/:year/:title/``."""
    return PLACEHOLDER.search(address) is not None


PAGE_SUFFIX = re.compile(r"\.(?:html?|md|markdown|txt|php|aspx?|jsp)$", re.I)


INDEX_PAGE = re.compile(r"index\.(?:html?|php|aspx?)", re.I)


def last_part(path: str) -> str:
    """Return the last part of an address or a file's path, without the suffix of a page."""
    parts = [part for part in path.split("/") if part and not INDEX_PAGE.fullmatch(part)]
    return PAGE_SUFFIX.sub("", parts[-1]) if parts else ""
