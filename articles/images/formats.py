"""Which picture formats there are, told by their first bytes alone, and in plain words why others are refused."""

from dataclasses import dataclass

from . import containers


class PictureRefused(ValueError):
    """The bytes are no picture that can be kept; ``reason`` says why in plain words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Format:
    """A picture format; ``suffix`` has its dot. Where browsers do not show it, a copy in another is kept."""

    name: str
    mime: str
    suffix: str
    is_shown_by_browsers: bool = True


FORMATS = {
    form.name: form
    for form in (
        Format("jpeg", "image/jpeg", ".jpg"),
        Format("png", "image/png", ".png"),
        Format("webp", "image/webp", ".webp"),
        Format("avif", "image/avif", ".avif"),
        Format("gif", "image/gif", ".gif"),
        Format("heif", "image/heic", ".heic", is_shown_by_browsers=False),
    )
}
_TAKEN = "Only JPEG, PNG, WebP, AVIF, GIF and HEIC pictures are taken"

_SIGNATURES = (
    (b"\xff\xd8\xff", "jpeg"),
    (containers.PNG_SIGNATURE, "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
)
_AVIF_BRANDS = {b"avif", b"avis"}
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_REFUSED_SIGNATURES = (
    (b"II*\0", "a TIFF"),
    (b"MM\0*", "a TIFF"),
    (b"BM", "a Windows bitmap"),
    (b"8BPS", "a Photoshop file"),
    (b"%PDF", "a PDF"),
    (b"\0\0\1\0", "an icon file"),
    (b"\0\0\0\x0cJXL ", "a JPEG XL"),
    (b"\xff\x0a", "a JPEG XL"),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000"),
)
_TEXT_START_BYTES = 2048


def judge(data: bytes) -> Format:
    """Return the format that the first bytes speak of. Raises PictureRefused where it is none of FORMATS."""
    if not data:
        raise PictureRefused("The file is empty.")
    name = next((name for start, name in _SIGNATURES if data.startswith(start)), "")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        name = "webp"
    if data[4:8] == b"ftyp":
        name = _judge_brands(data)
    if not name:
        raise PictureRefused(_why_refused(data))
    return FORMATS[name]


def _judge_brands(data: bytes) -> str:
    """AVIF and HEIC share a container; the brands in its head say which it is."""
    box = data[8 : min(int.from_bytes(data[:4], "big"), 256)]
    brands = {box[start : start + 4] for start in range(0, len(box), 4)}
    if brands & _AVIF_BRANDS:
        return "avif"
    return "heif" if brands & _HEIF_BRANDS else ""


def _why_refused(data: bytes) -> str:
    text = data[:_TEXT_START_BYTES].replace(b"\0", b"").lower()
    if b"<svg" in text:
        return "This is an SVG, a document that can run scripts. Export it as a PNG, at twice the size it is shown."
    if b"<html" in text or b"<!doctype html" in text:
        return "This is a web page, not a picture."
    known = next((name for start, name in _REFUSED_SIGNATURES if data.startswith(start)), "")
    return f"This is {known}. {_TAKEN}." if known else f"This is not a picture. {_TAKEN}."
