"""The form of an article: what an editor types, read back so that nothing changes that nobody changed."""

import re
import unicodedata
from copy import copy
from datetime import UTC, datetime
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.desk import editing
from articles.models import Article, Category, Tag
from articles.reading.dates import EARLIEST_YEAR, LATEST
from articles.text import sanitizer

from . import date_words, marks, picker, typed
from .following_slug import FollowingSlug
from .lead_image import LeadImageField
from .sharing import LineField
from .tree import TreeChoiceField, TreeMultipleChoiceField
from .writing_surface import BodyWidget

MOMENTS = ("published_at", "embargo_until", "retire_at")
EARLIEST = datetime(EARLIEST_YEAR, 1, 1, tzinfo=UTC)
OVERTAKEN = "overtaken"
LINE_END = re.compile(r"\r\n|\r|\n")


class TextField(forms.CharField):
    """Text whose line ends are those it was stored with: browsers send \\r\\n whatever they were given."""

    widget = forms.Textarea

    def __init__(self, **options):
        super().__init__(strip=False, required=False, **options)

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class MomentField(forms.DateTimeField):
    """A moment in the newsroom's zone, in the browser's own picker."""

    def __init__(self, **options):
        # Any step, or a browser would refuse the seconds of an imported article.
        attributes = {"type": "datetime-local", "step": "any"}
        widget = forms.DateTimeInput(attributes, format="%Y-%m-%dT%H:%M:%S")
        super().__init__(required=False, widget=widget, **options)

    def validate(self, value):
        super().validate(value)
        # Beyond, there are zones whose calendar has no such day.
        if value and not EARLIEST <= value <= LATEST:
            raise ValidationError(_("Choose a time between the years 1000 and 9999."))


class TagsField(forms.Field):
    """Tags, one a line, as a list of names."""

    widget = forms.Textarea
    MOST_CHARACTERS = Tag._meta.get_field("name").max_length

    def __init__(self, **options):
        super().__init__(required=False, **options)

    def prepare_value(self, value):
        return value if isinstance(value, str) or value is None else "\n".join(map(tidy, value))

    def to_python(self, value):
        return list(dict.fromkeys(filter(None, map(tidy, LINE_END.split(value or "")))))

    def validate(self, value):
        if any(len(name) > self.MOST_CHARACTERS for name in value):
            raise ValidationError(
                _("A tag has at most %(most)d characters.") % {"most": self.MOST_CHARACTERS}
            )

    def has_changed(self, initial, data):
        return sorted(map(tidy, initial or [])) != sorted(self.to_python(data))


def tidy(name):
    """The tag's name without what nobody can have typed; joiners and marks of direction belong to a script."""
    return "".join(letter for letter in name if unicodedata.category(letter) != "Cc").strip()


