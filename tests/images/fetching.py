"""Fetching from a web of ours."""

import pytest

from articles.images.fetching.fetcher import Fetcher
from articles.images.fetching.gate import Gate
from articles.images.fetching.limits import Limits
from articles.images.fetching.refusals import FetchRefused

from .web import Names

USER_AGENT = "Newsroom (+https://tageblatt.example/)"
SMALL = Limits(bytes=4096, silence_seconds=1, connect_seconds=1, total_seconds=2)


def fetcher_for(*webs, names=None, limits=SMALL, gate=None, **options):
    """A fetcher for which the servers are at web.example and pictures.example, by an exception of their ports."""
    hosts = ("web.example", "pictures.example", "bücher.example".encode("idna").decode())
    return Fetcher(
        user_agent=USER_AGENT,
        private_hosts={f"{host}:{web.port}" for host in hosts for web in webs},
        limits=limits,
        gate=gate or Gate(pause_seconds=0),
        resolve=names or Names(**{host.replace(".", "_"): ["127.0.0.1"] for host in hosts}),
        **options,
    )


def fetch(web, path="/a.jpg", *, host="web.example", scheme="http", **options):
    conditions = {name: options.pop(name) for name in ("etag", "modified") if name in options}
    return fetcher_for(web, **options).fetch(f"{scheme}://{host}:{web.port}{path}", **conditions)


def refusal(web, path="/a.jpg", **options):
    with pytest.raises(FetchRefused) as caught:
        fetch(web, path, **options)
    return caught.value
