"""What Hugo, Jekyll, Hexo, Pelican and Eleventy mean by a file's place and by their own keys."""

import pytest

from articles.reading.readers.front_matter import read, read_article
from articles.reading.record import Refusal

from .stories import codes, record_of, story

DATED = "date: 2022-01-27"


def test_page_of_a_folder_is_called_by_it_and_shows_its_pictures():
    record = record_of(DATED, "![桥](a.jpg)", path="content/post/2021-03-02-harbour-plan/index.md")

    assert record.slug == "harbour-plan"
    assert [picture.address for picture in record.pictures] == [
        "archive:content/post/2021-03-02-harbour-plan/a.jpg"
    ]


def test_page_of_a_section_is_no_article():
    (refusal,) = read(story("", ""), path="content/post/_index.zh.md")

    assert refusal == Refusal("skipped", "not an article (the page of a section, above its list)")
    assert isinstance(read(story("", "<p>栏目说明。</p>"), path="post/_index.md")[0], Refusal)


def test_page_of_a_section_with_a_date_and_a_text_is_one():
    assert record_of(DATED, path="content/post/_index.md").headline == "大桥维修"


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("_posts/2021-03-02-harbour-plan.md", "harbour-plan"),
        ("source/_posts/2021-03-02-harbour-plan.md", "harbour-plan"),
        ("source/_posts/harbour-plan.md", "大桥维修"),
        ("2021-03-02-harbour-plan.md", "大桥维修"),
        ("index.md", "大桥维修"),
        ("2021/03/index.html", "大桥维修"),
        ("2021/03/harbour-plan/index.html", "harbour-plan"),
    ],
)
def test_slug_is_the_file_s_name_where_the_site_made_addresses_of_it(path, slug):
    assert record_of(DATED, path=path).slug == slug


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("content/post/a.md", "archive:static/img/a.jpg"),
        ("blog/source/_posts/a.md", "archive:blog/source/img/a.jpg"),
        ("_posts/2021/2021-03-02-a.md", "archive:img/a.jpg"),
        ("news/a.md", "archive:img/a.jpg"),
    ],
)
def test_slash_before_a_picture_is_where_the_site_keeps_them(path, address):
    assert [picture.address for picture in record_of(body="![桥](/img/a.jpg)", path=path).pictures] == [
        address
    ]


def test_hugo_keys_below_others_count_unless_stated_above():
    toml = (
        '+++\ntitle = "大桥维修"\ndate = 2022-01-27T10:00:00+08:00\ntags = ["桥"]\n[taxonomies]\ntags = ["路"]\n'
        'categories = ["本地", "交通"]\n[params]\nauthor = "张三"\nmath = true\n[cover]\nimage = "a.jpg"\nalt = "新桥"\n'
        "+++\n正文。\n"
    )
    record = read_article(toml.encode(), path="content/post/a/index.md")

    assert (record.tags, record.categories) == (["桥"], [("本地",), ("交通",)])
    assert [credit.name for credit in record.byline] == ["张三"]
    assert (record.lead_picture.address, record.lead_picture.alt) == ("archive:content/post/a/a.jpg", "新桥")
    assert record.extra == {"taxonomies": {"tags": ["路"]}, "params": {"math": "true"}}


def test_jekyll_s_words_are_a_list_where_spaces_part_them():
    lines = "categories: news local\ntags: bridge river"

    record = record_of(f"{DATED}\n{lines}", path="_posts/2022-01-27-a.md")
    assert (record.categories, record.tags) == ([("news", "local")], ["bridge", "river"])

    record = record_of(f"{DATED}\n{lines}", path="source/_posts/a.md")
    assert (record.categories, record.tags) == ([("news local",)], ["bridge river"])


@pytest.mark.parametrize(
    "pattern", ["/:year/:title/", "/{{ page.fileSlug }}/", "false", "pretty/:i_month/:name"]
)
def test_permalink_that_is_a_pattern_stays_extra(pattern):
    record = record_of(f"{DATED}\npermalink: '{pattern}'")

    assert (record.old_addresses, codes(record)) == ([], [])
    assert record.extra == {"permalink": pattern}


def test_every_key_of_old_addresses_counts():
    record = record_of(f"{DATED}\naliases: /a/\nredirect_from:\n - /b/\n - /c.html")

    assert record.old_addresses == ["/a/", "/b/", "/c.html"]


PELICAN = (
    "Title: Harbour plan: what we know\nDate: 2021-03-02 10:20\nCategory: Local news, city\nTags: port, river\n"
    "Authors: Jane Smith, John Doe\nSave_as: harbour/plan/index.html\nSummary: In short,\n    it is built.\n\n"
    "The plan ![map]({static}/images/a.jpg) ![b]({attach}b.jpg) and [more]({filename}/other.md).\n"
)


def test_pelican_s_header_needs_no_delimiter():
    record = read_article(PELICAN.encode(), path="content/news/a.md")

    assert (record.headline, record.standfirst) == ("Harbour plan: what we know", "In short, it is built.")
    assert (record.categories, record.tags) == ([("Local news",), ("city",)], ["port", "river"])
    assert [credit.name for credit in record.byline] == ["Jane Smith", "John Doe"]
    assert (record.slug, record.old_addresses) == ("plan", ["/harbour/plan/"])
    assert record.warnings == []


def test_pelican_s_marks_lead_to_the_files_of_its_content():
    record = read_article(PELICAN.encode(), path="content/news/a.md")

    assert [picture.address for picture in record.pictures] == [
        "archive:content/images/a.jpg",
        "archive:content/news/b.jpg",
    ]
    assert 'href="/other.md"' in record.body


def test_pelican_s_hidden_page_is_a_draft():
    record = read_article(PELICAN.replace("Tags", "Status: hidden\nTags").encode(), path="a.md")

    assert (record.status, record.warnings) == ("draft", [])


def test_lead_picture_may_be_the_teaser_of_a_theme_s_header():
    record = record_of(
        f"{DATED}\nheader:\n  teaser: /assets/a.jpg\n  caption: 桥", path="_posts/2022-01-27-a.md"
    )

    assert record.lead_picture.address == "archive:assets/a.jpg"
    assert record.extra == {"header": {"caption": "桥"}}


def test_page_that_lists_others_is_no_article_unless_it_has_a_date():
    body = "<ul>{% for post in site.posts %}<li>{{ post.title }}</li>{% endfor %}</ul>"
    (refusal,) = read(story("", body), path="news.md")

    assert refusal == Refusal("skipped", "not an article (a page that lists others)")
    assert record_of(DATED, body).headline == "大桥维修"


def test_eleventy_s_name_for_its_collection_is_no_tag():
    assert record_of(f"{DATED}\nlayout: post.njk\ntags: [posts, 桥]").tags == ["桥"]
    assert record_of(f"{DATED}\nlayout: post\ntags: [posts, 桥]").tags == ["posts", "桥"]


def test_lead_picture_of_a_jekyll_post_lies_below_its_site():
    record = record_of(f"{DATED}\nthumbnail: assets/a.jpg", path="blog/_posts/2022-01-27-a.md")

    assert record.lead_picture.address == "archive:blog/assets/a.jpg"


def test_eleventy_s_data_beside_a_page_is_no_article():
    (refusal,) = read(b'{"title": "x", "tags": "post"}', path="posts/a.11tydata.json")

    assert refusal.outcome == "skipped"
