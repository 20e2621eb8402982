"""What the page of a conflict asks: each difference side by side, with what changed marked and the radios to choose."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext

from articles.desk.proposals import How, Side
from articles.text import merging, scripts
from articles.text.merging import Kind

from .conflict_form import by_hand, piece
from .conflict_words import BOTH
from .field_words import LABELS, FieldWords, as_markup, as_text

BADGES = {How.CONFLICT: "conflict", How.MERGED: "created", How.THEIRS: "updated"}


@dataclass
class Column:
    """One side's text, with the radio that chooses it where there is one."""

    side: str
    heading: str
    text: str
    radio: Any = None
    language: str = ""
    direction: str = "auto"


@dataclass
class Question:
    """One field, or one piece of the body, as it is asked."""

    label: str
    columns: list[Column]
    errors: Any = None
    badge: str = ""
    state: str = ""
    merged: Any = None
    merged_text: str = ""
    hand: Any = None
    hand_field: Any = None
    is_markup: bool = False
    pieces: list[Any] = field(default_factory=list)
    summary: list[str] = field(default_factory=list)
    whole: list[Any] = field(default_factory=list)


@dataclass
class Stretch:
    """Blocks of the merged body that need no decision; ``count``: how many."""

    kind: str
    words: str
    count: int
    text: str
    is_markup: bool = False


class Words:
    """Puts the differences of one article into words; ``languages``: of base, theirs and ours."""

    def __init__(self, form, languages):
        self.form = form
        self.situation = form.situation
        self.languages = languages
        self.words = FieldWords(part for each in form.differences.values() for part in sides_of(each))

    def questions(self):
        """Every difference but the body's, as ``{how: [question, …]}``."""
        found = {}
        for name, difference in self.form.differences.items():
            if name != "body":
                found.setdefault(difference.how, []).append(self._question(name, difference))
        return found

    def body(self):
        """The body's question with its pieces; None where it is the same everywhere."""
        difference = self.form.differences.get("body")
        if difference is None:
            return None
        question = self._asked("body", difference, dict.fromkeys(self.situation.columns, ""))
        base = difference.base["body"] if difference.base else None
        pieces = difference.pieces or merging.merge(base, difference.ours["body"], difference.theirs["body"])
        question.pieces = [self._piece(place, each) for place, each in enumerate(pieces)]
        question.summary = _summary(pieces, self.situation.counted)
        question.whole = self._wholes(question)
        return question

    def _wholes(self, question):
        """The radios that take a body as a whole, with what each is called here."""
        radios = {Side.MERGED: question.merged} | {column.side: column.radio for column in question.columns}
        words = self.situation.whole
        return [(radio, words[side]) for side, radio in radios.items() if radio and side in words]

    def _question(self, name, difference):
        parts = {"base": difference.base, "theirs": difference.theirs, "ours": difference.ours}
        question = self._asked(name, difference, self.words.texts(name, parts))
        if question.merged:
            question.merged_text = self.words.text(name, difference.base, difference.proposed)
        return question

    def _asked(self, name, difference, texts):
        known = difference.base is not None
        return self._with_radios(
            name,
            Question(
                label=LABELS[name],
                columns=[
                    self._column(side, texts[side])
                    for side in self.situation.columns
                    if known or side != "base"
                ],
                badge=BADGES.get(difference.how, "draft"),
                state=self.situation.how[difference.how],
            ),
        )

    def _with_radios(self, name, question):
        radios = {radio.data["value"]: radio for radio in self.form[name]}
        for column in question.columns:
            column.radio = radios.get(column.side)
        question.merged = radios.get(BOTH) or radios.get(str(Side.MERGED))
        question.hand = radios.get(str(Side.BY_HAND))
        question.hand_field = self.form[by_hand(name)] if question.hand else None
        question.errors = self.form[name].errors
        return question

    def _column(self, side, text):
        language = self.languages.get(side, "")
        direction = scripts.direction(language) if language else "auto"
        return Column(side, self.situation.columns[side], text, language=language, direction=direction)

    # The body

    def _piece(self, place, each):
        is_markup = _differs_in_markup_alone(each)
        shown = as_markup if is_markup else as_text
        base = shown(each.base)
        if each.kind == Kind.CONFLICT and place in self.form.pieces:
            return self._asked_piece(place, each, shown, is_markup=is_markup)
        words = self.situation.kinds.get(each.kind, "")
        text = shown(each.merged)
        pictures = self.words.body_pictures
        if each.kind != Kind.UNCHANGED:
            text = self.words.marked(base, text)
            text = format_html("{}{}", text, pictures.marked(each.base, each.merged))
        else:
            text = format_html("{}{}", text, pictures.shown(each.base))
        return Stretch(each.kind, words, max(map(len, (each.base, each.merged))), text, is_markup)

    def _asked_piece(self, place, each, shown, *, is_markup):
        base, known = shown(each.base), self.form.differences["body"].base is not None
        texts = {side: shown(getattr(each, side)) for side in ("theirs", "ours")}
        if known:
            texts = {side: self.words.marked(base, text) for side, text in texts.items()} | {"base": base}
        for side, text in texts.items():
            texts[side] = format_html("{}{}", text, self.words.body_pictures.shown(getattr(each, side)))
        nothing = gettext("Nothing stands here.")
        columns = [
            self._column(side, texts[side] or nothing) for side in self.situation.columns if side in texts
        ]
        asked = Question(self.situation.kinds[Kind.CONFLICT], columns, is_markup=is_markup)
        return self._with_radios(piece(place), asked)


def _differs_in_markup_alone(each):
    sides = {each.base, each.ours, each.theirs}
    return len({as_text(blocks) for blocks in sides}) < len(sides)


def _summary(pieces, counted):
    """What came of the body by itself, in sentences."""
    found = {
        Kind.THEIRS: sum(_length(each) for each in pieces if each.kind == Kind.THEIRS),
        Kind.OURS: sum(_length(each) for each in pieces if each.kind == Kind.OURS),
        Kind.CONFLICT: sum(each.kind == Kind.CONFLICT for each in pieces),
    }
    return [counted[kind] % {"count": count} for kind, count in found.items() if count]


def _length(each):
    return max(map(len, (each.base, each.ours, each.theirs)))


def sides_of(difference):
    """What each side says, base, ours and theirs, of those that are known."""
    return filter(None, (difference.base, difference.ours, difference.theirs))
