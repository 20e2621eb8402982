"""The newsroom's words in Chinese and Arabic: none missing, all compiled, and on the pages that readers see."""

import ast
import json
import os
import re
import shutil
import struct
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils import translation
from selectolax.lexbor import LexborHTMLParser

from articles.models import Tag
from tests.factories import NOW, make_article, make_author, make_category, make_correction
from tests.public.visits import visit

LOCALES = settings.LOCALE_PATHS[0]
LANGUAGES = ("zh_Hans", "ar")
DOMAINS = ("django", "djangojs")
every_catalogue = pytest.mark.parametrize(
    ("language", "domain"), [(language, domain) for language in LANGUAGES for domain in DOMAINS]
)
# What readers meet is in Arabic too; the desk's own words may wait.
FOR_READERS = ("templates/", "articles/public/", "articles/presenting/", "articles/models/correction.py")
NOT_FOR_READERS = "templates/admin/"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")


# The catalogues


@dataclass(frozen=True)
class Entry:
    """One string of a catalogue; ``key`` is how the compiled one calls it."""

    key: str
    translations: tuple[str, ...]
    files: tuple[str, ...]
    is_fuzzy: bool

    @property
    def is_translated(self):
        return all(self.translations)

    @property
    def is_for_readers(self):
        return any(
            file.startswith(FOR_READERS) and not file.startswith(NOT_FOR_READERS) for file in self.files
        )


def source_of(folder, language, domain):
    return folder / language / "LC_MESSAGES" / f"{domain}.po"


def entries(language, domain, *, folder=LOCALES):
    """Return the entries of a catalogue's source, the header left out."""
    text = source_of(folder, language, domain).read_text(encoding="utf-8")
    blocks = (block.splitlines() for block in text.split("\n\n") if not block.startswith("#~"))
    return [entry for entry in map(entry_of, blocks) if entry.key]


def entry_of(lines):
    fields = fields_of(lines)
    context = f"{fields['msgctxt']}\4" if "msgctxt" in fields else ""
    plural = f"\0{fields['msgid_plural']}" if "msgid_plural" in fields else ""
    return Entry(
        key=context + fields["msgid"] + plural,
        translations=tuple(text for name, text in fields.items() if name.startswith("msgstr")),
        files=tuple(file for line in lines if line.startswith("#:") for file in line.split()[1:]),
        is_fuzzy=any(line.startswith("#,") and "fuzzy" in line for line in lines),
    )


def fields_of(lines):
    """``{"msgid": "…", "msgstr[0]": "…"}``: each field with its quoted lines joined."""
    fields, name = {}, ""
    for line in lines:
        if line.startswith("#"):
            continue
        before, _quote, rest = line.partition('"')
        name = before.strip() or name
        fields[name] = fields.get(name, "") + ast.literal_eval(f'"{rest}')
    return fields


def compiled(language, domain):
    """Return ``{key: translations joined by NUL}`` of a compiled catalogue.

    Source: GNU gettext manual, "The Format of GNU MO Files".
    """
    data = source_of(LOCALES, language, domain).with_suffix(".mo").read_bytes()
    count, keys, texts = struct.unpack_from("<3I", data, 8)
    pairs = zip(texts_in(data, keys, count), texts_in(data, texts, count), strict=True)
    return {key: text for key, text in pairs if key}


def texts_in(data, table, count):
    places = (struct.unpack_from("<2I", data, table + 8 * number) for number in range(count))
    return [data[start : start + length].decode() for length, start in places]


@every_catalogue
def test_the_reader_of_catalogues_finds_their_strings(language, domain):
    assert {entry.key for entry in entries(language, domain)} >= {
        "django": {"Headline", "%(minutes)s minute to read\0%(minutes)s minutes to read"},
        "djangojs": {"Edit the HTML"},
    }[domain]


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_string_is_in_chinese(domain):
    assert [entry.key for entry in entries("zh_Hans", domain) if not entry.is_translated] == []


def test_every_string_that_readers_meet_is_in_arabic():
    met = [entry for entry in entries("ar", "django") if entry.is_for_readers]
    assert [entry.key for entry in met if not entry.is_translated] == []


@every_catalogue
def test_no_translation_is_a_guess(language, domain):
    assert [entry.key for entry in entries(language, domain) if entry.is_fuzzy] == []


