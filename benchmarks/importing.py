"""How fast an archive comes in, on SQLite and on PostgreSQL, beside bleach alone on the same bodies: ``make bench``.

COUNT=20000 sets the size of the archive. Each database is measured in a process of its own, the first import with as
many processes as there are cores; the memory is that of all processes together.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

COUNT = int(os.environ.get("COUNT", "5000"))
WORKERS = os.cpu_count() or 1
HERE = Path(__file__).resolve().parent.parent
WITH_POSTGRES = str(HERE / "tests" / "with_postgres")
# A newsroom's own PostgreSQL waits for its disk.
DURABLE = {"POSTGRES_OPTIONS": "-c fsync=on"}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = _measured([], folder, "corpus")
        sqlite = _measured([], folder, "sqlite")
        has_postgres = subprocess.run([WITH_POSTGRES], check=False, capture_output=True).returncode == 0
        postgres = _measured([WITH_POSTGRES], folder, "postgres") if has_postgres else None
    _tell("articles", COUNT)
    _tell("bleach alone, one process", COUNT / made["bleach"], "bodies/s")
    for name, found in (("SQLite", sqlite), ("PostgreSQL", postgres)):
        if found:
            _tell(f"{name}: first import", COUNT / found["first"], f"articles/s, {WORKERS} processes")
            _tell(f"{name}: second import", COUNT / found["second"], "articles/s")
            _tell(f"{name}: peak memory", found["megabytes"], "MB, all processes")
    _tell("import : bleach alone", made["bleach"] / sqlite["first"], "(more is better)", places=2)
    if postgres:
        _tell("PostgreSQL : SQLite", sqlite["first"] / postgres["first"], "(more is better)", places=2)


def _measured(wrapper: list[str], folder: str, what: str) -> Any:
    """Return what a process of its own measures."""
    environment = os.environ | DURABLE | {"DATA_DIR": f"{folder}/{what}"}
    environment.pop("DATABASE_URL", None)
    command = [*wrapper, sys.executable, "-m", "benchmarks.importing", what, f"{folder}/archive"]
    done = subprocess.run(command, env=environment, cwd=HERE, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout.splitlines()[-1])


def measure(what: str, archive: Path) -> dict[str, float]:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
    django.setup()
    return _corpus(archive) if what == "corpus" else _imports(archive)


def _corpus(archive: Path) -> dict[str, float]:
    from articles.exporting import corpus

    corpus.write(COUNT, archive)
    return {"bleach": _seconds(lambda: _bleach_alone(archive))}


def _imports(archive: Path) -> dict[str, float]:
    from django.core.management import call_command

    from benchmarks import memory

    call_command("migrate", verbosity=0)
    with memory.peak() as peak:
        first = _seconds(lambda: _import_once(archive))
        second = _seconds(lambda: _import_once(archive))
    return {"first": first, "second": second, "megabytes": peak.megabytes}


def _import_once(archive: Path) -> None:
    from django.utils import timezone

    from articles.importing.pipeline import ImportOptions, import_archives

    report = import_archives([str(archive)], options=ImportOptions(workers=WORKERS), clock=timezone.now)
    if report.outcomes["created"] + report.outcomes["unchanged"] != COUNT:
        sys.exit(f"The import is not whole: {report.totals}")


def _bleach_alone(archive: Path) -> None:
    """Run bleach as a straightforward project would, on each body as it lies in the file."""
    import bleach

    from articles.text.policy import POLICY

    cleaner = bleach.Cleaner(tags=POLICY.elements, attributes=["href", "src", "alt", "title"], strip=True)
    for path in sorted(archive.iterdir()):
        cleaner.clean(path.read_text(encoding="utf-8").split("---", 2)[2])


def _seconds(action: Callable[[], None]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def _tell(name: str, value: float, unit: str = "", *, places: int = 0) -> None:
    print(f"{name:28} {value:>10,.{places}f}  {unit}".rstrip())


if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    else:
        print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]))))
