"""What an import shows on a terminal, and in a log."""

import time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table

from articles.importing.pipeline import Progress
from articles.importing.report import OUTCOMES, Report

SECONDS_BETWEEN_LINES = 5


class BarProgress(Progress):
    """A bar on the terminal's own stream, for people."""

    def __init__(self, console: Console) -> None:
        self.bar = Bar(
            *(
                TextColumn("Importing"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                TextColumn("{task.fields[said]}"),
            ),
            console=console,
            transient=True,
        )

    def start(self, total: int) -> None:
        self.task = self.bar.add_task("", total=total, said="")
        self.bar.start()

    def advance(self, files: int, report: Report) -> None:
        self.bar.update(self.task, advance=files, said=in_words(report))

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

    def advance(self, files: int, report: Report) -> None:
        self.done += files
        if time.monotonic() - self.said_at >= SECONDS_BETWEEN_LINES:
            self.said_at = time.monotonic()
            self.console.print(f"{self.done:,} of {self.total:,} files · {in_words(report)}", highlight=False)


def progress_for(console: Console, *, quiet: bool) -> Progress:
    """Return what suits the stream: nothing, a bar or lines."""
    if quiet:
        return Progress()
    return BarProgress(console) if console.is_terminal else LineProgress(console)


def in_words(report: Report) -> str:
    return ", ".join(
        f"{report.outcomes[outcome]:,} {outcome}" for outcome in OUTCOMES if report.outcomes[outcome]
    )


def summary(report: Report) -> str:
    """Return the table that ends a run: every record counted once, and what the numbers add up to."""
    console = Console(highlight=False)
    with console.capture() as captured:
        console.print(_table(report))
    return captured.get()


def _table(report: Report) -> Table:
    title = "Dry run: nothing was written" if report.dry_run else f"Import run {report.run}"
    table = Table(title=title, title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for outcome in OUTCOMES:
        table.add_row(outcome, f"{report.outcomes[outcome]:,}")
    table.add_section()
    table.add_row("records", f"{report.totals['records']:,}")
    table.add_row("files", f"{report.totals['files']:,}")
    table.add_section()
    for name, count in report.images.as_dict().items():
        table.add_row(f"images {name}", f"{count:,}")
    table.add_section()
    for code, count in report.warnings.most_common(8):
        table.add_row(f"warning {code}", f"{count:,}")
    table.add_row("seconds", f"{report.seconds:.1f}")
    return table
