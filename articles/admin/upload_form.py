"""What is asked of who uploads an archive, and what of the answers can be taken."""

import json
import secrets
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from articles.importing import containers, uploads

FORMAT_NAMES = {
    "wxr": _("WordPress export (WXR)"),
    "feed": _("RSS, Atom or JSON Feed"),
    "ghost": _("Ghost export"),
    "ninjs": _("ninjs, of news agencies"),
    "front-matter": _("Front matter (Hexo, Jekyll, Hugo)"),
}


class UploadForm(forms.Form):
    token = forms.CharField(
        widget=forms.HiddenInput({"autocomplete": "off"}), validators=[RegexValidator(r"^[0-9a-f]{32}\Z")]
    )
    # The files' paths in the folder that was chosen, as JSON: upload.js writes them, since requests carry names alone.
    paths = forms.CharField(widget=forms.HiddenInput, required=False)
    origin = forms.CharField(
        label=_("Whose archive it is"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"list": "origins", "dir": "auto", "autocomplete": "off"}),
        help_text=_(
            "A story is known again by this name and its file's. Left empty, it is the archive's file name."
        ),
    )
    status = forms.ChoiceField(
        label=_("Stories land"),
        choices=[("keep", _("as their files say")), ("draft", _("all as drafts"))],
        widget=forms.RadioSelect,
        initial="keep",
    )
    format = forms.ChoiceField(
        label=_("Format"),
        choices=[("auto", _("Told by what the files hold")), *FORMAT_NAMES.items()],
        initial="auto",
    )
    categories = forms.ChoiceField(
        label=_("A list of categories is"),
        choices=[
            ("", _("what its dialect means by it")),
            ("path", _("one path in the tree")),
            ("flat", _("so many categories")),
        ],
        required=False,
    )
    images = forms.ChoiceField(
        label=_("Pictures elsewhere are"),
        choices=[("fetch", _("noted to be fetched")), ("link", _("left there")), ("skip", _("left out"))],
        initial="fetch",
    )
    zone = forms.ChoiceField(
        label=_("Time zone of dates without one"),
        choices=[(name, name) for name in sorted(available_timezones())],
    )

    def __init__(self, *args, files=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.files_given = files
        self.fields["token"].initial = secrets.token_hex(16)
        self.fields["zone"].initial = settings.TIME_ZONE

    def clean_origin(self):
        origin = self.cleaned_data["origin"]
        if not origin.isprintable():
            raise ValidationError(_("A name has letters that can be seen."))
        return origin

    def clean(self):
        names = [file.name for file in self.files_given]
        if not names:
            raise ValidationError(_("Choose a file or a folder."))
        if len(names) > 1 and any(map(is_container, names)):
            raise ValidationError(_("One packed archive at a time, and no other files with it."))
        if len(names) > 1 and "origin" in self.cleaned_data and not self.cleaned_data["origin"]:
            self.add_error("origin", _("Several files need the name of the archive that they are of."))

    def placed(self):
        """Where each file belongs below the archive, in safe names."""
        names = [file.name for file in self.files_given]
        paths = [uploads.safe_path(path) for path in given_paths(self.cleaned_data["paths"], names)]
        is_folder = all(len(path.parts) > 1 for path in paths) and len({path.parts[0] for path in paths}) == 1
        return [path.relative_to(path.parts[0]) for path in paths] if is_folder else paths


def is_container(name):
    return name.lower().endswith(containers.SUFFIXES)


def given_paths(written, names):
    """The paths that the page wrote, or the names where it wrote none that fit the files."""
    try:
        paths = json.loads(written)
    except ValueError:
        return names
    fits = (
        isinstance(paths, list) and len(paths) == len(names) and all(isinstance(path, str) for path in paths)
    )
    return paths if fits else names
