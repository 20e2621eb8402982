"""The form of a decision: which text stands, field by field and paragraph by paragraph."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.desk.proposals import Choice, Side
from articles.models import Article, Category
from articles.text import merging, sanitizer
from articles.text.merging import Kind

from .article_form import MomentField, TagsField, TextField
from .blocks_field import BlocksField
from .conflict_words import BOTH, Situation
from .tree import TreeChoiceField, TreeMultipleChoiceField

# Each is two fields of the form, of which Django takes a thousand; more are decided as a whole.
MOST_PIECES = 200
BAR = "|"
UNDECIDED = _("Choose which text stands.")


class BylineField(forms.CharField):
    """Authors, one a line, each with a role after a bar, as ``[[name, role], …]``."""

    def to_python(self, value):
        lines = (line.partition(BAR) for line in (value or "").splitlines() if line.strip())
        return [
            list(entry) for entry in dict.fromkeys((name.strip(), role.strip()) for name, _bar, role in lines)
        ]


def lines(rows):
    return forms.Textarea({"rows": rows, "dir": "auto"})


def of_model(name):
    """The model's own form field for a line of text."""
    return Article._meta.get_field(name).formfield(required=False, help_text="")


def byline_as_lines(byline):
    return "\n".join(f" {BAR} ".join(filter(None, entry)) for entry in byline)


def category_at(path):
    return Category.objects.filter(path=path).first()


def categories_at(paths):
    return list(Category.objects.filter(path__in=paths))


def same(value):
    return value


@dataclass(frozen=True)
class ByHand:
    """How people write a field: the form's field, what it begins with, and what the content keeps of it."""

    field: Callable[[], forms.Field]
    begin: Callable[[Any], Any] = same
    keep: Callable[[Any], Any] = same


MOMENT = ByHand(
    MomentField,
    begin=lambda moment: moment and datetime.fromisoformat(moment),
    keep=lambda moment: moment and moment.isoformat(),
)
BY_HAND = {
    "headline": ByHand(lambda: forms.CharField(max_length=300, required=False, widget=lines(2))),
    "standfirst": ByHand(lambda: TextField(widget=lines(3))),
    "byline": ByHand(
        lambda: BylineField(
            required=False, widget=lines(3), help_text=_("One a line, a role after a bar: Lin Zhixia | photo")
        ),
        begin=byline_as_lines,
    ),
    "published_at": MOMENT,
    "embargo_until": MOMENT,
    "retire_at": MOMENT,
    "primary_category": ByHand(
        lambda: TreeChoiceField(Category.objects.all(), required=False),
        begin=category_at,
        keep=lambda category: category.path if category else "",
    ),
    "categories": ByHand(
        lambda: TreeMultipleChoiceField(Category.objects.all(), required=False),
        begin=categories_at,
        keep=lambda categories: [category.path for category in categories],
    ),
    "tags": ByHand(lambda: TagsField(widget=lines(4), help_text=_("One a line."))),
    "lead_image_alt": ByHand(partial(of_model, "lead_image_alt")),
    "lead_image_caption": ByHand(lambda: TextField(widget=lines(2))),
    "language": ByHand(partial(of_model, "language")),
    "source_url": ByHand(partial(of_model, "source_url")),
}


def by_hand(name):
    """The name of the field beside ``name`` that takes what is written instead."""
    return f"{name}-by-hand"


def piece(place):
    return f"piece-{place}"


class DecisionForm(forms.Form):
    """One question for each difference, and one for each piece of the body that both sides changed.

    ``seen``: what was seen when it is filled in, by name; it comes back with the answers.
    """

    def __init__(self, differences, situation: Situation, data=None, *, seen):
        super().__init__(data)
        self.situation = situation
        for name, value in seen.items():
            self.fields[name] = forms.CharField(widget=forms.HiddenInput, initial=value)
        self.differences = {difference.name: difference for difference in differences}
        for difference in differences:
            self._ask(difference)
        body = self.differences.get("body")
        self.pieces = {
            place: each
            for place, each in enumerate(body.pieces if body else ())
            if each.kind == Kind.CONFLICT and Side.MERGED in self._sides(body)
        }
        for place, each in self.pieces.items():
            self._ask_for_piece(piece(place), each)

    def _sides(self, difference):
        conflicts = sum(each.kind == Kind.CONFLICT for each in difference.pieces)
        return [side for side in difference.sides if side != Side.MERGED or conflicts <= MOST_PIECES]

    def _ask(self, difference):
        sides = self._sides(difference)
        suggested = difference.suggested if difference.suggested in sides else None
        self.fields[difference.name] = forms.ChoiceField(
            choices=[(str(side), self.situation.sides[side]) for side in sides],
            widget=forms.RadioSelect,
            initial=suggested and str(suggested),
            error_messages={"required": UNDECIDED},
        )
        if Side.BY_HAND in sides:
            hand = BY_HAND[difference.name]
            field = self.fields[by_hand(difference.name)] = hand.field()
            field.widget.attrs["aria-label"] = self.situation.sides[Side.BY_HAND]
            begun = {Side.OURS: difference.ours, Side.THEIRS: difference.theirs}[self.situation.first]
            field.initial = hand.begin(begun[difference.name])

    def _ask_for_piece(self, name, each):
        begun = (each.theirs, each.ours) if self.situation.first == Side.THEIRS else (each.ours, each.theirs)
        self.fields[name] = forms.ChoiceField(
            choices=[(str(side), words) for side, words in self.situation.pieces.items()],
            widget=forms.RadioSelect,
            required=False,
        )
        self.fields[by_hand(name)] = BlocksField(begun[0] or begun[1])

    def clean(self):
        cleaned = super().clean()
        self.choices = {}
        for name, difference in self.differences.items():
            if cleaned.get(name):
                self._take(name, difference, Side(cleaned[name]), cleaned)
        return cleaned

    def _take(self, name, difference, side, cleaned):
        if side == Side.BY_HAND:
            self.choices[name] = Choice(side, by_hand=self._written(name, cleaned))
        elif side == Side.MERGED and name == "body":
            self.choices[name] = Choice(side, pieces=self._decided_pieces(cleaned))
        else:
            self.choices[name] = Choice(side)
        if name == "body" and not self.errors:
            try:
                difference.decided(self.choices[name])
            except sanitizer.TooComplex as refusal:
                self.add_error(name, str(refusal))

    def _written(self, name, cleaned):
        value = cleaned.get(by_hand(name))
        if name == "headline":
            value = " ".join((value or "").split())
            if not value:
                self.add_error(by_hand(name), ValidationError(_("Write a headline."), code="required"))
        return {name: BY_HAND[name].keep(value)}

    def _decided_pieces(self, cleaned):
        """The HTML of each piece; without a choice it stays undecided."""
        decided = {}
        for place, each in self.pieces.items():
            texts = {
                Side.OURS: merging.join([each.ours]),
                Side.THEIRS: merging.join([each.theirs]),
                BOTH: merging.join([each.ours, each.theirs]),
                Side.BY_HAND: cleaned.get(by_hand(piece(place)), ""),
            }
            side = cleaned.get(piece(place))
            if side in texts:
                decided[place] = texts[side]
            else:
                self.add_error(piece(place), _("Choose what stands here."))
        return decided
