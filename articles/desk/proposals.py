"""What an article could say where it and its file both changed: field by field, for a person to decide."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from articles.models import Article, ImageSource
from articles.models.kept_pictures import numbers_now
from articles.text import merging
from articles.text.merging import Blocks, Kind, Piece

from . import editing
from .contents import MOMENTS, Content

# A field's share of a content: one key of it, or the few that only mean something together.
Part = dict[str, Any]


class Side(StrEnum):
    """Where a decided text is from."""

    OURS = "ours"
    THEIRS = "theirs"
    MERGED = "merged"
    BY_HAND = "by hand"


class How(StrEnum):
    """How the proposed text came about; a conflict proposes ours, until someone decides."""

    OURS = "ours"
    THEIRS = "theirs"
    SAME = "same"
    MERGED = "merged"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose for one field.

    ``by_hand``: what was written instead; ``pieces``: of a merged body the HTML of each conflicting piece, by its
    place among the pieces.
    """

    side: Side
    by_hand: Part = field(default_factory=dict)
    pieces: Mapping[int, str] = field(default_factory=dict)


class Undecided(ValueError):
    """A field that both sides changed, or a piece of its text, was not decided; ``field`` is its name."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which base, ours and theirs are not all the same; ``base`` None where none is known."""

    name: str
    base: Part | None
    ours: Part
    theirs: Part
    proposed: Part
    how: How
    pieces: tuple[Piece, ...] = ()

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides that can be chosen."""
        field = FIELDS[self.name]
        merges = field.merge in (_as_set, _as_later, _as_body) and self.how in (How.MERGED, How.CONFLICT)
        merged = (Side.MERGED,) if merges else ()
        by_hand = (Side.BY_HAND,) if field.by_hand else ()
        return (*merged, Side.OURS, Side.THEIRS, *by_hand)

    @property
    def suggested(self) -> Side | None:
        """The side that stands unless a person says otherwise; None where one has to."""
        if self.how == How.CONFLICT:
            return Side.MERGED if self.pieces else None
        return {How.THEIRS: Side.THEIRS, How.MERGED: Side.MERGED}.get(self.how, Side.OURS)

    def decided(self, choice: Choice) -> Part:
        """Return what the article is to say. Raises Undecided, sanitizer.TooComplex."""
        if choice.side not in self.sides:
            raise Undecided(self.name)
        if choice.side == Side.BY_HAND:
            return choice.by_hand | FIELDS[self.name].implied
        part = {Side.OURS: self.ours, Side.THEIRS: self.theirs}.get(choice.side, self.proposed)
        if self.name == "body" and choice.side != Side.OURS:
            body = self._merged(choice.pieces) if choice.side == Side.MERGED else part["body"]
            return {"body": str(editing.clean(body))}
        return part

    def _merged(self, decided: Mapping[int, str]) -> str:
        runs: list[Blocks] = []
        for place, piece in enumerate(self.pieces):
            if piece.kind == Kind.CONFLICT and place not in decided:
                raise Undecided(self.name)
            runs.append((decided[place],) if piece.kind == Kind.CONFLICT else piece.merged)
        return merging.join([run for run in runs if any(run)])


def between(base: Content | None, ours: Content, theirs: Content) -> tuple[Difference, ...]:
    """Return the fields that are not the same everywhere.

    Status and slug are none: verbs move an article between its states, and a file never changes an address.
    """
    compared = [_as_compared(content) for content in (base or {}, ours, theirs)]
    _find_pictures(compared)
    found = (_difference(name, field, *compared) for name, field in FIELDS.items())
    return tuple(difference for difference in found if difference)


def _as_compared(content: Content) -> Content:
    """Return the content with each moment said in one way."""
    said = content | {name: _in_utc(content[name]) for name in MOMENTS if name in content}
    if "corrections" in content:
        said["corrections"] = [[kind, text, _in_utc(at)] for kind, text, at in content["corrections"]]
    return said


def _in_utc(moment: str | None) -> str | None:
    return datetime.fromisoformat(moment).astimezone(UTC).isoformat() if moment else None


def _find_pictures(contents: list[Content]) -> None:
    """Name the kept picture as it is known now: fetched since, where only its source was, or merged into another."""
    waiting = [key for content in contents if (key := content.get("lead_image_source_id"))]
    images = dict(ImageSource.objects.filter(pk__in=waiting).values_list("pk", "image_id"))
    numbers = numbers_now(key for content in contents if (key := content.get("lead_image_id")))
    for content in contents:
        if "lead_image_id" in content and content["lead_image_id"] is None:
            content["lead_image_id"] = images.get(content["lead_image_source_id"])
        elif number := content.get("lead_image_id"):
            content["lead_image_id"] = numbers.get(number, number)


Decision = tuple[How, Part, tuple[Piece, ...]]


@dataclass(frozen=True, slots=True)
class Field:
    """``keys``: of the content. ``by_hand``: people may write it; ``implied``: what they then say with it.

    ``gist``: what two parts share that say the same; ``member``: the same for each of a set.
    """

    keys: tuple[str, ...]
    merge: Callable[["Field", Part | None, Part, Part], Decision]
    by_hand: bool = True
    implied: Part = field(default_factory=dict)
    gist: Callable[[Part], Any] = dict
    member: Callable[[Any], Any] = str


def _difference(name: str, field: Field, base: Content, ours: Content, theirs: Content) -> Difference | None:
    if any(key not in content for key in field.keys for content in (ours, theirs)):
        return None
    # Versions from before a key was kept lack it: they are no base for it.
    known = {key: base[key] for key in field.keys if key in base} or None
    here, there = ({key: content[key] for key in field.keys} for content in (ours, theirs))
    how, proposed, pieces = _decided_by_itself(field, known, here, there) or field.merge(
        field, known, here, there
    )
    if how == How.SAME and (known is None or _is_same(field, known, here)):
        return None
    return Difference(name, known, here, there, proposed, how, pieces)


def _decided_by_itself(field: Field, base: Part | None, ours: Part, theirs: Part) -> Decision | None:
    if _is_same(field, ours, theirs):
        return How.SAME, ours, ()
    if base and _is_same(field, base, ours):
        return How.THEIRS, theirs, ()
    if base and _is_same(field, base, theirs):
        return How.OURS, ours, ()
    return None


def _is_same(field: Field, one: Part, other: Part) -> bool:
    """Whether they say the same in all that both keep."""
    return bool(field.gist(one) == field.gist({key: other[key] for key in one}))


def _as_whole(field: Field, base: Part | None, ours: Part, theirs: Part) -> Decision:
    return How.CONFLICT, ours, ()


def _as_later(field: Field, base: Part | None, ours: Part, theirs: Part) -> Decision:
    """What was changed on both sides was last changed when the later of them was."""
    later = {key: max(filter(None, (ours[key], theirs[key])), default=None) for key in field.keys}
    return How.MERGED, later, ()


def _as_set(field: Field, base: Part | None, ours: Part, theirs: Part) -> Decision:
    """What either side added is in, what either took away is out; without a base all of both is in."""
    (key,) = field.keys
    before, here, there = (
        {field.member(each): each for each in part[key]} if part else {} for part in (base, ours, theirs)
    )
    stays = {same for same in before if same in here and same in there}
    both = there | here
    merged = [both[same] for same in both if same in stays or same not in before]
    return (How.CONFLICT if base is None else How.MERGED), {key: merged}, ()


def _as_body(field: Field, base: Part | None, ours: Part, theirs: Part) -> Decision:
    pieces = tuple(merging.merge(base["body"] if base else None, ours["body"], theirs["body"]))
    kinds = {piece.kind for piece in pieces}
    if kinds <= {Kind.UNCHANGED, Kind.SAME}:
        return How.SAME, ours, ()
    how = How.CONFLICT if Kind.CONFLICT in kinds else How.MERGED
    return how, {"body": merging.join([piece.merged for piece in pieces])}, pieces


def _picture(part: Part) -> Any:
    """A kept picture is the same wherever it came from."""
    return part.get("lead_image_id") or ("source", part.get("lead_image_source_id"))


def _set_of(key: str, member: Callable[[Any], Any], *, by_hand: bool = True) -> Field:
    return Field(
        (key,),
        _as_set,
        by_hand=by_hand,
        gist=lambda part: frozenset(map(member, part[key])),
        member=member,
    )


def _whole(*keys: str, **options: Any) -> Field:
    return Field(keys, _as_whole, **options)


WHEN = ("published_at", "date_origin", "date_precision", "zone_stated")
AS_TYPED = {
    "date_origin": Article.DateOrigin.DESK.value,
    "date_precision": Article.DatePrecision.SECOND.value,
    "zone_stated": True,
}
FIELDS: dict[str, Field] = {
    "headline": _whole("headline"),
    "standfirst": _whole("standfirst"),
    "short_headline": _whole("short_headline", by_hand=False),
    "social_title": _whole("social_title", by_hand=False),
    "social_description": _whole("social_description", by_hand=False),
    "byline": _whole("byline"),
    "published_at": _whole(*WHEN, implied=AS_TYPED),
    "embargo_until": _whole("embargo_until"),
    "retire_at": _whole("retire_at"),
    "modified_at": Field(("modified_at",), _as_later, by_hand=False),
    "primary_category": _whole("primary_category"),
    "categories": _set_of("categories", str),
    # Names that differ in their case alone are one tag.
    "tags": _set_of("tags", str.casefold),
    "lead_image": _whole("lead_image_id", "lead_image_source_id", by_hand=False, gist=_picture),
    "lead_image_alt": _whole("lead_image_alt"),
    "lead_image_caption": _whole("lead_image_caption"),
    "language": _whole("language"),
    "source_url": _whole("source_url"),
    "comments_open": _whole("comments_open", by_hand=False),
    "corrections": _set_of("corrections", tuple, by_hand=False),
    "extra": _whole("extra", by_hand=False),
    "body": Field(("body",), _as_body, by_hand=False),
}