@every_catalogue
def test_compiled_catalogue_says_what_its_source_says(language, domain):
    translated = [entry for entry in entries(language, domain) if entry.is_translated]
    assert compiled(language, domain) == {entry.key: "\0".join(entry.translations) for entry in translated}


@every_catalogue
def test_translations_keep_the_placeholders(language, domain):
    translated = [entry for entry in entries(language, domain) if entry.is_translated]
    assert [entry.key for entry in translated if not keeps_placeholders(entry)] == []


def keeps_placeholders(entry):
    """Arabic says one and two without the number; the last form, for many, has it."""
    expected = sorted(PLACEHOLDER.findall(entry.key.partition("\0")[0]))
    *few, many = (sorted(PLACEHOLDER.findall(text)) for text in entry.translations)
    return many == expected and all(set(found) <= set(expected) for found in few)


@pytest.fixture(scope="module")
def fresh_locales(tmp_path_factory):
    """The catalogues as the source of today makes them, in a folder of their own."""
    if not shutil.which("xgettext"):
        missing = "GNU gettext is not here, so the source cannot be searched for strings."
        pytest.fail(missing) if os.environ.get("REQUIRE_SERVERS") == "1" else pytest.skip(missing)
    project = tmp_path_factory.mktemp("project")
    for name in ("articles", "newsroom", "static", "templates"):
        ignored = shutil.ignore_patterns("__pycache__", "locale")
        shutil.copytree(settings.BASE_DIR / name, project / name, ignore=ignored)
    shutil.copy(settings.BASE_DIR / "manage.py", project)
    locales = project / LOCALES.relative_to(settings.BASE_DIR)
    locales.mkdir()
    for domain in DOMAINS:
        make_messages(project, domain)
    return locales


def make_messages(project, domain):
    command = [sys.executable, "manage.py", "makemessages", "--domain", domain, "--locale", "zh_Hans"]
    environment = os.environ | {
        "DATA_DIR": str(project / "var"),
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    }
    subprocess.run(command, cwd=project, env=environment, check=True, capture_output=True, text=True)


@every_catalogue
def test_catalogue_has_every_string_of_the_source(fresh_locales, language, domain):
    known = {entry.key for entry in entries(language, domain)}
    found = {entry.key for entry in entries("zh_Hans", domain, folder=fresh_locales)}
    assert found - known == set()


# The public site

# What is not of the newsroom's frame: its name, a format's name, the zone.
LATIN_IN_EVERY_LANGUAGE = {"The", "Newsroom", "RSS", "UTC"}
THEIR_OWN = {
    "zh-Hans": {
        "author": "林知夏",
        "category": "国际",
        "tag": "长江",
        "correction": "本文最初版本误将距离写作三十公里。",
        "standfirst": "岸边的人等了一个冬天。",
    },
    "ar": {
        "author": "ليلى حداد",
        "category": "ثقافة",
        "tag": "مكتبات",
        "correction": "ورد في نسخة سابقة أن عدد الكتب مئة.",
        "standfirst": "مئتا كتاب في كل رحلة.",
    },
}
IN_THE_FRAME = {
    "zh-Hans": ("2026年3月2日", "阅读约需 1 分钟", "更正", "相关报道", "栏目", "跳到正文"),
    "ar": ("2 مارس، 2026", "مدة القراءة دقيقة واحدة", "تصحيح", "أخبار ذات صلة", "الأقسام", "تخطَّ إلى المحتوى"),
}
FRONT_PAGE = {
    "zh-Hans": ("要闻", "最新", "星期一", "2026年3月2日"),
    "ar": ("أبرز الأخبار", "آخر الأخبار", "الاثنين", "2 مارس، 2026"),
}
every_language = pytest.mark.parametrize("language", THEIR_OWN)


@pytest.fixture
def paper(db):
    """A function that makes a paper in one language, with a story in need of everything; returns the story."""
    return make_paper


def make_paper(language):
    own = THEIR_OWN[language]
    things = {
        "authors": [make_author(own["author"])],
        "categories": [make_category(own["category"])],
        "tags": [Tag.objects.create(name=own["tag"])],
    }
    for hours in range(2, 9):
        make_article(language=language, published_at=NOW - timedelta(hours=hours), **things)
    story = make_article(
        language=language,
        standfirst=own["standfirst"],
        modified_at=NOW - timedelta(minutes=5),
        source_url="https://example.com/",
        **things,
    )
    make_correction(story, text=own["correction"])
    return story


