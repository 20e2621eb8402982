"""How far a long work is, told to whoever shows it."""


class Progress:
    """Shows nothing; a screen overrides all three."""

    def start(self, total: int) -> None:
        """``total``: how many files or articles there are."""

    def advance(self, done: int, said: str = "") -> None:
        """``done`` more are done; ``said``: what became of all so far."""

    def stop(self) -> None:
        """The work has ended, one way or another."""
