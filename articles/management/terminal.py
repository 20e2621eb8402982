"""What an import or an export shows on a terminal, and in a log."""

import time
from collections.abc import Iterable
from contextlib import suppress

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table

from articles.exporting.archives import Totals
from articles.importing.fetching import Custody
from articles.importing.progress import Progress
from articles.importing.report import OUTCOMES, Report

SECONDS_BETWEEN_LINES = 5


class BarProgress(Progress):
    """A bar on the terminal's own stream, for people."""

    def __init__(self, console: Console, doing: str) -> None:
        counted = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        said = TextColumn("{task.fields[said]}")
        self.bar = Bar(TextColumn(doing), *counted, said, console=console, transient=True)

    def start(self, total: int) -> None:
        self.task = self.bar.add_task("", total=total, said="")
        self.bar.start()

    def advance(self, done: int, said: str = "") -> None:
        self.bar.update(self.task, advance=done, said=said)

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

    def advance(self, done: int, said: str = "") -> None:
        self.done += done
        if time.monotonic() - self.said_at >= SECONDS_BETWEEN_LINES:
            self.said_at = time.monotonic()
            line = " · ".join(filter(None, [f"{self.done:,} of {self.total:,}", said]))
            # Nobody who reads the log is no reason to stop.
            with suppress(OSError):
                self.console.print(line, highlight=False)


def progress_for(console: Console, doing: str, *, quiet: bool) -> Progress:
    """Return what suits the stream: nothing, a bar that says what is being done, or lines."""
    if quiet:
        return Progress()
    return BarProgress(console, doing) if console.is_terminal else LineProgress(console)


def import_summary(report: Report) -> str:
    """Return the table that ends a run: every record counted once, and what the numbers add up to."""
    outcomes = [(outcome, report.outcomes[outcome]) for outcome in OUTCOMES]
    sums = [(name, report.totals[name]) for name in ("records", "files")]
    images = [(f"images {name}", count) for name, count in report.images.as_dict().items()]
    warnings = [(f"warning {code}", count) for code, count in report.warnings.most_common(8)]
    title = "Dry run: nothing was written" if report.dry_run else f"Import run {report.run}"
    return _table(title, outcomes, sums, images, [*warnings, ("seconds", round(report.seconds, 1))])


def fetch_summary(custody: Custody) -> str:
    """Return the table that ends a fetching of pictures."""
    kept = [("fetched", custody.fetched), ("kept already", custody.reused)]
    waiting = [(f"waiting: {state}", count) for state, count in custody.waiting.most_common()]
    lost = [(f"lost: {state}", count) for state, count in custody.lost.most_common()]
    return _table("Pictures", kept, waiting, lost)


def export_summary(totals: Totals) -> str:
    """Return the table that ends an export."""
    rows = {
        "files as they came": totals.as_they_came,
        "files written anew": totals.as_front_matter,
        "articles": totals.articles,
        "origins": totals.origins,
        "images": totals.images,
        "images missing": totals.images_missing,
    }
    return _table("Export", rows.items())


def _table(title: str, *sections: Iterable[tuple[str, float]]) -> str:
    table = Table(title=title, title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for section in sections:
        for name, count in section:
            table.add_row(name, f"{count:,}")
        table.add_section()
    console = Console(highlight=False)
    with console.capture() as captured:
        console.print(table)
    return captured.get()
