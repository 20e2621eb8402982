"""Shortcodes and embeds, seen in whole Records and on their own."""

import pytest

from articles.reading.record import Picture, Warning
from articles.reading.refusals import Refused
from articles.reading.wordpress.markup import embeds, shortcodes
from articles.reading.wordpress.markup.shortcodes import Attachments

from .wordpress import attachment, codes, record_of, upload

PICTURE = f'<img src="{upload("bridge.jpg")}" alt="桥" width="300">'
SHOWN = f'<img src="{upload("bridge.jpg")}" alt="桥" width="300">'
LISTED = [
    attachment(20, "bridge.jpg", caption="新桥", alt="桥"),
    attachment(21, "ferry.png", parent="12"),
    attachment(22, "speech.mp3", parent="12"),
]
A, B = (
    f'<figure><img src="{upload(name)}" alt="{alt}">'
    for name, alt in (("bridge.jpg", "桥"), ("ferry.png", ""))
)
BOTH = f'<figure class="gallery">{A}<figcaption>新桥</figcaption></figure>{B}</figure></figure>'
TALK = f'<p class="embed-card"><a href="{upload("speech.mp3")}">{upload("speech.mp3").removeprefix("https://")}</a></p>'
YOUTUBE = (
    '<p class="embed-card"><a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ">'
    "YouTube · youtube.com/watch?v=dQw4w9WgXcQ</a></p>"
)
VIMEO = '<p class="embed-card"><a href="https://vimeo.com/76979871">Vimeo · vimeo.com/76979871</a></p>'
POST = "https://x.example/wanbao/status/1"
LINK = f'<p><a href="{POST}">{POST}</a></p>'

BODIES = {
    "caption": (
        f'[caption id="attachment_20" align="alignright" width="300"]{PICTURE} 新桥[/caption]',
        f'<figure class="align-right">{SHOWN}<figcaption>新桥</figcaption></figure>',
    ),
    "caption as an attribute": (
        f"[wp_caption width='300' caption='新桥']{PICTURE}[/wp_caption]",
        f"<figure>{SHOWN}<figcaption>新桥</figcaption></figure>",
    ),
    "caption of a linked picture": (
        f'[caption]<a href="https://example.org/">{PICTURE}</a> 新 <em>桥</em>[/caption]',
        f'<figure><a href="https://example.org/">{SHOWN}</a><figcaption>新 <em>桥</em></figcaption></figure>',
    ),
    "caption of a link left open": (
        f'[caption]<a href="https://example.org/">{PICTURE} 新桥[/caption]\n\n正文。',
        f'<figure><a href="https://example.org/">{SHOWN}</a><figcaption>新桥</figcaption></figure><p>正文。</p>',
    ),
    "caption within a text": (
        f"一\n[caption]{PICTURE}[/caption]\n二",
        f"<p>一</p><figure>{SHOWN}</figure><p>二</p>",
    ),
    "gallery": ('[gallery ids="20,21"]', BOTH),
    "gallery with curly quotes": ("[gallery ids=”20,21″]".replace("″", "”"), BOTH),
    "gallery in its own order": (
        "[gallery include=21,20 exclude=20]",
        f'<figure class="gallery">{B}</figure></figure>',
    ),
    "gallery of what is attached": ("[gallery]", f'<figure class="gallery">{B}</figure></figure>'),
    "gallery alone on a line": (
        '一\n[gallery ids="21"]\n二',
        f'<p>一</p><figure class="gallery">{B}</figure></figure><p>二</p>',
    ),
    "playlist": ("[playlist ids=22]", TALK),
    "audio": (f'[audio mp3="{upload("speech.mp3")}"][/audio]', TALK),
    "video": ('[video width="640" src="https://youtu.be/dQw4w9WgXcQ"]', YOUTUBE),
    "embed": ("[embed width=500]https://www.youtube.com/watch?v=dQw4w9WgXcQ[/embed]", YOUTUBE),
    "youtube by its address": ("[youtube=http://www.youtube.com/watch?v=dQw4w9WgXcQ&w=640]", YOUTUBE),
    "youtube by its number": ("[youtube dQw4w9WgXcQ]", YOUTUBE),
    "youtube by its id": ('[youtube id="dQw4w9WgXcQ"]', YOUTUBE),
    "vimeo": ("[vimeo 76979871 w=640]", VIMEO),
    "address alone on a line": ("https://vimeo.com/76979871", VIMEO),
    "address alone in a paragraph": ("<p>https://youtu.be/dQw4w9WgXcQ</p>", YOUTUBE),
    "address alone between lines": (f"一\n{POST}\n二", f"<p>一</p>{LINK}<p>二</p>"),
    "address within a line": (f"见 {POST}", f"<p>见 {POST}</p>"),
    "tweet": (f"[tweet {POST}]", LINK),
    "written about": ("写作 [[gallery]] 即可", "<p>写作 [gallery] 即可</p>"),
    "brackets that are none": ("他说[原文如此] [sic] [1] [Ed.]", "<p>他说[原文如此] [sic] [1] [Ed.]</p>"),
}


