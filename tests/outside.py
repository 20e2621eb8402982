"""What lies beside the project and is never committed: the sample article, the corpus of attacks and its checker.

SAMPLE_DIR and SECURITY_DIR name their folders; where they are not there, the tests that need them say so.
"""

import importlib.util
import json
import os
from functools import cache
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
SAMPLE_DIR = Path(os.environ.get("SAMPLE_DIR") or SHARED / "samples")
SECURITY_DIR = Path(os.environ.get("SECURITY_DIR") or SHARED / "security")


def sample():
    """Return the path of the sample article."""
    return _there(SAMPLE_DIR / "000_14e2fef68ff6de96.txt", "SAMPLE_DIR")


@cache
def attacks():
    """Return the inputs of the corpus, 3,724 pieces of HTML."""
    lines = _there(SECURITY_DIR / "xss_cases.jsonl", "SECURITY_DIR").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["input"] for line in lines]


@cache
def checker():
    """Return ``problems(html)``, which lists what is not inert in a piece of HTML."""
    path = _there(SECURITY_DIR / "check_safe_html.py", "SECURITY_DIR")
    spec = importlib.util.spec_from_file_location("check_safe_html", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.problems


@cache
def worst_attacks(count):
    """Return the inputs in which the checker finds most."""
    problems = checker()
    return sorted(attacks(), key=lambda html: len(problems(html)), reverse=True)[:count]


def _there(path, variable):
    if not path.exists():
        pytest.skip(f"{path.name} is not here: {variable} names its folder.")
    return path
