"""What an import or an export shows on a terminal, and in a log."""

import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from articles.exporting.archives import Totals
from articles.importing import custody, custody_report
from articles.importing.fetching import Round
from articles.importing.progress import Progress
from articles.importing.report import OUTCOMES, Report
from articles.models import Article, ImageSource

SECONDS_BETWEEN_LINES = 5
MOST_NAMED = 100
NETWORK_IS_AWAY = (
    "Nobody could be reached, so the network seems to be away. What waits is due again in an hour.\n"
)
STILL_WAIT = (
    "Of the pictures {number:,} still wait at their sources: the task worker fetches them, or fetch_images.\n"
)
COUNTED = ("found", *custody.COUNTED)


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


def import_summary(report: Report, done: Round | None) -> str:
    """Return the table that ends a run: every record counted once, what the numbers add up to, and what still waits.

    ``done``: the fetching of its pictures, if there was any.
    """
    outcomes = [(outcome, report.outcomes[outcome]) for outcome in OUTCOMES]
    sums = [(name, report.totals[name]) for name in ("records", "files")]
    images = [(f"images {name}", count) for name, count in report.images.as_dict().items()]
    warnings = [(f"warning {code}", count) for code, count in report.warnings.most_common(8)]
    title = "Dry run: nothing was written" if report.dry_run else f"Import run {report.run}"
    table = _table(title, outcomes, sums, images, [*warnings, ("seconds", round(report.seconds, 1))])
    return table + after_fetching(done, pending=report.images.pending if done else 0)


def fetch_summary(done: Round) -> str:
    """Return the table that ends a fetching of pictures, and what else to know."""
    kept = [("fetched", done.fetched), ("kept already", done.reused), ("unchanged", done.unchanged)]
    waiting = [(f"waiting: {state}", count) for state, count in done.waiting.most_common()]
    lost = [(f"lost: {state}", count) for state, count in done.lost.most_common()]
    return _table("Pictures", kept, [*waiting, ("not asked", done.not_asked)], lost) + after_fetching(done)


def after_fetching(done: Round | None, *, pending: int = 0) -> str:
    """Return what to know once pictures were fetched: that nobody could be reached, how many wait; else ``""``."""
    away = NETWORK_IS_AWAY if done and done.is_network_away else ""
    return away + (STILL_WAIT.format(number=pending) if pending else "")


def custody_tables() -> str:
    """Return what is kept, by host and by origin, and the first of the missing pictures below their articles."""
    hosts = custody.per_host(ImageSource.objects.all())
    everything = custody.total(hosts)
    tables = [_tallies("Host", [*hosts, replace(everything, name="all of them")])]
    if origins := custody.per_origin():
        tables.append(_tallies("Origin", origins))
    named = islice(custody_report.missing(), MOST_NAMED)
    lines = [line for article, pairs in groupby(named, itemgetter(0)) for line in _named(article, pairs)]
    if everything.missing > MOST_NAMED:
        lines.append(f"These are the first {MOST_NAMED:,} that are missing; --report FILE names them all.")
    return "\n".join([*tables, *lines])


def _tallies(title: str, tallies: list[custody.Tally]) -> str:
    table = Table()
    table.add_column(title)
    for name in COUNTED:
        table.add_column(name, justify="right")
    for tally in tallies:
        counts = [f"{getattr(tally, name):,}" for name in COUNTED]
        table.add_row(Text(_visible(tally.name) or "in an archive"), *counts)
    return _drawn(table)


def _named(article: Article | None, pairs: Iterable[tuple[Any, ImageSource]]) -> Iterator[str]:
    yield f"{article.pk} {_visible(article.headline)}" if article else "Shown by no article"
    for _, source in pairs:
        told = f"{custody.standing(source)}, {custody_report.state_of(source)}: {source.url}"
        yield f"    {_visible(told)}"


def _visible(text: str) -> str:
    """Return text of others without what would steer a terminal."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


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
    return _drawn(table)


def _drawn(table: Table) -> str:
    console = Console(highlight=False)
    with console.capture() as captured:
        console.print(table)
    return captured.get()
