"""The forms of a template: its name and whose it is, and the text that articles begin with."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.desk import editing, templating
from articles.models import Article, ArticleTemplate, Category
from articles.text import sanitizer

from . import picker
from .article_form import TagsField, TextField
from .tree import TreeChoiceField, TreeMultipleChoiceField
from .writing_surface import BodyWidget


class NamedForSection(forms.ModelForm):
    """Its name and whose it is; ``by``: who fills it in, given or set by the screen that shows it."""

    by = None
    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        widget=forms.TextInput({"dir": "auto", "placeholder": _("Name of the template")}),
    )
    section = TreeChoiceField(
        Category.objects.none(),
        label=_("Section"),
        required=False,
        empty_label=_("None: for everybody"),
        help_text=_("Its articles begin there, and it is offered to those who write for it."),
    )

    class Meta:
        model = ArticleTemplate
        fields = ("name", "section")

    def __init__(self, *args, by=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by or self.by
        if "section" in self.fields:
            self.fields["section"].queryset = templating.sections(self.by)
            self.fields["section"].required = not templating.may_keep(self.by, None)

    def clean(self):
        cleaned = super().clean()
        named = ArticleTemplate(pk=self.instance.pk, name=cleaned.get("name"), section=cleaned.get("section"))
        if "section" in cleaned and templating.is_name_taken(named):
            self.add_error("name", _("This section has a template of this name already."))
        return cleaned


class TemplateForm(NamedForSection):
    standfirst = TextField(
        label=_("Standfirst"),
        widget=forms.Textarea(
            {"rows": 1, "dir": "auto", "placeholder": _("Standfirst of articles begun with it")}
        ),
    )
    body = TextField(label=_("Body"), widget=BodyWidget())
    categories = TreeMultipleChoiceField(Category.objects.all(), label=_("Categories"), required=False)
    tags = TagsField(
        label=_("Tags"), widget=forms.Textarea({"rows": 4, "dir": "auto"}), help_text=_("One a line.")
    )
    language = forms.CharField(
        label=_("Language"),
        max_length=35,
        required=False,
        help_text=_("Such as zh-Hans or ar; left empty, it is detected."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= initial_of(self.instance) if self.instance.pk else {}
        if "body" in self.fields:
            language = self.instance.content.get("language")
            spoken = (
                {"lang": language, "dir": Article(language=language).direction}
                if language
                else {"dir": "auto"}
            )
            self.fields["body"].widget.attrs |= spoken | picker.addresses_for(self.by)

    def clean_body(self):
        try:
            return editing.clean(self.cleaned_data["body"])
        except sanitizer.TooComplex as refusal:
            raise ValidationError(str(refusal)) from refusal

    def save(self, commit=True):  # noqa: FBT002 Django's own signature
        said = {name: self.cleaned_data[name] for name in templating.TEXT}
        paths = sorted(category.path for category in said["categories"])
        self.instance.content |= said | {"categories": paths}
        return super().save(commit)


def initial_of(template):
    """The template's text, as fields of a form begin with it."""
    said = {name: template.content[name] for name in templating.TEXT if name in template.content}
    categories = Category.objects.filter(path__in=said.get("categories", ()))
    return said | {"categories": list(categories.values_list("pk", flat=True))}
