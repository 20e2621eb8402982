"""The words in which a decision between two texts is asked, and in what order they stand; one situation, one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_lazy, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from articles.desk.proposals import How, Side
from articles.text.merging import Kind

BOTH = "both"


@dataclass(frozen=True)
class Situation:
    """``columns``: their headings by side, in order; ``sides``, ``pieces``: what can be chosen, and how it is called.

    ``whole``: the same for all of a body. ``how``, ``kinds``: how a field, or a piece of the body, came about.
    ``counted``: how many pieces did, in a sentence. ``first``: the side that writing by hand begins with.
    """

    columns: Mapping[str, Any]
    sides: Mapping[Side, Any]
    pieces: Mapping[str, Any]
    whole: Mapping[str, Any]
    how: Mapping[How, Any]
    kinds: Mapping[Kind, Any]
    counted: Mapping[Kind, Any]
    first: Side


BY_HAND = {Side.BY_HAND: _("Write by hand")}
ARCHIVE = Situation(
    columns={"base": _("Last imported"), "theirs": _("The archive’s now"), "ours": _("Ours")},
    sides={
        Side.OURS: _("Keep ours"),
        Side.THEIRS: _("Take the archive’s"),
        Side.MERGED: _("Both together"),
        **BY_HAND,
    },
    pieces={
        Side.THEIRS: _("Take the archive’s"),
        Side.OURS: _("Keep ours"),
        BOTH: _("Both, ours first"),
        **BY_HAND,
    },
    whole={
        Side.MERGED: _("As it stands below"),
        Side.THEIRS: _("Take the archive’s text whole"),
        Side.OURS: _("Keep our text whole"),
    },
    how={
        How.CONFLICT: _("Both changed"),
        How.MERGED: _("Merged by itself"),
        How.THEIRS: _("Changed in the archive"),
        How.OURS: _("Changed here"),
        How.SAME: _("Changed alike in both"),
    },
    kinds={
        Kind.THEIRS: _("Taken from the archive by itself"),
        Kind.OURS: _("Changed here alone"),
        Kind.SAME: _("Changed alike in both"),
        Kind.CONFLICT: _("Both changed"),
    },
    counted={
        Kind.THEIRS: ngettext_lazy(
            "%(count)d paragraph was taken from the archive by itself.",
            "%(count)d paragraphs were taken from the archive by themselves.",
            "count",
        ),
        Kind.OURS: ngettext_lazy(
            "%(count)d paragraph was changed here alone and stays.",
            "%(count)d paragraphs were changed here alone and stay.",
            "count",
        ),
        Kind.CONFLICT: ngettext_lazy(
            "%(count)d place was changed in both: choose below.",
            "%(count)d places were changed in both: choose below.",
            "count",
        ),
    },
    first=Side.OURS,
)
MINE = gettext_lazy("What you typed")


def meeting_with(name: str, moment: str) -> Situation:
    """Two people in one text: ours is what stands by now, which ``name`` saved, theirs what the reader typed."""
    who = {"name": name, "moment": moment}
    saved, changed = gettext("What %(name)s saved") % who, gettext("%(name)s changed it") % who
    sides = {Side.OURS: saved, Side.THEIRS: MINE}
    return Situation(
        columns={
            "base": _("When you opened it"),
            "ours": gettext("What %(name)s saved, %(moment)s") % who,
            "theirs": MINE,
        },
        sides=sides | {Side.MERGED: _("Both together")} | BY_HAND,
        pieces=sides | {BOTH: gettext("Both, that of %(name)s first") % who} | BY_HAND,
        whole={
            Side.MERGED: _("As it stands below"),
            Side.OURS: gettext("The whole text as %(name)s saved it") % who,
            Side.THEIRS: _("The whole text as you typed it"),
        },
        how={
            How.CONFLICT: _("You both changed it"),
            How.MERGED: _("Brought together"),
            How.THEIRS: _("You changed it"),
            How.OURS: changed,
            How.SAME: _("Changed alike by both"),
        },
        kinds={
            Kind.THEIRS: _("You changed it"),
            Kind.OURS: changed,
            Kind.SAME: _("Changed alike by both"),
            Kind.CONFLICT: _("You both changed it"),
        },
        counted={
            Kind.THEIRS: ngettext_lazy(
                "%(count)d paragraph that you alone changed is in.",
                "%(count)d paragraphs that you alone changed are in.",
                "count",
            ),
            Kind.OURS: ngettext_lazy(
                "%(count)d paragraph that others alone changed is in.",
                "%(count)d paragraphs that others alone changed are in.",
                "count",
            ),
            Kind.CONFLICT: ngettext_lazy(
                "%(count)d place was changed by both: choose below.",
                "%(count)d places were changed by both: choose below.",
                "count",
            ),
        },
        first=Side.THEIRS,
    )
