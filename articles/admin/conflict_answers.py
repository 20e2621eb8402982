"""The answers to a decision that were sent while what it is about changed: those that still fit are kept."""

import re

from articles.desk.proposals import Side
from articles.text.merging import Kind

from .conflict_form import by_hand, piece

A_PIECES_CHOICE = re.compile(r"piece-\d+")


def was_seen(request, seen):
    """Whether the form that was sent shows what stands and waits now."""
    return all(request.POST.get(name) == str(value) for name, value in seen.items())


def without_choices_of_pieces(sent, seen):
    """The answers to an older page without any paragraph's choice: it may be another paragraph by now."""
    data = sent.copy()
    for name in list(data):
        if A_PIECES_CHOICE.fullmatch(name):
            del data[name]
    data.update(seen)
    return data


def carried_over(sent, seen, before, now):
    """The answers to the differences ``before`` as answers to those ``now``.

    A choice is kept where all sides of it are the same; what was written by hand, where what was typed is.
    """
    data = without_choices_of_pieces(sent, seen)
    known = {each.name: each for each in before}
    for difference in now:
        if difference.name != "body" and difference != known.get(difference.name):
            data.pop(difference.name, None)
        if difference.suggested:
            data.setdefault(difference.name, str(difference.suggested))
    _carry_pieces(sent, data, _pieces(before), _pieces(now))
    return data


def _pieces(differences):
    return next((each.pieces for each in differences if each.name == "body"), ())


def _carry_pieces(sent, data, before, now):
    """Put each piece's answer where the piece is now; what was written for one that is gone goes to the next."""
    asked = [place for place, each in enumerate(now) if each.kind == Kind.CONFLICT]
    chosen = {each: sent.get(piece(place)) for place, each in enumerate(before)}
    written = {each.theirs: sent.get(by_hand(piece(place))) for place, each in enumerate(before)}
    lost = [
        sent.get(by_hand(piece(place)), "")
        for place, each in enumerate(before)
        if sent.get(piece(place)) == Side.BY_HAND and each.theirs not in {now[at].theirs for at in asked}
    ]
    for place in range(len(before)):
        data.pop(by_hand(piece(place)), None)
    for place in asked:
        if choice := chosen.get(now[place]):
            data[piece(place)] = choice
        if text := written.get(now[place].theirs) or "\n".join(lost):
            data[by_hand(piece(place))] = text
