"""Replacing, cropping and merging pictures that articles show."""

import pytest
from django.core.exceptions import PermissionDenied
from PIL import Image as Pillow

from articles.desk import contents
from articles.desk.pictures import cropping, keeping, library, merging, replacing
from articles.images.inspect import PictureRefused
from articles.images.renditions import Box
from articles.models import Article, Event, FormerFile, Image
from tests.factories import NOW, make_article, make_image_source, make_user
from tests.images import pictures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def scene(width=600, height=400, shift=0):
    """A landscape by one seed, or another with ``shift``; the same at any size."""
    small = Pillow.effect_mandelbrot((60, 40), (-2 + shift, -1, 1 + shift, 1), 60).convert("RGB")
    return small.resize((width, height), Pillow.Resampling.BICUBIC)


def jpeg(width=600, height=400, shift=0):
    return pictures.encode(scene(width, height, shift), "JPEG")


@pytest.fixture
def kept():
    return keeping.store(jpeg(), alt="江面").saved()


def article_with(image, **fields):
    article = make_article(body=f'<p>江。</p>\n<p><img src="{image.url}" alt=""></p>', **fields)
    article.article_images.create(image=image, position=0)
    return article


# Replacing


def test_a_replaced_picture_is_the_same_one_with_other_bytes(kept, chief):
    article = article_with(kept, lead_image=kept)
    replacing.replace(kept, jpeg(900, 600), by=chief, at=NOW)
    image = Image.objects.get()
    assert (image.pk, image.width, image.alt) == (kept.pk, 900, "江面")
    article.refresh_from_db()
    assert image.sha256 in article.body_html and kept.sha256 not in article.body_html
    assert kept.url in article.body
    assert Event.objects.get().verb == "replace_image"


def test_its_former_file_leads_to_it_and_can_be_put_back(kept, chief):
    image = replacing.replace(kept, jpeg(900, 600), by=chief, at=NOW)
    former = FormerFile.objects.get()
    assert (former.file, former.image) == (kept.file, image)
    image = replacing.put_back(image, former, by=chief, at=NOW)
    assert image.sha256 == kept.sha256
    assert FormerFile.objects.get().file != kept.file


def test_a_crop_stays_where_the_shape_does(kept, chief):
    cropping.crop(kept, Box(0, 0, 100, 100), by=chief, at=NOW)
    image = replacing.replace(kept, jpeg(600, 400, shift=0.7), by=chief, at=NOW)
    assert image.crop == Box(0, 0, 100, 100)
    image = replacing.replace(kept, jpeg(400, 600), by=chief, at=NOW)
    assert image.crop is None


def test_a_crop_and_the_focal_point_follow_to_another_size(kept, chief):
    cropping.crop(kept, Box(300, 200, 300, 200), by=chief, at=NOW)
    library.describe(Image.objects.get(), focal_x=90, by=chief, at=NOW)
    image = replacing.replace(kept, jpeg(300, 200), by=chief, at=NOW)
    assert (image.crop, image.focal_x) == (Box(150, 100, 150, 100), 90)
    image = replacing.replace(image, jpeg(901, 601), by=chief, at=NOW)
    assert (image.crop, image.focal_x) == (Box(450, 300, 450, 300), 90)


def test_the_focal_point_stays_in_its_place_where_a_crop_is_taken_off(kept, chief):
    cropping.crop(kept, Box(300, 0, 300, 400), by=chief, at=NOW)
    image = replacing.replace(kept, jpeg(400, 600), by=chief, at=NOW)
    assert (image.crop, image.focal_x, image.focal_y) == (None, 50, 50)


def test_the_same_bytes_change_nothing(kept, chief):
    replacing.replace(kept, jpeg(), by=chief, at=NOW)
    assert not Event.objects.exists() and not FormerFile.objects.exists()


def test_bytes_of_another_picture_are_refused_with_that_one(kept, chief):
    other = keeping.store(jpeg(shift=0.7)).saved()
    with pytest.raises(replacing.KnownAlready) as known:
        replacing.replace(kept, jpeg(shift=0.7), by=chief, at=NOW)
    assert known.value.image == other


def test_what_is_no_picture_replaces_nothing(kept, chief):
    with pytest.raises(PictureRefused):
        replacing.replace(kept, b"<svg>", by=chief, at=NOW)


def test_a_picture_removed_after_it_was_replaced_leaves_no_file(
    kept, chief, django_capture_on_commit_callbacks, tmp_path
):
    with django_capture_on_commit_callbacks(execute=True):
        image = replacing.replace(kept, jpeg(900, 600), by=chief, at=NOW)
        library.remove(image, by=chief, at=NOW)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


# Cropping


def test_a_crop_is_shown_wherever_the_picture_is(kept, chief):
    article = article_with(kept)
    image = cropping.crop(kept, Box(100, 50, 300, 200), by=chief, at=NOW)
    assert image.original.box == (100, 50, 300, 200)
    article.refresh_from_db()
    assert "/100-50-300x200-300.webp" in article.body_html
    assert 'width="300"' in article.body_html and 'height="200"' in article.body_html


