"""How fast an archive comes in, beside bleach alone on the same bodies in the same run: ``make bench``.

Prints articles a second of the whole import on SQLite in one process, of the second run, of as many processes as
there are cores, and of bleach alone; and the ratio of the first to the last (1: sanitizing is all there is).
"""

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

COUNT = int(os.environ.get("COUNT", "5000"))
WORKERS = os.cpu_count() or 1


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": f"{folder}/data", "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        measure(Path(folder) / "corpus")


def measure(corpus_folder: Path) -> None:
    from django.core.management import call_command

    from articles.exporting import corpus

    call_command("migrate", verbosity=0)
    corpus.write(COUNT, corpus_folder)
    first = seconds(lambda: import_once(corpus_folder, workers=1))
    again = seconds(lambda: import_once(corpus_folder, workers=1))
    together = seconds(lambda: import_once(corpus_folder, workers=WORKERS, origin="again"))
    alone = seconds(lambda: bleach_alone(corpus_folder))
    print(f"articles               {COUNT:>10,}")
    print(f"first import           {COUNT / first:>10,.0f} articles/s")
    print(f"second import          {COUNT / again:>10,.0f} articles/s")
    print(f"with {WORKERS} processes       {COUNT / together:>10,.0f} articles/s")
    print(f"bleach alone           {COUNT / alone:>10,.0f} bodies/s")
    print(f"import : bleach alone  {alone / first:>10.2f}")
    print(f"peak memory            {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:>10,.0f} MB")


def import_once(folder: Path, *, workers: int, origin: str = "") -> None:
    from django.utils import timezone

    from articles.importing.pipeline import ImportOptions, import_archives

    report = import_archives(
        [str(folder)], options=ImportOptions(workers=workers, origin=origin), clock=timezone.now
    )
    if report.outcomes["created"] + report.outcomes["unchanged"] != COUNT:
        sys.exit(f"The import is not whole: {report.totals}")


def bleach_alone(folder: Path) -> None:
    """Run bleach as a straightforward project would, on each body as it lies in the file."""
    import bleach

    from articles.text.policy import POLICY

    cleaner = bleach.Cleaner(tags=POLICY.elements, attributes=["href", "src", "alt", "title"], strip=True)
    for path in sorted(folder.iterdir()):
        cleaner.clean(path.read_text(encoding="utf-8").split("---", 2)[2])


def seconds(action) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
