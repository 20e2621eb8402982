"""Bytes to text: which encoding a file is in, and what of it is not text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .limits import MAX_FILE_BYTES
from .record import Warning
from .refusals import Refused, skipped


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text with ``\\n`` as its only line end, and what had to be mended for it."""

    text: str
    encoding: str
    warnings: list[Warning]


def decode(data: bytes) -> Decoded:
    """Return the text of a file.

    Raises Refused: skipped when it is empty or binary, failed when it is too long or its encoding is unknown.
    """
    MAX_FILE_BYTES.check(len(data))
    if not data.strip():
        raise skipped("empty")
    if data.startswith(BINARY_STARTS):
        raise skipped("binary")
    text, encoding = _decode(data)
    text, warnings = _cleaned(text.lstrip("\ufeff"))
    if not text.strip():
        raise skipped("empty")
    if encoding != "utf-8":
        warnings.insert(0, Warning("encoding", encoding))
    return Decoded(text, encoding, warnings)


BINARY_STARTS = (
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"%PDF-",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b\x08",
    b"BZh9",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\x7fELF",
    b"MZ\x90\x00",
    b"SQLite format 3\x00",
    b"RIFF",
    b"OggS",
    b"ID3\x03",
    b"ID3\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"wOFF",
    b"wOF2",
    b"OTTO",
    b"\x00\x01\x00\x00\x00",
)

BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    # UTF-32's little-endian mark begins with UTF-16's, so it is asked first.
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


def _decode(data: bytes) -> tuple[str, str]:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    if wide := _wide_encoding(data):
        return data.decode(wide, "replace"), wide
    if _is_binary(data):
        raise skipped("binary")
    return _decode_narrow(data)


SAMPLE_BYTES = 8_192
CONTROL_BYTES = bytes(byte for byte in [*range(0x20), 0x7F] if byte not in b"\t\n\r\f\v\x1b")
MOST_CONTROL_SHARE = 0.1


def _wide_encoding(data: bytes) -> str:
    """Return the UTF-16 that a file without a mark is in: ASCII there has a NUL in every pair."""
    sample = data[: SAMPLE_BYTES // 2 * 2]
    high, low = sample[0::2].count(0), sample[1::2].count(0)
    least = max(2, len(sample) // 20)
    for encoding, zeros, others in (("utf-16-le", low, high), ("utf-16-be", high, low)):
        if zeros >= least and others * 20 < zeros and _is_mostly_text(sample.decode(encoding, "replace")):
            return encoding
    return ""


def _is_mostly_text(text: str) -> bool:
    return sum(character.isprintable() or character.isspace() for character in text) > 0.9 * len(text)


def _is_binary(data: bytes) -> bool:
    sample = data[:SAMPLE_BYTES]
    controls = len(sample) - len(sample.translate(None, CONTROL_BYTES))
    return controls > 2 and controls > MOST_CONTROL_SHARE * len(sample)


def _decode_narrow(data: bytes) -> tuple[str, str]:
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    mended = data.decode("utf-8", "replace")
    broken = mended.count("\ufffd")
    # Twenty whole characters for each broken one: nothing but UTF-8 reads like that.
    if broken * 20 <= len(mended) - len(mended.encode("ascii", "ignore")) - broken:
        return mended, "utf-8 with broken bytes"
    return _decode_legacy(data)


# The commonest characters of each script. Text read in a wrong encoding is made of rare ones.
COMMON_HAN = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事"
    "成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此"
    "已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代"
    "内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安"
    "少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光"
    "放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运闻称布"
    "這個們來為國說時會對於著過發後裡種經麼學現當沒動還進樣從實軍無與長機關點業將兩間問並應戰頭體見產話內給門兒東聲員論"
    "處義幾認條氣題爾別變總電數報結務場計資許統區隊決馬書則聽卻達強難權設記類據邊張該規萬覺術領確傳師觀讓識帶導爭運聞稱"
    "標題類新聞社論評標签标题栏目作者昨周週台臺灣湾湖港澳歐欧聯联總統部長首相議议會员經濟济雨春夏秋冬城村河桥橋"
)
PUNCTUATION = frozenset("，。、；：？！「」『』“”‘’（）《》〈〉【】—…·・　％")
KANA = frozenset(map(chr, [*range(0x3041, 0x3094), *range(0x30A1, 0x30F7), 0x30FC]))
CYRILLIC = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяё«»—№")
ARABIC = frozenset("اليمنوترهبعدفسكحةقأإىشجصطخذضزءئغظث،؛؟ـ")
LATIN = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßœÀÂÉÈÊÎÔÖÄÜÇÑ“”‘’–—…«»€£°©®\xa0")


def _first_level(encoding: str, leads: range) -> frozenset[str]:
    """Return the characters that an East Asian standard counts among the usual ones: its first level."""
    pairs = (bytes((lead, trail)) for lead in leads for trail in range(0x40, 0xFF))
    read = (pair.decode(encoding, "ignore") for pair in pairs)
    return frozenset(character for character in read if len(character) == 1 and character > "\x7f")


COMMON = COMMON_HAN | PUNCTUATION | KANA
# Each with its usual characters, the common ones among them, and the least score that real text has: a name
# may be all uncommon, but only a page in the wrong encoding is mostly unusual.
LEGACY_ENCODINGS = (
    ("gb18030", _first_level("gb2312", range(0xB0, 0xD8)) | COMMON, COMMON, 0.4),
    ("big5hkscs", _first_level("big5", range(0xA4, 0xC7)) | COMMON, COMMON, 0.4),
    ("cp932", _first_level("shift_jis", range(0x88, 0x98)) | COMMON, COMMON, 0.4),
    ("windows-1252", LATIN, LATIN, 0.7),
    ("windows-1251", CYRILLIC, CYRILLIC, 0.7),
    ("windows-1256", ARABIC, ARABIC, 0.7),
)
SCORED_CHARACTERS = 20_000


def _decode_legacy(data: bytes) -> tuple[str, str]:
    score, encoding, text = max(_scored(data), key=lambda candidate: candidate[0])
    if score <= 0:
        raise Refused("unknown encoding: neither UTF-8, UTF-16, GBK, Big5, Shift-JIS nor a Windows code page")
    return text, encoding


def _scored(data: bytes) -> Iterator[tuple[float, str, str]]:
    for encoding, usual, common, least in LEGACY_ENCODINGS:
        text = data.decode(encoding, "replace")
        foreign = [character for character in text[:SCORED_CHARACTERS] if character > "\x7f"]
        points = sum((character in usual) + (character in common) for character in foreign)
        score = (points / 2 - 10 * foreign.count("\ufffd")) / max(1, len(foreign))
        yield (score if score >= least else 0.0), encoding, text


LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
SPACING_CONTROLS = re.compile(r"[\v\f]")
# Beside what no database takes: marks of a file's beginning in its middle, and those that turn the text around.
CONTROLS = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202d\u202e\u2060\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)


def _cleaned(text: str) -> tuple[str, list[Warning]]:
    text = SPACING_CONTROLS.sub(" ", LINE_ENDS.sub("\n", text))
    text, count = CONTROLS.subn("", text)
    return text, [Warning("control-characters", f"{count} removed")] if count else []
