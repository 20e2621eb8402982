from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image as Pillow

from articles.desk.pictures import keeping
from articles.desk.pictures.keeping import Given, Stored
from articles.images import workshop
from articles.images.inspect import PictureRefused
from articles.models import Image

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def photograph(colour="navy", size=(700, 500), **options):
    image = Pillow.new("RGB", size, colour)
    image.paste(Pillow.linear_gradient("L").rotate(45).resize((300, 200)), (40, 60))
    written = BytesIO()
    image.save(written, "JPEG", **options)
    return written.getvalue()


def with_words(**tags):
    exif = Pillow.Exif()
    for tag, word in tags.items():
        exif[{"artist": 0x013B, "copyright": 0x8298, "caption": 0x010E}[tag]] = word
    return photograph(exif=exif)


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_picture_is_stored_under_its_content(media):
    image = keeping.store(photograph()).saved()
    assert files(media) == [image.file]
    assert (image.width, image.height, image.is_animated) == (700, 500, False)
    assert len(image.likeness) == 16


def test_storing_again_gives_the_same_row(media):
    assert keeping.store(photograph()).saved() == keeping.store(photograph()).saved()
    assert Image.objects.count() == 1


def test_checking_alone_stores_nothing(media):
    assert keeping.store(photograph(), write=False).image.width == 700
    assert files(media) == []


def test_what_is_no_picture_is_refused_and_nothing_stored(media):
    with pytest.raises(PictureRefused, match="a PDF"):
        keeping.store(b"%PDF-1.7")
    assert files(media) == []


def test_words_that_come_with_it_win_over_its_own():
    image = keeping.store(with_words(artist="王芳", caption="A ferry"), credit="Reuters", alt="A ship").image
    assert (image.credit, image.caption, image.alt) == ("Reuters", "A ferry", "A ship")


def test_its_copyright_stands_in_where_nobody_is_credited():
    assert keeping.store(with_words(copyright="2022 Agence")).image.credit == "2022 Agence"
    assert keeping.store(with_words(copyright="2022 Agence", artist="Jane Doe")).image.credit == "Jane Doe"


def test_an_animation_says_that_it_moves():
    frames = [Pillow.new("L", (20, 20), number * 80) for number in range(3)]
    written = BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:])
    assert keeping.store(written.getvalue()).saved().is_animated


def test_renditions_wait_until_they_are_asked_for(media):
    image = keeping.store(photograph()).saved()
    wanted = image.renditions()[0].name
    assert not default_storage.exists(wanted)
    assert keeping.make(wanted)
    with default_storage.open(wanted) as file:
        assert Pillow.open(file).size == (320, 229)


def test_only_renditions_that_a_picture_has_are_made(media):
    image = keeping.store(photograph()).saved()
    folder = image.renditions()[0].name.rpartition("/")[0]
    for name in (
        f"{folder}/321.webp",
        f"{folder}/../320.webp",
        "renditions/ab/unknown/320.webp",
        image.file,
        "",
    ):
        assert not keeping.make(name)
    assert files(media) == [image.file]


def test_all_are_made_at_once_where_the_newsroom_wants_it(media, settings):
    settings.RENDITIONS = "eager"
    image = keeping.store(photograph()).saved()
    assert files(media) == sorted({image.file, *(each.name for each in image.original.every_rendition())})


def test_those_of_a_picture_that_is_known_are_not_made_again(media, settings):
    keeping.store(photograph()).saved()
    settings.RENDITIONS = "eager"
    keeping.store(photograph())
    assert len(files(media)) == 1


def test_many_come_back_in_their_order(media):
    colours = ["navy", "maroon", "olive", "teal", "purple", "gray", "black"]
    given = [Given(data=photograph(colour), alt=colour) for colour in colours]
    stored = list(keeping.store_each(given))
    assert [each.saved().alt for each in stored] == colours
    assert len(files(media)) == len(colours)


@pytest.mark.parametrize("when", ["lazy", "eager"])
def test_one_that_is_refused_costs_no_other(media, settings, when):
    settings.RENDITIONS = when
    outcomes = list(
        keeping.store_each([Given(data=photograph()), Given(data=b""), Given(data=photograph("teal"))])
    )
    assert [type(outcome) for outcome in outcomes] == [Stored, PictureRefused, Stored]
    assert str(outcomes[1]) == "The file is empty."


def test_many_can_be_checked_alone(media):
    assert len(list(keeping.store_each([Given(data=photograph())], write=False))) == 1
    assert files(media) == []


def test_the_database_is_asked_by_the_caller_s_thread_alone(settings, django_assert_num_queries):
    settings.RENDITIONS = "eager"
    with django_assert_num_queries(2):
        list(keeping.store_each([Given(data=photograph("navy")), Given(data=photograph("teal"))]))


def test_few_pictures_are_in_memory_at_once():
    taken = []
    small = photograph(size=(40, 30))
    given = (taken.append(number) or Given(data=small) for number in range(10_000))
    outcomes = keeping.store_each(given)
    next(outcomes)
    assert len(taken) <= 2 * (workshop.AHEAD * workshop.shared.places + 1)
    outcomes.close()