def page_of(path):
    return LexborHTMLParser(visit(path).content)


def words_of(page):
    """What the page says, for ears too, without the addresses that it shows."""
    labels = [node.attributes["aria-label"] or "" for node in page.css("[aria-label]")]
    for node in page.css("script, style, .source a"):
        node.decompose()
    return " ".join([page.css_first("title").text(), page.body.text(separator=" "), *labels])


def english_in(page):
    return set(re.findall("[A-Za-z]+", words_of(page))) - LATIN_IN_EVERY_LANGUAGE


def language_of(page):
    frame = page.css_first("html")
    return frame.attributes["lang"], frame.attributes["dir"]


@every_language
def test_article_is_framed_in_its_own_language(paper, language):
    page = page_of(paper(language).get_absolute_url())
    assert language_of(page) == (language, "rtl" if language == "ar" else "ltr")
    said = words_of(page)
    assert [words for words in IN_THE_FRAME[language] if words not in said] == []
    assert english_in(page) == set()


@every_language
def test_front_page_is_in_the_newsrooms_language(paper, language):
    paper(language)
    with override_settings(LANGUAGE_CODE=language.lower()):
        page = page_of("/")
    assert language_of(page)[0] == language
    said = words_of(page)
    assert [words for words in FRONT_PAGE[language] if words not in said] == []
    assert english_in(page) == set()


@every_language
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("author", 200),
        ("category", 200),
        ("tag", 200),
        ("year", 200),
        ("month", 200),
        ("day", 200),
        ("unknown", 404),
        ("retired", 410),
    ],
)
def test_every_other_page_is_in_the_newsrooms_language(paper, language, name, status):
    address = other_pages(paper(language))[name]
    with override_settings(LANGUAGE_CODE=language.lower()):
        answer = visit(address)
    assert answer.status_code == status
    page = LexborHTMLParser(answer.content)
    assert language_of(page)[0] == language
    assert english_in(page) == set()


def other_pages(story):
    retired = make_article(language=story.language, status="retired", published_at=NOW)
    return {
        "author": story.bylines.get().author.get_absolute_url(),
        "category": story.primary_category.get_absolute_url(),
        "tag": story.tags.get().get_absolute_url(),
        "year": "/2026/",
        "month": "/2026/03/",
        "day": "/2026/03/02/",
        "unknown": "/2026/03/02/没有这篇/",
        "retired": retired.get_absolute_url(),
    }


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (1, "مدة القراءة دقيقة واحدة"),
        (2, "مدة القراءة دقيقتان"),
        (3, "مدة القراءة 3 دقائق"),
        (11, "مدة القراءة 11 دقيقة"),
        (100, "مدة القراءة 100 دقيقة"),
    ],
)
def test_arabic_counts_as_arabic_does(minutes, said):
    with translation.override("ar"):
        form = translation.ngettext("%(minutes)s minute to read", "%(minutes)s minutes to read", minutes)
    assert form % {"minutes": minutes} == said


def test_public_site_never_follows_the_browsers_language(paper):
    paper("zh-Hans")
    answer = visit("/", **{"Accept-Language": "ar"})
    assert language_of(LexborHTMLParser(answer.content))[0] == "en"
    assert "Accept-Language" not in answer.get("Vary", "")


# The desk


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "given", "says"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-hans", "登录"),
        ("ar-EG", "ar", "ادخل"),
        ("en-GB", "en", "Log in"),
        ("fr-FR, sv;q=0.5", "en", "Log in"),
        ("", "en", "Log in"),
    ],
)
def test_desk_speaks_the_language_that_the_browser_asks_for(asked, given, says):
    answer = Client(headers={"Accept-Language": asked}).get("/admin/login/")
    assert says in answer.content.decode()
    assert answer["Content-Language"] == given
    assert "Accept-Language" in answer["Vary"]


@pytest.mark.django_db
def test_words_of_the_writing_surface_are_in_the_desks_language(admin_client):
    answer = admin_client.get("/admin/jsi18n/", headers={"Accept-Language": "zh-CN"})
    assert json.dumps("编辑 HTML") in answer.content.decode()


@pytest.mark.django_db
def test_language_of_the_desk_does_not_stay_for_the_next_visitor():
    Client(headers={"Accept-Language": "zh-CN"}).get("/admin/login/")
    assert translation.get_language() == settings.LANGUAGE_CODE