@pytest.mark.parametrize("name", BODIES)
def test_shortcode_becomes_what_it_stands_for(name):
    given, wanted = BODIES[name]

    record = record_of(given, beside=LISTED)

    assert record.body.replace("\n", "") == wanted
    assert codes(record) == []


UNKNOWN = {
    "with a value": ('[contact-form to="a@example.org"]', "contact-form ×1"),
    "that encloses": ("[box]一[/box]\n\n[box]二[/box]", "box ×2"),
    "with a value after a word": ("[wpvideo tFnqC9XQ w=680]", "wpvideo ×1"),
    "alone on its line": ("一\n\n[sitemap]\n\n二", "sitemap ×1"),
    "underscored": ("见 [map_of_city] 。", "map_of_city ×1"),
    "gallery of nothing": ("[gallery]", "gallery ×1"),
    "caption of no picture": ("[caption]新桥[/caption]", "caption ×1"),
    "player of no address": ("[youtube]", "youtube ×1"),
    "two of them": ("[a x=1] [b y=2] [a x=3]", "a ×2, b ×1"),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_other_shortcode_stays_as_text_and_is_told_of(name):
    given, detail = UNKNOWN[name]

    record = record_of(given)

    assert record.warnings == [Warning("shortcode", detail)]
    assert "[" in record.body


def test_pictures_of_a_gallery_are_the_article_s():
    record = record_of('[gallery ids="20,21"]', beside=LISTED)

    assert record.pictures == [
        Picture(upload("bridge.jpg"), alt="桥", caption="新桥"),
        Picture(upload("ferry.png")),
    ]


def test_gallery_shows_what_there_is_and_tells_of_the_rest():
    record = record_of('[gallery ids="21,404"]', beside=LISTED)

    assert len(record.pictures) == 1
    assert record.warnings == [Warning("image-missing", "not in the export: attachment 404")]


def test_words_of_an_attachment_cannot_break_out_of_its_tag():
    described = {"9": {"url": 'https://example.org/"onload="x.jpg', "alt": '"><script>'}}

    html = shortcodes.expanded("[gallery ids=9]", Attachments(described=described), [])

    assert "<script>" not in html and '"onload' not in html


def test_gallery_shown_without_end_is_refused():
    described = {"9": {"url": "https://example.org/a.jpg", "caption": "长" * 5_000}}

    with pytest.raises(Refused, match="2,000,000 characters a body"):
        shortcodes.expanded("[gallery ids=9]" * 1_000, Attachments(described=described), [])


@pytest.mark.parametrize(
    ("expand", "piece"),
    [
        (lambda text: shortcodes.expanded(text, Attachments(), []), "[caption]"),
        (lambda text: shortcodes.expanded(text, Attachments(), []), "[caption][/embed]"),
        (lambda text: shortcodes.expanded(text, Attachments(), []), "[a '"),
        (lambda text: shortcodes.expanded(text, Attachments(), []), "[["),
        (embeds.expanded, "\n  http"),
        (embeds.expanded, "<p> http://"),
    ],
)
def test_piles_of_one_thing_are_read_in_good_time(expand, piece):
    assert expand(piece * 60_000)
