import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.images import renditions
from articles.images.renditions import SHAPES, Box, Original

SHA256 = "ab12" + "0" * 60


def original(width=3000, height=2000, **more):
    return Original(SHA256, width, height, **more)


@pytest.mark.parametrize(
    ("width", "wanted"),
    [
        (1, [1]),
        (319, [319]),
        (320, [320]),
        (500, [320, 500]),
        (1000, [320, 640, 960, 1000]),
        (1920, [320, 640, 960, 1280, 1920]),
        (6000, [320, 640, 960, 1280, 1920]),
    ],
)
def test_widths_follow_the_ladder_up_to_the_original(width, wanted):
    assert renditions.widths(width) == wanted


def test_widths_follow_another_ladder():
    assert renditions.widths(700, (100, 600)) == [100, 600]


@pytest.mark.parametrize("width", [0, -5])
def test_a_picture_without_width_has_no_renditions(width):
    with pytest.raises(ValueError, match=f"at least 1 pixel wide, not {width}"):
        renditions.widths(width)


@given(st.integers(1, 20_000))
def test_widths_ascend_and_are_never_above_the_original(width):
    found = renditions.widths(width)
    assert found == sorted(set(found)) and found[0] >= 1 and found[-1] <= width


def test_the_whole_picture_is_named_by_content_and_width():
    names = [each.name for each in original(640, 480).renditions()]
    assert names == [f"renditions/ab/{SHA256}/320.webp", f"renditions/ab/{SHA256}/640.webp"]


def test_a_part_is_named_by_where_it_is_cut():
    [small, *_] = original(3000, 2000).renditions("square", format="jpeg")
    assert small.name == f"renditions/ab/{SHA256}/500-0-2000x2000-160.jpg"


def test_a_crop_is_named_as_a_part():
    [small, *_] = original(crop=Box(100, 200, 1000, 500)).renditions()
    assert small.name == f"renditions/ab/{SHA256}/100-200-1000x500-320.webp"


def test_another_focal_point_is_another_name_where_it_is_another_part():
    middle, left = (original(focal_x=x).renditions("square")[0].name for x in (50, 10))
    assert middle != left


def test_a_focal_point_that_changes_no_cut_changes_no_name():
    names = [[each.name for each in original(focal_x=x).renditions()] for x in (50, 10)]
    assert names[0] == names[1]


def test_the_original_is_named_by_its_content():
    assert renditions.original_name(SHA256, suffix=".avif") == f"originals/ab/{SHA256}.avif"


def test_what_others_show_of_a_story_is_one_jpeg():
    assert [(each.width, each.height) for each in original().renditions("social", format="jpeg")] == [
        (1200, 630)
    ]
    assert not [each for each in original().every_rendition() if each.width == 1200 and each.format == "webp"]


def test_an_unknown_shape_is_an_error():
    with pytest.raises(KeyError):
        original().renditions("round")


sides = st.integers(1, 5_000)
percents = st.integers(0, 100)


@st.composite
def originals(draw):
    """Any picture, with or without a crop, its focal point anywhere."""
    width, height, crop = draw(sides), draw(sides), None
    if draw(st.booleans()):
        left, top = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
        crop = Box(left, top, draw(st.integers(1, width - left)), draw(st.integers(1, height - top)))
    return Original(SHA256, width, height, crop, draw(percents), draw(percents))


@given(originals())
def test_every_name_is_that_of_one_rendition(picture):
    found = {}
    for each in picture.every_rendition():
        assert found.setdefault(each.name, each) == each


@given(originals())
def test_no_rendition_is_larger_than_what_it_shows(picture):
    assert all(each.width <= each.box.width for each in picture.every_rendition())
    assert all(1 <= each.height <= each.box.height for each in picture.every_rendition())


@given(originals(), st.sampled_from([name for name, shape in SHAPES.items() if shape.ratio]))
def test_a_cut_lies_inside_what_is_shown(picture, shape):
    box, part = picture.box, picture.renditions(shape)[0].box
    assert box.left <= part.left and part.left + part.width <= box.left + box.width
    assert box.top <= part.top and part.top + part.height <= box.top + box.height


@given(originals(), st.sampled_from([name for name, shape in SHAPES.items() if shape.ratio]))
def test_a_cut_has_its_ratio_within_a_pixel_and_touches_two_sides(picture, shape):
    box, part = picture.box, picture.renditions(shape)[0].box
    across, down = SHAPES[shape].ratio
    assert part.width == box.width or part.height == box.height
    assert (
        abs(part.width - part.height * across / down) <= 1
        or abs(part.height - part.width * down / across) <= 1
    )


@given(originals(), st.sampled_from([name for name, shape in SHAPES.items() if shape.ratio]))
def test_a_cut_holds_the_focal_point(picture, shape):
    box, part = picture.box, picture.renditions(shape)[0].box
    x, y = box.left + box.width * picture.focal_x / 100, box.top + box.height * picture.focal_y / 100
    assert part.left - 1 <= x <= part.left + part.width + 1
    assert part.top - 1 <= y <= part.top + part.height + 1
