import pytest
from django.utils import translation

from articles.images import renditions
from articles.presenting import pictures, presenters
from tests.factories import NOW, make_article, make_author, make_correction, make_image, make_image_source

pytestmark = pytest.mark.django_db


def test_kept_picture_has_its_renditions_and_the_widest_that_fits_a_page():
    image = make_image(width=4000, height=3000)
    lead = pictures.lead(make_article(lead_image=image), NOW)
    folder = f"/media/{renditions.folder_of(image.sha256)}"
    assert lead.srcset == ", ".join(
        f"{folder}/{width}.webp {width}w" for width in (320, 640, 960, 1280, 1920)
    )
    assert (lead.url, lead.width, lead.height) == (f"{folder}/1280.webp", 1280, 960)


def test_words_of_the_article_go_before_those_of_the_picture():
    image = make_image(alt="江面", caption="晨雾", credit="林知夏")
    lead = pictures.lead(make_article(lead_image=image, lead_image_caption="清晨的长江"), NOW)
    assert (lead.alt, lead.caption, lead.credit) == ("江面", "清晨的长江", "林知夏")


def test_pending_picture_has_its_source_and_no_size():
    source = make_image_source()
    lead = pictures.lead(make_article(lead_image_source=source), NOW)
    assert (lead.url, lead.source_url) == (source.url, source.url)
    assert (lead.srcset, lead.width, lead.height) == ("", None, None)


@pytest.mark.parametrize("address", ["archive:origin/river.jpg", "file:///etc/passwd", "javascript:alert(1)"])
def test_picture_that_readers_cannot_reach_is_none(address):
    assert pictures.lead(make_article(lead_image_source=make_image_source(address)), NOW) is None


def test_source_inside_an_archive_is_not_told():
    source = make_image_source("archive:origin/river.jpg")
    lead = pictures.lead(make_article(lead_image=make_image(), lead_image_source=source), NOW)
    assert lead.source_url == ""


@pytest.mark.parametrize(
    ("x", "y", "name"),
    [(50, 50, "focal-center-center"), (0, 100, "focal-left-bottom"), (100, 0, "focal-right-top")],
)
def test_focal_point_is_one_of_nine_places(x, y, name):
    assert pictures.focal_class(x, y) == name


def test_card_names_an_author_of_two_roles_once():
    author = make_author()
    article = make_article(authors=[author])
    article.bylines.create(author=author, role="摄影", position=1)
    assert [link.name for link in presenters.card(article, NOW).authors] == [author.name]


def test_kind_of_a_correction_is_told_in_the_language_of_the_page():
    article = make_article()
    make_correction(article)
    note = presenters.article_page(article, NOW, categories=[], related=[]).corrections[0]
    with translation.override("ar"):
        assert str(note.kind_label) == str(translation.gettext("Correction"))
