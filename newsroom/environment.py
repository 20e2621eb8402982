"""Reading the environment: each value checked, a wrong one named in one line."""

import os
import re
import secrets
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

import environ
from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")
env = environ.Env()
# What S3 takes: neither keys nor a port stand in a bucket's place.
BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,254}")
REGION = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def read(name: str, takes: str, parse: Callable[[str], T], *, default: str) -> T:
    """Return variable ``name`` (or ``default``) parsed; stop start-up in one line where it is wrong.

    ``takes`` says in words what the variable takes.
    """
    value = os.environ.get(name) or default
    try:
        return parse(value)
    except (ValueError, KeyError, ImproperlyConfigured, OSError):
        # Without the value, which may hold a password and ends in a log.
        sys.exit(f"{name} is wrong: it takes {takes}.")


def boolean(value: str) -> bool:
    return {
        "1": True,
        "true": True,
        "yes": True,
        "on": True,
        "0": False,
        "false": False,
        "no": False,
        "off": False,
    }[value.lower()]


def folder(value: str) -> Path:
    path = Path(value).expanduser().resolve()
    path.mkdir(parents=True, exist_ok=True)
    return path


def host_list(value: str) -> list[str]:
    hosts = [host.strip() for host in value.split(",") if host.strip()]
    if not all(re.fullmatch(r"\*|\.?[\w.-]+|\[[0-9a-fA-F:.]+\]", host) for host in hosts):
        raise ValueError(value)
    return hosts


def host_ports(value: str) -> list[str]:
    found = [entry.strip() for entry in value.split(",") if entry.strip()]
    if not all(re.fullmatch(r"(?:[^\s:/@\[\]]+|\[[0-9a-fA-F:.]+\]):[0-9]{1,5}", entry) for entry in found):
        raise ValueError(value)
    return found


def one_of(*choices: str) -> Callable[[str], str]:
    return lambda value: {choice: choice for choice in choices}[value]


def days_or_all(value: str) -> int | None:
    """Return a number of days, None for "all"."""
    if value == "all":
        return None
    if not re.fullmatch(r"[1-9][0-9]{0,4}", value):
        raise ValueError(value)
    return int(value)


def zone_name(value: str) -> str:
    return ZoneInfo(value).key


def web_address(value: str) -> str:
    parts = urlsplit(value)
    beyond_host = parts.path.strip("/") or parts.query or parts.fragment or parts.port == 0
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or beyond_host:
        raise ValueError(value)
    return value.rstrip("/")


def database(value: str) -> dict[str, object]:
    if not re.match(r"(?:postgres|postgresql|sqlite)://", value):
        raise ValueError(value)
    config = dict(env.db_url_config(value))
    if not config["NAME"]:
        raise ValueError(value)
    return config


def storage(value: str) -> dict[str, object]:
    """Return Django's entry for the storage of pictures: files where nothing is said, else s3://bucket/folder."""
    if not value:
        return {"BACKEND": "newsroom.storage.Files"}
    parts = urlsplit(value)
    folders = parts.path.strip("/").split("/")
    if parts.scheme != "s3" or parts.fragment or not BUCKET.fullmatch(parts.netloc) or ".." in folders:
        raise ValueError(value)
    # A variable that was not set within the address must not mean Amazon's own servers.
    given = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query), keep_blank_values=True))
    if unknown := given.keys() - {"endpoint", "region"}:
        raise ValueError(unknown)
    if not REGION.fullmatch(given.get("region", "any")):
        raise ValueError(value)
    options = {
        "bucket_name": parts.netloc,
        "location": parts.path.strip("/"),
        "endpoint_url": web_address(given["endpoint"]) if "endpoint" in given else None,
        "region_name": given.get("region"),
    }
    return {"BACKEND": "newsroom.bucket.Bucket", "OPTIONS": options}


def secret_key(data_dir: Path) -> str:
    """Return SECRET_KEY, or the one kept in ``data_dir``, made there with mode 0600 the first time."""
    if os.environ.get("SECRET_KEY"):
        return read("SECRET_KEY", "32 characters or more, hard to guess", long_enough, default="")
    path = data_dir / "secret_key"
    try:
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(50))
        return path.read_text()
    except OSError as error:
        sys.exit(
            f"DATA_DIR is wrong: it takes a folder whose files are ours ({path.name}: {error.strerror})."
        )


def long_enough(value: str) -> str:
    if len(value) < 32:
        raise ValueError("short")
    return value


def _write_once(path: Path, text: str) -> None:
    """Write the file with mode 0600, whole or not at all; where another process was first, its text stands."""
    handle, part = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w") as file:
        file.write(text)
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(part)
