"""Why a picture could not be had: the closed table of last states."""

from enum import StrEnum


class State(StrEnum):
    """How an attempt to fetch a picture ended, where it ended without one; docs/images.md explains each."""

    BAD_ADDRESS = "bad address"
    UNSAFE_ADDRESS = "unsafe address"
    NAME_NOT_FOUND = "name not found"
    UNREACHABLE = "unreachable"
    BAD_CERTIFICATE = "bad certificate"
    BAD_ANSWER = "bad answer"
    CIRCLES = "redirects in circles"
    GONE = "gone"
    FORBIDDEN = "forbidden"
    ASKED_TOO_OFTEN = "asked too often"
    SERVER_ERROR = "server error"
    TOO_LARGE = "too large"
    TOO_SLOW = "too slow"
    CUT_SHORT = "cut short"
    NOT_AN_IMAGE = "not an image"

    @property
    def is_final(self) -> bool:
        """Whether asking again by itself is of no use; a person may still ask again."""
        return self in _FINAL


_FINAL = frozenset(
    {
        State.BAD_ADDRESS,
        State.UNSAFE_ADDRESS,
        State.CIRCLES,
        State.GONE,
        State.FORBIDDEN,
        State.TOO_LARGE,
        State.NOT_AN_IMAGE,
    }
)
_OUT_OF_REACH = frozenset({State.NAME_NOT_FOUND, State.UNREACHABLE})


class FetchRefused(Exception):
    """No picture came; ``words`` say why to an editor, and ``retry_after`` is how many seconds to wait, if told.

    ``has_had_enough``: the host wants to be left alone, with all its pictures. ``is_elsewhere``: it was another host
    that refused, to which a redirect had led.
    """

    def __init__(
        self, state: State, words: str, *, retry_after: int | None = None, has_had_enough: bool = False
    ) -> None:
        super().__init__(f"{state}: {words}")
        self.state = state
        self.words = words
        self.retry_after = retry_after
        self.has_had_enough = has_had_enough
        self.is_elsewhere = False

    @property
    def is_final(self) -> bool:
        return self.state.is_final

    @property
    def is_out_of_reach(self) -> bool:
        """Whether nobody answered: the host, or the way to it, is away."""
        return self.state in _OUT_OF_REACH
