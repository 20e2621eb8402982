"""The pictures of a body: which address each really has, and which are no pictures at all."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..addresses import BadAddress, address_of, picture_address, src_of
from ..picture_hosts import is_tracker
from ..record import Picture, Warning

# Where lazy loaders keep the real address while ``src`` shows a placeholder.
LAZY_ATTRIBUTES = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-actualsrc",
    "data-original-src",
    "data-lazyload",
    "data-lazy",
    "data-echo",
    "data-url",
)
LAZY_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
PLACEHOLDER = re.compile(
    r"^(?:data:|about:|javascript:|$)|"
    r"(?:^|[/_-])(?:spacer|blank|placeholder|loading|loader|lazy|lazyload|grey|gray|transparent|1x1|pixel|empty|dot|clear)"
    r"[\w-]{0,20}\.(?:gif|png|svg|jpe?g|webp)(?:[?#]|$)",
    re.I,
)
NEVER_A_PICTURE = re.compile(r"data:|about:|javascript:", re.I)
ONE_PIXEL = frozenset({"0", "1", "0px", "1px"})


def mend(body: LexborNode, *, path: str, warnings: list[Warning]) -> None:
    """Give each ``<img>`` its real address, once; drop tracking pixels and what nobody could fetch."""
    for image in body.css("img"):
        if _is_tracking_pixel(image):
            image.decompose()
            continue
        _mend_address(image, path, warnings)
    _resolve_twins(body)
    for image in body.css("img:not([src])"):
        image.decompose()


def address_in(image: LexborNode) -> str:
    """Return the address of a mended ``<img>``, as Picture states it."""
    return address_of(image.attributes.get("src") or "")


def picture_in(image: LexborNode) -> Picture:
    """Return a mended ``<img>`` with its alt text and the caption of its figure."""
    caption = ""
    for parent in _parents(image):
        if parent.tag == "figure":
            words = parent.css_first("figcaption")
            caption = " ".join(words.text().split()) if words else ""
            break
    return Picture(address_in(image), alt=(image.attributes.get("alt") or "").strip(), caption=caption)


def listed(html: str) -> list[Picture]:
    """Return the pictures of a clean body in order, each address once."""
    if "<img" not in html:
        return []
    found: dict[str, Picture] = {}
    for picture in map(picture_in, LexborHTMLParser(html).css("img[src]")):
        found.setdefault(picture.address, picture)
    return list(found.values())


def _parents(node: LexborNode) -> Iterator[LexborNode]:
    while (parent := node.parent) is not None:
        yield parent
        node = parent


def _is_tracking_pixel(image: LexborNode) -> bool:
    attributes = image.attributes
    if is_tracker(attributes.get("src") or ""):
        return True
    return all((attributes.get(side) or "").strip() in ONE_PIXEL for side in ("width", "height"))


def _mend_address(image: LexborNode, path: str, warnings: list[Warning]) -> None:
    """Set ``src`` to the address the picture has, or take it away."""
    stated = _stated_address(image)
    attributes = image.attrs
    if not stated:
        _drop_attribute(image, "src")
        return
    try:
        attributes["src"] = src_of(picture_address(stated, path=path))
    except BadAddress as bad:
        warnings.append(Warning(bad.code, bad.address))
        _drop_attribute(image, "src")


def _drop_attribute(image: LexborNode, name: str) -> None:
    if name in image.attributes:
        del image.attrs[name]


def _stated_address(image: LexborNode) -> str:
    attributes = image.attributes
    src = (attributes.get("src") or "").strip()
    if not PLACEHOLDER.search(src):
        return src
    lazy = [(attributes.get(name) or "").strip() for name in LAZY_ATTRIBUTES]
    sets = [_best_of_set(attributes.get(name) or "") for name in LAZY_SETS]
    found = next((address for address in [*lazy, *sets] if address and not PLACEHOLDER.search(address)), "")
    # What is only called like a spacer may be a picture after all: it stays when there is nothing else.
    return found or _source_beside(image) or ("" if NEVER_A_PICTURE.match(src) else src)


def _source_beside(image: LexborNode) -> str:
    """Return the best address of the ``<source>`` elements around a picture."""
    parent = image.parent
    if parent is None or parent.tag != "picture":
        return ""
    sets = [
        source.attributes.get("srcset") or source.attributes.get("data-srcset") or ""
        for source in parent.css("source")
    ]
    return next(filter(None, map(_best_of_set, sets)), "")


END_OF_CANDIDATE = re.compile(r"(\s[\d.]{1,8}[wx]),")


def _best_of_set(srcset: str) -> str:
    """Return the largest picture of a ``srcset``; commas that no space follows may belong to an address."""
    candidates = [candidate.split() for candidate in re.split(r",\s+", END_OF_CANDIDATE.sub(r"\1, ", srcset))]
    sized = [(_size(words[1:]), words[0].strip(",")) for words in candidates if words]
    return max(sized, key=lambda candidate: candidate[0], default=(0.0, ""))[1]


def _size(descriptors: list[str]) -> float:
    try:
        return float(descriptors[0].rstrip("wx")) if descriptors else 1.0
    except ValueError:
        return 0.0


# "Please switch JavaScript on" is shorter; what is longer may be the story.
NOTICE_CHARACTERS = 200


def _resolve_twins(body: LexborNode) -> None:
    """Drop each ``<noscript>`` whose picture is shown beside it; unwrap one that holds the only copy, or much text."""
    hidden = {image.mem_id for image in body.css("noscript img")}
    shown = {address_in(image) for image in body.css("img[src]") if image.mem_id not in hidden}
    # What stands in another one goes with it, and a node that is gone must not be touched.
    for twin in [twin for twin in body.css("noscript") if not _is_inside(twin, "noscript")]:
        inside = {address_in(image) for image in twin.css("img[src]")}
        says_little = len("".join(twin.text().split())) <= NOTICE_CHARACTERS
        if says_little and (inside <= shown or (len(inside) == 1 and _follows_picture(twin))):
            twin.decompose()
        else:
            twin.unwrap()
            shown |= inside


def _is_inside(node: LexborNode, tag: str) -> bool:
    return any(parent.tag == tag for parent in _parents(node))


def _follows_picture(twin: LexborNode) -> bool:
    before = twin.prev
    while before is not None and before.is_empty_text_node:
        before = before.prev
    if before is None or not before.is_element_node:
        return False
    return (before.tag == "img" and bool(before.attributes.get("src"))) or before.css_first(
        "img[src]"
    ) is not None
