"""Blocks of WordPress's newer editor, seen in whole Records and on their own."""

import pytest

from articles.reading.record import Warning
from articles.reading.refusals import Refused
from articles.reading.wordpress.markup import blocks
from articles.reading.wordpress.markup.body import as_html
from articles.reading.wordpress.markup.shortcodes import Attachments

from .wordpress import attachment, export, item, parts_of, record_of, upload

BLOCKS = {
    "paragraphs": (
        '<!-- wp:paragraph {"align":"left"} -->\n<p>一\n二</p>\n<!-- /wp:paragraph -->',
        "<p>一\n二</p>",
    ),
    "text outside": (
        "<!-- wp:paragraph --><p>一</p><!-- /wp:paragraph -->\n\n二\n\n三",
        "<p>一</p><p>二</p>\n<p>三</p>",
    ),
    "older text": ("<!-- wp:freeform -->一\n\n二<!-- /wp:freeform -->", "<p>一</p>\n<p>二</p>"),
    "blocks in a block": (
        "<!-- wp:group --><div><!-- wp:heading --><h2>题</h2><!-- /wp:heading -->\n\n"
        "<!-- wp:list --><ul><li>一</li></ul><!-- /wp:list --></div><!-- /wp:group -->",
        "<div><h2>题</h2>\n\n<ul><li>一</li></ul></div>",
    ),
    "a rule": ("<!-- wp:separator --><hr><!-- /wp:separator --><!-- wp:spacer /-->", "<hr>"),
    "no blocks": ("一\n\n二", "<p>一</p>\n<p>二</p>"),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_blocks_lose_their_comments_only(name):
    given, wanted = BLOCKS[name]
    warnings = []

    assert as_html(given, attachments=Attachments(), blocks={}, warnings=warnings) == wanted
    assert warnings == []


def test_block_that_wordpress_fills_in_is_told_of():
    warnings = []

    html = blocks.unwrapped('一<!-- wp:latest-posts {"n":5} /--><!-- wp:block {"ref":7} /-->', str, warnings)

    assert html == "一"
    assert warnings == [Warning("block", "latest-posts ×1, block ×1")]


SHARED = item(7, "<!-- wp:paragraph --><p>订阅我们。</p><!-- /wp:paragraph -->", post_type="wp_block")
SHARE = '<p>一</p><!-- wp:block {"ref":7} /-->'


def test_block_shared_with_other_posts_stands_in_its_place():
    record = record_of(SHARE, beside=[SHARED])

    assert (record.body, record.warnings) == ("<p>一</p><p>订阅我们。</p>", [])


def test_change_of_a_shared_block_is_a_change_of_the_article():
    one, other = (
        parts_of(export(item(12, SHARE), shared))[0] for shared in (SHARED, SHARED.replace("订阅", "关注"))
    )

    assert (one.raw, one.context["blocks"] != other.context["blocks"]) == (other.raw, True)


def test_picture_in_a_shared_block_is_no_record_of_its_own():
    shown = f'<img class="wp-image-20" src="{upload("bridge.jpg")}">'
    shared = item(7, shown, post_type="wp_block")

    _, other = parts_of(export(item(12, SHARE), shared, attachment(20, "bridge.jpg")))
    assert other.reason == "a block for use in several posts"


def test_shared_block_within_itself_ends():
    loop = item(7, '<p>二</p><!-- wp:block {"ref":7} /-->', post_type="wp_block")

    assert "<p>二</p>" in record_of(SHARE, beside=[loop]).body


def test_shared_block_shown_without_end_is_refused():
    with pytest.raises(Refused, match="2,000,000 characters a body"):
        blocks.with_reused('<!-- wp:block {"ref":7} /-->' * 1_000, {"7": "长" * 10_000})


def test_picture_behind_the_words_of_a_cover_is_kept():
    opening = (
        '<!-- wp:cover {"url":"https://a.example/c.jpg","id":5} --><div style="background-image:url(c.jpg)">'
    )
    record = record_of(
        f"<p>一</p>{opening}<!-- wp:paragraph --><p>二</p><!-- /wp:paragraph --></div><!-- /wp:cover -->"
    )

    assert record.body == '<p>一</p><figure><img src="https://a.example/c.jpg"></figure><div><p>二</p></div>'


def test_cover_that_shows_its_picture_itself_shows_it_once():
    shown = '<div><img class="wp-block-cover__image-background" src="https://a.example/c.jpg"></div>'
    record = record_of(
        f'<p>一</p><!-- wp:cover {{"url":"https://a.example/c.jpg"}} -->{shown}<!-- /wp:cover -->'
    )

    assert record.body.count("c.jpg") == 1


def test_figures_keep_what_their_looks_mean():
    left = '<figure class="wp-block-image alignleft is-resized"><img src="https://a.example/a.jpg"></figure>'
    gallery = '<figure class="wp-block-gallery columns-3"><img src="https://a.example/b.jpg"></figure>'
    record = record_of(
        f"<!-- wp:image --><p>一</p>{left}<!-- /wp:image --><!-- wp:gallery -->{gallery}<!-- /wp:gallery -->"
    )

    assert '<figure class="align-left">' in record.body
    assert '<figure class="gallery">' in record.body


def test_file_of_a_block_is_linked_once():
    links = '<a href="/a.pdf">报告</a><a href="/a.pdf" class="wp-block-file__button" download>下载</a>'

    assert record_of(f"<!-- wp:file --><div>{links}</div><!-- /wp:file -->").body.count("<a ") == 1


def test_embed_block_becomes_a_card():
    block = (
        '<!-- wp:embed {"url":"https://youtu.be/dQw4w9WgXcQ"} --><figure class="wp-block-embed"><div>\n'
        "https://youtu.be/dQw4w9WgXcQ\n</div></figure><!-- /wp:embed -->"
    )

    assert '<a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ">' in record_of(block).body


@pytest.mark.parametrize(
    "piece", ["<!-- wp:a ", "<!--  ", '<!-- wp:cover {"url":"a"} -->', '<!-- wp:block {"ref":']
)
def test_piles_of_one_thing_are_read_in_good_time(piece):
    assert blocks.unwrapped(blocks.with_reused(piece * 60_000, {"7": "x"}), str, []) is not None
