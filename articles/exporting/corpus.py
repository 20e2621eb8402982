"""A synthetic archive for benchmarks: front matter as an RSSHub-to-Hexo archive has it, the same bytes every time."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

SEED = 20220127
CATEGORIES = [[f"频道{number // 8}", f"栏目{number:02d}", "要闻"][: 1 + number % 3] for number in range(40)]
AUTHORS = [f"记者{number:02d}" for number in range(50)]
SUBJECTS = [
    "港口",
    "渔民",
    "教师",
    "气象台",
    "研究团队",
    "议会",
    "合作社",
    "博物馆",
    "铁路公司",
    "医院",
    "图书馆",
    "登山队",
    "法院",
    "果农",
    "消防队",
]
PLACES = [
    "北部山区",
    "沿海三省",
    "老城区",
    "三角洲",
    "高原牧场",
    "首都郊外",
    "边境小镇",
    "群岛",
    "河谷",
    "新区",
]
ACTIONS = [
    "公布了一份报告",
    "修复了百年堤坝",
    "发现了新的化石",
    "推迟了原定计划",
    "签署了合作协议",
    "启动了第二阶段试验",
    "回应了外界质疑",
]
RESULTS = [
    "居民表示欢迎",
    "专家提醒仍需谨慎",
    "费用约为三千万元",
    "预计明年春天完成",
    "数据还需要核实",
    "周边交通恢复正常",
]
PARAGRAPHS = 37
SUBHEADS = 6
DAYS = 3650


def write(count: int, folder: Path) -> None:
    """Write ``count`` articles into ``folder``; the same bytes for the same count, about 8 KB each."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in stories(count):
        (folder / name).write_text(text, encoding="utf-8")


def stories(count: int) -> Iterator[tuple[str, str]]:
    """Yield ``(file name, text)``; a longer corpus begins with the same stories as a shorter one."""
    chance = random.Random(SEED)
    for number in range(count):
        yield f"{number:06d}.txt", _story(number, chance)


def _story(number: int, chance: random.Random) -> str:
    moment = datetime(2015, 1, 1, tzinfo=UTC) + timedelta(seconds=chance.randrange(DAYS * 86_400))
    picture = f"https://pictures.example/{number % 400:03d}.jpg?w=770&resize=770%2C433"
    categories = "".join(f" - {name}\n" for name in chance.choice(CATEGORIES))
    return (
        f"---\ntitle: '{_clause(chance)} 第{number:06d}号'\ncategories: \n{categories}headimg: '{picture}'\n"
        f"author: {chance.choice(AUTHORS)}\ncomments: false\ndate: {format_datetime(moment, usegmt=True)}\n"
        f"thumbnail: '{picture}'\n---\n\n<div>   \n{_body(picture, chance)}\n</div>\n"
    )


def _body(picture: str, chance: random.Random) -> str:
    blocks = [f"<p>{_paragraph(chance)}</p>" for _ in range(PARAGRAPHS)]
    for place in range(SUBHEADS):
        blocks.insert(4 + place * 6, f"<h3>{_clause(chance)[:8]}</h3>")
    image = f'<img loading="lazy" class="aligncenter" src="{picture}" alt referrerpolicy="no-referrer">'
    blocks.insert(9, f"<p>{image}</p>")
    return "\n".join(blocks)


def _paragraph(chance: random.Random) -> str:
    return "".join(f"{_clause(chance)}，{chance.choice(RESULTS)}。" for _ in range(chance.randint(2, 4)))


def _clause(chance: random.Random) -> str:
    return chance.choice(PLACES) + "的" + chance.choice(SUBJECTS) + chance.choice(ACTIONS)
