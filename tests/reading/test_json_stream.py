import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.reading.json_stream import CHUNK_BYTES, JsonStream, canonical, load
from articles.reading.limits import Limit
from articles.reading.refusals import Refused

MOST = Limit(10_000, "characters a value")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


class OneByteAtATime(io.RawIOBase):
    """A file that hands out as little as a file may."""

    def __init__(self, data):
        self.data = io.BytesIO(data)

    def read(self, size=-1):
        return self.data.read(1)


def stream_of(text, *, file=io.BytesIO):
    return JsonStream(file(text.encode() if isinstance(text, str) else text), most=MOST)


@given(VALUES, st.sampled_from([io.BytesIO, OneByteAtATime]))
def test_any_value_is_read_as_json_reads_it(value, file):
    assert stream_of(json.dumps(value), file=file).value() == value


@given(st.dictionaries(st.text(max_size=4), st.lists(VALUES, max_size=3), max_size=4), st.data())
def test_members_and_items_can_be_read_or_skipped_in_turn(value, data):
    stream = stream_of(json.dumps(value, indent=data.draw(st.sampled_from([None, 1]))), file=OneByteAtATime)
    read = {}
    for key in stream.members():
        if data.draw(st.booleans()):
            stream.skip()
            read[key] = value[key]
        else:
            read[key] = [stream.value() for _ in stream.items()]

    assert read == value


@given(st.binary(max_size=300) | st.text(alphabet='{}[]",:\\u0d8t \n', max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(data):
    stream = stream_of(data)
    try:
        for _ in stream.members():
            for _ in stream.items():
                stream.value()
    except Refused as refused:
        assert refused.outcome == "failed"


@given(VALUES)
def test_canonical_json_is_read_back(value):
    assert json.loads(canonical(value)) == value


def test_half_a_pair_is_written_as_its_escape_and_left_out_when_read():
    assert canonical("桥\ud800") == '"桥\\ud800"'.encode()
    assert load(canonical({"桥\ud800": ["\0一"]})) == {"桥": ["一"]}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": [1, 2', "not JSON from here on: ] expected, before ''"),
        ('{"a": [1 2]}', "not JSON from here on: ] expected, before '2]}'"),
        ('{"a" 1}', "not JSON from here on: : expected, before '1}'"),
        ('{"a": [' + "[" * 100_000 + "]}", "over the limit of 200 levels of nesting in JSON: found more"),
        ('{"a": ["' + "长" * 3_000_000, "over the limit of 10,000 characters a value: found"),
    ],
)
def test_what_is_wrong_is_named(text, reason):
    stream = stream_of(text)

    with pytest.raises(Refused, match=f"^{re.escape(reason)}"):
        for _ in stream.members():
            for _ in stream.items():
                stream.value()


def test_numbers_beyond_a_float_stay_words():
    assert stream_of("[1e999, NaN, 5]").value() == ["1e999", None, 5]


def test_no_more_is_held_than_a_value_and_a_chunk():
    values = ["长" * 3_000] * 300
    stream = stream_of(json.dumps(values, ensure_ascii=False))

    held = [len(stream._text) for _ in stream.items() if stream.value()]

    assert len(held) == 300
    assert max(held) <= CHUNK_BYTES // 3 + MOST.most