class ArticleForm(FollowingSlug, forms.ModelForm):
    """``by``: who fills it in, ``shown``: what it begins with (typed.Shown); both set by the screen that shows it."""

    by = None
    shown = None
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    beside = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # Which copy of what is typed is this window's last, and what a new article is called until it is saved.
    number = forms.IntegerField(required=False, widget=forms.HiddenInput({"autocomplete": "off"}))
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    # How long they read well (data-length): in letters of Latin or such scripts, and in Chinese or its neighbours'.
    headline = forms.CharField(
        label=_("Headline"),
        max_length=300,
        widget=forms.Textarea({"rows": 1, "placeholder": _("Headline"), "data-length": "90 30"}),
    )
    standfirst = TextField(
        label=_("Standfirst"),
        widget=forms.Textarea(
            {
                "rows": 1,
                "placeholder": _("Standfirst: what the story says, in a sentence or two"),
                "data-length": "250 90",
            }
        ),
    )
    body = TextField(label=_("Body"), widget=BodyWidget())
    published_at = MomentField(label=_("Publication time"), help_text=_("Public from then on, once ready."))
    embargo_until = MomentField(label=_("Embargo until"), help_text=_("Not public before, whatever is set."))
    retire_at = MomentField(label=_("Retire at"), help_text=_("Taken down by itself then."))
    primary_category = TreeChoiceField(Category.objects.all(), label=_("Section"), required=False)
    categories = TreeMultipleChoiceField(Category.objects.all(), label=_("Categories"), required=False)
    tags = TagsField(
        label=_("Tags"), widget=forms.Textarea({"rows": 4, "dir": "auto"}), help_text=_("One a line.")
    )
    lead_image = LeadImageField(label=_("Picture"))
    lead_image_caption = TextField(
        label=_("Caption here"),
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Left empty, the picture's own."),
    )

    short_headline = LineField("short_headline", rows=2, well_shown=60)
    social_title = LineField("social_title", rows=2, well_shown=70)
    social_description = LineField("social_description", rows=3, well_shown=160)

    class Meta:
        model = Article
        fields = (
            *("headline", "standfirst", "body", "published_at", "embargo_until", "retire_at"),
            *("primary_category", "categories", "tags", "lead_image", "lead_image_alt", "lead_image_caption"),
            *("short_headline", "social_title", "social_description"),
            *("slug", "language", "source_url", "comments_open"),
        )

    def __init__(self, *args, initial=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.before = copy(self.instance)
        tree = list(Category.objects.all())
        for name in {"primary_category", "categories"} & self.fields.keys():
            self.fields[name].know(tree)
        self.initial |= typed.initial_of(self.shown.content, tree) | (initial or {})
        self.initial |= {"seen": self.shown.seen, "beside": self.shown.draft}
        self.initial |= {"number": self.shown.number, "key": self.shown.key or uuid4()}
        if "slug" in self.fields and self.instance.was_public:
            self.fields["slug"].help_text = _(
                "Readers have this address. If you change it, the old one leads to the new one."
            )
        if "published_at" in self.fields and (known := date_words.known_of_date(self.instance)):
            self.fields["published_at"].help_text = known
        for name in {"headline", "standfirst", "body"} & self.fields.keys():
            self._speak_its_language(self.fields[name])
        for name in {"body", "lead_image"} & self.fields.keys():
            self.fields[name].widget.attrs |= picker.addresses_for(self.by) if self.by else {}
        if "lead_image" in self.fields:
            self._show_words_of_lead()

    def _speak_its_language(self, field):
        language = self.instance.language
        known = {"lang": language, "dir": self.instance.direction}
        field.widget.attrs |= known if language else {"dir": "auto"}

    def _show_words_of_lead(self):
        self.fields["lead_image"].widget.article = self.instance
        image = self.instance.lead_image
        for name, field in {"lead_image_alt": "alt", "lead_image_caption": "caption"}.items():
            if name in self.fields:
                said = getattr(image, field) if image else ""
                self.fields[name].widget.attrs |= {"dir": "auto", "placeholder": said}

    def clean_headline(self):
        """One line, whatever was pasted."""
        return " ".join(self.cleaned_data["headline"].split())

    def clean_published_at(self):
        published_at = self.cleaned_data["published_at"]
        if self.instance.status == Article.Status.READY and not published_at:
            raise ValidationError(
                _("What is ready has a publication time: pull it back or retire it instead.")
            )
        return published_at

    def clean_body(self):
        body = self.cleaned_data["body"]
        try:
            return editing.clean(body) if "body" in self.changed_data else body
        except sanitizer.TooComplex as refusal:
            raise ValidationError(str(refusal)) from refusal

    def clean_tags(self):
        tags = self.cleaned_data["tags"]
        return tags if "tags" in self.changed_data else self.initial.get("tags", tags)

    def clean(self):
        cleaned = super().clean()
        # A browser gives moments back without their microseconds.
        cleaned |= {name: self.initial[name] for name in MOMENTS if name in self._untouched(cleaned)}
        if self.instance.pk and self.shown.seen is None:
            self.add_error(None, _("It is not known which version this form was opened with: open it anew."))
        if self.shown.mine and self.shown.mine.number != (cleaned.get("number") or 0):
            self.add_error(None, self._overtaken())
        return cleaned

    def _overtaken(self):
        """Saving would forget what another window kept since, so it is told once; sent again, this text is meant."""
        self.data = self.data.copy()
        self.data[self.add_prefix("number")] = self.shown.mine.number
        words = _(
            "You went on in another window, at %(at)s, and did not save it there: look at it first. "
            "Save again to save this text instead."
        )
        return ValidationError(words % {"at": marks.moment(self.shown.mine.at)}, OVERTAKEN)

    def _get_validation_exclusions(self):
        # Their own fields have found them.
        return super()._get_validation_exclusions() | {"primary_category", "lead_image"}

    def validate_constraints(self):
        """Nothing: the fields ask for what the database insists on, in words for people."""

    def _post_clean(self):
        super()._post_clean()
        if self.instance.pk:
            before = self.before
            found = editing.objections(before, self.instance, by=self.by, at=timezone.now())
            for field, objection in found.items():
                self.add_error(field, objection)
                # The screen asks the instance what its user may do, and must not be told of what is refused.
                setattr(self.instance, field, getattr(before, field))

    def _untouched(self, cleaned):
        return set(cleaned) & set(self.initial) - set(self.changed_data)
