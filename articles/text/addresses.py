"""Judge the addresses that an article links to, as a browser would read them and stricter."""

import re
from urllib.parse import urlsplit

_AROUND = "".join(map(chr, range(0x21)))
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_ANOTHER_HOST = re.compile(r"[\\/]{2,}")
_NOT_IN_A_HOST = re.compile(r"[\x00-\x20\"<>^`{|}]")
_WEB = re.compile(r"(https?):[\\/]*", re.IGNORECASE)


class UnsafeAddress(ValueError):
    """An address that an article must not hold; the message is its kind in a word, such as ``javascript``."""


def safe_address(address: str, schemes: frozenset[str]) -> str:
    """Return ``address`` tidied, or raise UnsafeAddress if its scheme is not one of ``schemes``.

    Relative addresses pass. ``//host/x`` becomes ``https://host/x``, backslashes after a scheme become
    slashes, spaces ``%20``. A scheme that only shows once invisible characters are taken out is refused:
    browsers read it as a relative address, yet nothing good hides that way.
    Source: URL Standard, "Basic URL parser".
    """
    tidy = re.sub(r"[\t\n\r]", "", address.strip(_AROUND)).replace(" ", "%20")
    tidy = _ANOTHER_HOST.sub("https://", tidy, count=1) if _ANOTHER_HOST.match(tidy) else tidy
    scheme = _scheme(tidy)
    hidden = _scheme("".join(filter(str.isprintable, tidy)).replace("`", ""))
    if hidden is not None and (hidden not in schemes or hidden != scheme):
        raise UnsafeAddress(hidden[:20])
    if scheme in ("http", "https"):
        return _web_address(tidy)
    return tidy


def host_of(address: str) -> str:
    """Return the host that ``address`` names, in lower case, or ``""``."""
    try:
        return urlsplit(address.strip()).hostname or ""
    except ValueError:
        return ""


def _scheme(address: str) -> str | None:
    found = _SCHEME.match(address)
    return found[1].lower() if found else None


def _web_address(address: str) -> str:
    tidy = _WEB.sub(lambda found: f"{found[1].lower()}://", address.replace("\\", "/"), count=1)
    if not _names_a_host(tidy):
        raise UnsafeAddress("unreadable")
    return tidy


def _names_a_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and parts.port != 0 and not _NOT_IN_A_HOST.search(parts.netloc)
    except ValueError:
        return False
