"""What a picture's file was called before: bodies, versions, imports and uploads that name it mean the picture."""

import pytest
from PIL import Image as Pillow

from articles.desk.pictures import keeping, library, merging, replacing, uses
from articles.exporting.archives import export_archives
from articles.models import Article, FormerFile, Image
from tests.factories import NOW, make_article, save
from tests.images import pictures
from tests.importing.archives import run_import, story, write

from .test_changing_pictures import article_with, jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


@pytest.fixture
def kept():
    return keeping.store(jpeg(), alt="江面").saved()


@pytest.fixture
def other():
    return keeping.store(jpeg(shift=0.7)).saved()


@pytest.fixture
def copy():
    """The same picture as ``kept``, saved smaller."""
    return keeping.store(jpeg(300, 200)).saved()


def former_files():
    return dict(FormerFile.objects.values_list("file", "image"))


def test_an_article_that_is_edited_goes_on_showing_a_replaced_picture(kept, chief):
    article = article_with(kept)
    image = replacing.replace(kept, jpeg(900, 600), by=chief, at=NOW)
    article.refresh_from_db()
    article.body += "<p>又起。</p>"
    save(article, by=chief, at=NOW)
    use = article.article_images.get()
    assert use.image == image
    assert uses.articles_with(image).get() == article


def test_a_former_address_in_a_new_article_shows_the_picture(kept, chief):
    image = replacing.replace(kept, jpeg(900, 600), by=chief, at=NOW)
    article = make_article()
    article.body = f'<p><img src="{kept.url}" alt=""></p>'
    save(article, by=chief, at=NOW)
    assert article.article_images.get().image == image


def test_former_bytes_that_are_uploaded_again_are_no_new_picture(kept, chief):
    replacing.replace(kept, jpeg(900, 600), by=chief, at=NOW)
    assert library.add(jpeg(), by=chief, at=NOW) == (kept, False)
    assert Image.objects.count() == 1


def test_former_bytes_of_another_picture_are_refused_with_that_one(kept, other, chief):
    replacing.replace(kept, jpeg(900, 600), by=chief, at=NOW)
    with pytest.raises(replacing.KnownAlready) as known:
        replacing.replace(other, jpeg(), by=chief, at=NOW)
    assert known.value.image == kept
    assert former_files() == {kept.file: kept.pk}


def test_bytes_of_a_merged_picture_come_and_go_and_versions_still_find_it(kept, copy, chief):
    merging.merge(kept, copy, by=chief, at=NOW)
    image = replacing.replace(kept, jpeg(300, 200), by=chief, at=NOW)
    assert (image.file, FormerFile.objects.get(number=copy.pk).image) == (copy.file, kept)
    image = replacing.replace(image, jpeg(900, 600), by=chief, at=NOW)
    assert FormerFile.objects.get(number=copy.pk).image == kept
    assert former_files() == {kept.file: kept.pk, copy.file: kept.pk}


def test_a_picture_with_a_former_file_of_another_is_merged_into_it(kept, chief):
    """Both may be there from before former files were known again."""
    replacing.replace(kept, jpeg(900, 600), by=chief, at=NOW)
    again = keeping.store(jpeg()).image
    again.save()
    merging.merge(kept, again, by=chief, at=NOW)
    assert former_files() == {again.file: kept.pk}
    assert FormerFile.objects.get().number == again.pk


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_former_one_of_any_format_is_put_back_as_it_was(chief, form):
    colours = Pillow.effect_mandelbrot((90, 60), (-2, -1, 1, 1), 60).convert("RGB")
    kept = keeping.store(pictures.encode(colours, form)).saved()
    image = replacing.replace(kept, jpeg(900, 600), by=chief, at=NOW)
    image = replacing.put_back(image, image.former_files.get(), by=chief, at=NOW)
    assert image.sha256 == kept.sha256
    assert kept.file not in former_files()


def test_an_archive_that_is_imported_again_shows_the_picture_that_replaced_its_own(tmp_path, chief):
    archive = tmp_path / "archive"
    body = '<p>江边</p><p><img src="river.jpg" alt="晨雾"></p>'
    write(archive, {"a.txt": story(body=body), "river.jpg": jpeg()})
    run_import(archive)
    image = replacing.replace(Image.objects.get(), jpeg(900, 600), by=chief, at=NOW)
    write(archive, {"a.txt": story(body=body + "<p>又起。</p>"), "b.txt": story("渔歌又起", body=body)})
    run_import(archive)
    assert list(Image.objects.all()) == [image]
    assert [image.sha256 in article.body_html for article in Article.objects.all()] == [True, True]


def test_an_export_with_pictures_has_the_ones_that_replaced_others(tmp_path, kept, chief):
    image = replacing.replace(kept, jpeg(900, 600), by=chief, at=NOW)
    article_with(image)
    Article.objects.update(body=f'<p><img src="{kept.url}" alt=""></p>')
    export_archives(tmp_path / "out", Article.objects.all(), site="The Newsroom", images="copy")
    assert [path.stem for path in (tmp_path / "out").rglob("*.jpg")] == [image.sha256]