def test_the_whole_picture_comes_back(kept, chief):
    cropping.crop(kept, Box(100, 50, 300, 200), by=chief, at=NOW)
    image = cropping.crop(kept, Box(0, 0, 600, 400), by=chief, at=NOW)
    assert image.crop is None
    assert Event.objects.count() == 2


def test_the_focal_point_stays_where_it_is_in_the_picture(kept, chief):
    library.describe(kept, focal_x=50, focal_y=50, by=chief, at=NOW)
    image = cropping.crop(kept, Box(150, 100, 300, 200), by=chief, at=NOW)
    assert (image.focal_x, image.focal_y) == (50, 50)
    image = cropping.crop(kept, Box(300, 0, 300, 400), by=chief, at=NOW)
    assert (image.focal_x, image.focal_y) == (0, 50)


@pytest.mark.parametrize(
    ("box", "words"),
    [
        ((-1, 0, 100, 100), "does not lie"),
        ((501, 0, 100, 100), "does not lie"),
        ((0, 350, 100, 100), "does not lie"),
        ((0, 0, 49, 100), "at least 50"),
        ((0, 0, 100, 0), "at least 50"),
    ],
)
def test_a_part_that_is_none_is_refused(kept, chief, box, words):
    with pytest.raises(cropping.BadCrop, match=words):
        cropping.crop(kept, Box(*box), by=chief, at=NOW)


# Merging


@pytest.fixture
def copy():
    """The same picture, saved smaller."""
    return keeping.store(jpeg(300, 200)).saved()


def test_pictures_that_look_alike_are_found(kept, copy):
    keeping.store(jpeg(shift=1.2)).saved()
    other = keeping.store(pictures.encode(scene().rotate(90, expand=True), "PNG")).saved()
    assert copy in merging.alike(kept) and kept in merging.alike(copy)
    assert other not in merging.alike(kept)


def test_every_reference_leads_to_the_one_that_stays(kept, copy, chief):
    source = make_image_source(image=copy)
    draft = article_with(copy, lead_image=copy, lead_image_source=source, status="draft")
    public = article_with(copy)
    merging.merge(kept, copy, by=chief, at=NOW)
    assert list(Image.objects.all()) == [kept]
    source.refresh_from_db()
    assert source.image == kept
    for article in (draft, public):
        article.refresh_from_db()
        assert kept.sha256 in article.body_html and copy.sha256 not in article.body_html
        assert article.article_images.get().image == kept
    assert draft.lead_image == kept
    assert Event.objects.get().data["gone"] == copy.pk


def test_a_version_that_names_the_merged_picture_can_be_put_back(kept, copy, chief):
    article = make_article(lead_image=copy)
    said = contents.of(article)
    merging.merge(kept, copy, by=chief, at=NOW)
    article.refresh_from_db()
    contents.put(article, said, at=NOW)
    assert article.lead_image == kept


def test_a_version_that_names_a_removed_picture_can_be_put_back(kept, chief):
    article = make_article()
    library.remove(kept, by=chief, at=NOW)
    contents.put(article, contents.of(article) | {"lead_image_id": kept.pk}, at=NOW)
    assert article.lead_image is None


def test_words_are_chosen(kept, copy, chief):
    merging.merge(kept, copy, by=chief, at=NOW, credit="林知夏")
    image = Image.objects.get()
    assert (image.alt, image.credit) == ("江面", "林知夏")


def test_merging_is_one_event_that_says_which_words_changed(kept, copy, chief):
    merging.merge(kept, copy, by=chief, at=NOW, credit="林知夏", alt="江面")
    event = Event.objects.get()
    assert (event.verb, event.data["thing"], event.data["gone"]) == ("merge_images", kept.pk, copy.pk)
    assert event.data["changed"] == {"credit": ["", "林知夏"]}


def test_of_two_who_merge_the_same_pictures_the_second_is_told(kept, copy, chief):
    merging.merge(kept, copy, by=chief, at=NOW)
    with pytest.raises(Image.DoesNotExist):
        merging.merge(kept, copy, by=chief, at=NOW)


def test_who_may_not_delete_merges_nothing(kept, copy):
    with pytest.raises(PermissionDenied):
        merging.merge(kept, copy, by=make_user("Writer"), at=NOW)


def test_merging_costs_the_same_queries_for_any_number_of_articles(
    kept, copy, chief, django_assert_max_num_queries
):
    for _ in range(30):
        article_with(copy)
    chief.has_perm("articles.change_image")
    with django_assert_max_num_queries(40):
        merging.merge(kept, copy, by=chief, at=NOW)
    assert Article.objects.filter(body_html__contains=kept.sha256).count() == 30


def test_a_picture_is_not_merged_with_itself(kept, chief):
    with pytest.raises(ValueError, match="itself"):
        merging.merge(kept, kept, by=chief, at=NOW)
