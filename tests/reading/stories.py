"""Files of our own for the reader's tests, built in code."""

from articles.reading.readers.front_matter import read_article
from articles.reading.record import ReadingOptions

PARAGRAPHS = (
    "市政府周四宣布，跨江大桥的维修工程将在下个月初开始，工期预计为九十天。",
    "工程期间，桥上的两条车道将轮流封闭，公共汽车改走上游的隧道。",
    "交通部门表示，周末和节假日不施工，以免影响出行。",
    "居民对此意见不一，有人担心早高峰会更加拥堵。",
)
NOISE = 'alt class="aligncenter" data-recalc-dims="1" referrerpolicy="no-referrer"'
PICTURES = ("bridge", "tunnel", "ferry")


def in_the_sample_s_dialect():
    """Return a file of the sample's shape: a list as path, the lead image met again, a wrapper div."""
    address = "https://news.example.org/wp-content/uploads/2023/05/{}.jpg?w=770&resize=770%2C433"
    blocks = []
    for number, name in enumerate(PICTURES):
        blocks += [f"<p>{words}</p>" for words in PARAGRAPHS]
        blocks.append(f'<p><img loading="lazy" src="{address.format(name)}" {NOISE}></p>')
        blocks.append(f"<h3>第{number + 1}阶段</h3>")
    header = (
        "title: '跨江大桥下月开始维修工期预计九十天'\ncategories: \n - 本地\n - 市政 新闻\n - 交通\n"
        f"headimg: '{address.format(PICTURES[0])}'\nauthor: 晚报 编辑部\ncomments: false\n"
        f"date: Thu, 04 May 2023 09:30:05 GMT\nthumbnail: '{address.format(PICTURES[0])}'"
    )
    body = "\n".join(blocks)
    return f"\n---\n{header}\n---\n\n<div>   \n{body}\n  \n</div>\n            ".encode()


def story(header="", body="<p>正文。</p>", *, title="大桥维修"):
    """Return a file with YAML front matter."""
    return f"---\ntitle: {title}\n{header}\n---\n{body}\n".encode()


def record_of(header="", body="<p>正文。</p>", *, title="大桥维修", path="news/a.md", **options):
    """Return the Record of ``story(…)``."""
    return read_article(story(header, body, title=title), path=path, options=ReadingOptions(**options))


def codes(record):
    """Return the codes of a record's warnings, but for the date that most of these tests leave out."""
    return [warning.code for warning in record.warnings if warning.code != "undated"]
