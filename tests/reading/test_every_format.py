"""What a record states whichever format it came in: its loss, how exact its date is, the tail of its headline."""

import io
import json

import pytest

from articles.reading import readers
from articles.reading.record import ReadingOptions

from .stories import story
from .wordpress import export, item

BODY = "<h1>大桥维修 - 晚报</h1><p>正文。</p>"
MOMENT = "2023-05-04T09:30:05Z"
FILES = {
    "front-matter": story(f"date: {MOMENT}", BODY, title="大桥维修 - 晚报"),
    "wxr": export(item(title="大桥维修 - 晚报", body=BODY)).encode(),
    "feed": json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "items": [
                {"id": "1", "title": "大桥维修 - 晚报", "content_html": BODY, "date_published": MOMENT}
            ],
        }
    ).encode(),
    "ghost": json.dumps(
        {
            "db": [
                {
                    "meta": {"version": "5.0.0"},
                    "data": {
                        "posts": [
                            {
                                "id": "1",
                                "title": "大桥维修 - 晚报",
                                "html": BODY,
                                "status": "published",
                                "published_at": MOMENT,
                            }
                        ]
                    },
                }
            ]
        }
    ).encode(),
}


@pytest.fixture(params=FILES)
def record(request):
    name = request.param
    (part,) = readers.parts(io.BytesIO(FILES[name]), path="a", format_name=name)
    return readers.read(part, path="a", index=0, format_name=name, options=ReadingOptions())


def test_loss_is_counted(record):
    assert (record.loss.before, record.loss.after, record.loss.meant) == (10, 3, 7)


def test_date_is_exact_to_the_second_in_a_zone_that_is_known(record):
    assert (record.date_precision, record.zone_stated) == ("second", True)
    assert record.date_origin


def test_tail_of_the_headline_is_offered(record):
    assert (record.headline, record.site_suffix) == ("大桥维修 - 晚报", " - 晚报")
