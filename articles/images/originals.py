"""Where the original of a picture may be, told from the address of a smaller copy.

WordPress names its copies ``river-770x433.jpg``, its image service (Photon) is ``i0.wp.com/host/path``, and many
servers make a smaller one for ``?w=``, ``?resize=`` or ``?fit=``.
"""

import re
from urllib.parse import parse_qs, urlsplit

_PHOTON = re.compile(r"i[0-3]\.wp\.com", re.IGNORECASE)
_PHOTON_PATH = re.compile(r"/((?:[\w-]{1,63}\.)+[a-z]{2,63})(/.+)", re.IGNORECASE)
_SIZE = re.compile(r"-[1-9][0-9]{1,3}x[1-9][0-9]{1,3}(?=\.(?:jpe?g|png|gif|webp|avif)$)", re.IGNORECASE)
# Image servers whose path is an instruction, often signed, and holds another address.
_INSTRUCTIONS = re.compile(r"/(?:un|in)safe/|/rs:|/resize:|:/|%3a", re.IGNORECASE)
_ASKS_FOR_A_SIZE = frozenset({"w", "resize", "fit"})
_SIZE_PARAMETERS = _ASKS_FOR_A_SIZE | {"h", "crop", "zoom", "quality", "strip", "ssl"}
_SIGNATURES = frozenset(
    {"sig", "signature", "x-amz-signature", "x-goog-signature", "key-pair-id", "policy", "expires"}
    | {"token", "hmac", "hash", "md5", "s"}
)


def candidates(address: str) -> list[str]:
    """Return the addresses to try, the original's first and ``address`` itself last, each once.

    Only Photon's inner host is ever another host than the one given; a signed address is tried as it is.
    """
    try:
        behind = _behind_photon(address)
        found = [_original(behind), behind]
    except ValueError:
        found = []
    return [other for other in dict.fromkeys(found) if other != address] + [address]


def _behind_photon(address: str) -> str:
    parts = urlsplit(address)
    inner = _PHOTON_PATH.fullmatch(parts.path) if _PHOTON.fullmatch(parts.netloc) else None
    if not inner or _is_signed(parts.query):
        return address
    scheme = "https" if parse_qs(parts.query).get("ssl") == ["1"] else "http"
    return f"{scheme}://{inner[1]}{inner[2]}"


def _original(address: str) -> str:
    parts = urlsplit(address)
    if _is_signed(parts.query) or _INSTRUCTIONS.search(parts.path):
        return address
    whole = parts._replace(path=_SIZE.sub("", parts.path), query=_without_size(parts.query))
    # Putting together what was only taken apart may still write it otherwise.
    return address if whole == parts else whole.geturl()


def _is_signed(query: str) -> bool:
    return not _SIGNATURES.isdisjoint(_names(query))


def _without_size(query: str) -> str:
    if _ASKS_FOR_A_SIZE.isdisjoint(_names(query)):
        return query
    return "&".join(part for part in query.split("&") if _name(part) not in _SIZE_PARAMETERS)


def _names(query: str) -> set[str]:
    return {_name(part) for part in query.split("&")}


def _name(parameter: str) -> str:
    return parameter.partition("=")[0].lower()
