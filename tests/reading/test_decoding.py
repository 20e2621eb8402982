import pytest

from articles.reading.decoding import decode
from articles.reading.refusals import Refused

CHINESE = "标题：议会通过新的预算案\n反对党表示将继续监督执行情况。\n"
ENCODED = [
    (CHINESE, "gb18030"),
    (CHINESE, "utf-16-le"),
    ("title: 普京访华\n", "gbk"),
    ("title: 颱風逼近\n漁船回港避風\n", "big5"),
    ("title: 日本政府、新方針を発表\n", "cp932"),
    ("title: L’Assemblée adopte le budget général\n", "windows-1252"),
    ("title: Парламент одобрил новый бюджет\n", "windows-1251"),
    ("title: البرلمان يقر الموازنة الجديدة\n", "windows-1256"),
    ("title: parliament votes 议会\n" * 3, "utf-16-be"),
]


@pytest.mark.parametrize(("text", "encoding"), ENCODED)
def test_text_is_read_in_the_encoding_it_was_written_in(text, encoding):
    if encoding == "utf-16-le":
        text = "title: " + text

    decoded = decode(text.encode(encoding))

    assert decoded.text == text
    assert [warning.code for warning in decoded.warnings] == ["encoding"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_mark_decides_and_goes(encoding):
    assert decode(CHINESE.encode(encoding)).text == CHINESE


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\u2028", "\x85"])
def test_every_line_end_becomes_a_newline(line_end):
    assert decode(CHINESE.replace("\n", line_end).encode()).text == CHINESE


def test_control_characters_go_and_are_told_of():
    decoded = decode("头\x00条\x07新闻\x1b。\f第二页".encode())

    assert decoded.text == "头条新闻。 第二页"
    assert decoded.warnings[0].detail == "3 removed"


def test_marks_that_turn_the_text_around_or_begin_a_file_in_its_middle_go():
    decoded = decode("标题\ufeff：\u202e议会\u202c\u200f".encode())

    assert decoded.text == "标题：议会\u202c\u200f"
    assert decoded.warnings[0].detail == "2 removed"


def test_a_few_broken_bytes_do_not_unmake_utf_8():
    decoded = decode(CHINESE.encode() + b"\xe5\x91")

    assert decoded.text == CHINESE + "\ufffd"
    assert decoded.warnings[0].detail == "utf-8 with broken bytes"


@pytest.mark.parametrize(
    ("data", "outcome", "reason"),
    [
        (b"", "skipped", "empty"),
        (b" \r\n\t", "skipped", "empty"),
        (b"\xef\xbb\xbf\n", "skipped", "empty"),
        (b"\x89PNG\r\n\x1a\n", "skipped", "binary"),
        (bytes(range(256)), "skipped", "binary"),
        (b"\x00" * 50, "skipped", "binary"),
        (bytes(range(0x80, 0x100)) * 3, "failed", "unknown encoding"),
        (b"x" * 10_000_001, "failed", "limit of 10,000,000 bytes a file: found 10,000,001"),
    ],
)
def test_what_is_no_text_is_refused(data, outcome, reason):
    with pytest.raises(Refused, match=reason) as refused:
        decode(data)
    assert refused.value.outcome == outcome
