"""What is known of one picture, as its screen tells it."""

from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.images.renditions import SHAPES

from . import marks

# What each cut of a picture is for; the whole picture is none.
SHAPE_WORDS = {
    "card": gettext_lazy("Cards"),
    "square": gettext_lazy("Lists"),
    "wide": gettext_lazy("Wide"),
    "social": gettext_lazy("Shared elsewhere"),
}
FORMATS = {".jpg": "JPEG", ".png": "PNG", ".webp": "WebP", ".avif": "AVIF", ".gif": "GIF"}
SHORT_HASH = 12


def facts_of(image):
    """``[(name, words), …]``"""
    told = [
        (_("Size"), f"{image.width} × {image.height} px, {bytes_in_words(image)}"),
        (_("Format"), FORMATS.get(PurePosixPath(image.file).suffix, image.file)),
        (_("File name"), image.name),
        (_("Added"), marks.moment(image.added_at)),
        (_("By"), image.added_by or _("An import")),
    ]
    return [(name, words) for name, words in told if words]


def bytes_in_words(image):
    try:
        return filesizeformat(default_storage.size(image.file))
    except OSError:
        return _("but its file is not there")


def shapes_of(image):
    """The cuts that readers see, as the screen's script draws them: ``[{"name", "label", "across", "down"}, …]``."""
    return [
        {"name": name, "label": SHAPE_WORDS[name], "across": shape.ratio[0], "down": shape.ratio[1]}
        for name, shape in SHAPES.items()
        if shape.ratio
    ]


def rights_in_words(image, today):
    """How long readers still see the picture; ``""`` where no end is set."""
    if image.rights_until is None:
        return ""
    day = date_format(image.rights_until)
    if image.rights_until < today:
        return _("Readers have not seen it since the end of %(day)s.") % {"day": day}
    left = (image.rights_until - today).days
    if left == 0:
        return _("Today is the last day on which readers see it.")
    said = ngettext(
        "Readers see it until %(day)s: %(left)d day more.",
        "Readers see it until %(day)s: %(left)d days more.",
        left,
    )
    return said % {"day": day, "left": left}
