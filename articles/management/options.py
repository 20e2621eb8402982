"""Values that commands take, checked as soon as they are given."""

import os
from argparse import ArgumentTypeError
from pathlib import Path


def report_file(name: str) -> Path:
    """Return the path of a report that can be written; raises ArgumentTypeError for another."""
    path = Path(name)
    if path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK):
        raise ArgumentTypeError(f"{name} cannot be written")
    return path
