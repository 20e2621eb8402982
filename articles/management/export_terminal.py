"""What an export shows on a terminal, and in a log."""

import time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table

from articles.exporting.archives import Progress, Totals
from articles.management.terminal import SECONDS_BETWEEN_LINES


class BarProgress(Progress):
    """A bar on the terminal's own stream, for people."""

    def __init__(self, console: Console) -> None:
        columns = (TextColumn("Exporting"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self.bar = Bar(*columns, console=console, transient=True)

    def start(self, total: int) -> None:
        self.task = self.bar.add_task("", total=total)
        self.bar.start()

    def advance(self, articles: int) -> None:
        self.bar.update(self.task, advance=articles)

    def stop(self) -> None:
        self.bar.stop()


class LineProgress(Progress):
    """A line every few seconds, for logs."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.done = 0
        self.said_at = time.monotonic()

    def start(self, total: int) -> None:
        self.total = total

    def advance(self, articles: int) -> None:
        self.done += articles
        if time.monotonic() - self.said_at >= SECONDS_BETWEEN_LINES:
            self.said_at = time.monotonic()
            self.console.print(f"{self.done:,} of {self.total:,} articles", highlight=False)


def progress_for(console: Console, *, quiet: bool) -> Progress:
    """Return what suits the stream: nothing, a bar or lines."""
    if quiet:
        return Progress()
    return BarProgress(console) if console.is_terminal else LineProgress(console)


def summary(totals: Totals) -> str:
    """Return the table that ends an export."""
    table = Table(title="Export", title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    rows = {
        "files as they came": totals.as_they_came,
        "files written anew": totals.as_front_matter,
        "articles": totals.articles,
        "origins": totals.origins,
        "images": totals.images,
        "images missing": totals.images_missing,
    }
    for name, count in rows.items():
        table.add_row(name, f"{count:,}")
    console = Console(highlight=False)
    with console.capture() as captured:
        console.print(table)
    return captured.get()
