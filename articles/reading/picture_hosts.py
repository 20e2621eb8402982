"""Hosts that stand between a picture and its readers, or show none: proxies, counters and random pictures."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

from ..text.vocabulary import names

PROXY_HOSTS = re.compile(
    r"(?:images\.weserv\.nl|wsrv\.nl|images?-focus-opensocial\.googleusercontent\.com|(?:www\.)?google\.[a-z.]{2,6}"
    r"|(?:external-content|proxy)\.duckduckgo\.com|image\.baidu\.com|[a-z0-9.-]{0,60}imageproxy[a-z0-9.-]{0,60})",
    re.I,
)
PROXY_KEYS = ("url", "u", "imgurl", "q", "src")
PHOTON = re.compile(r"i\d\.wp\.com", re.I)
AMP = re.compile(r"[a-z0-9-]{1,100}\.cdn\.ampproject\.org", re.I)
AMP_PATH = re.compile(r"/(?:ii?|[cvr])/(?:w\d+/)?(?:s/)?(?P<rest>[\w.-]+\.\w+/.+)")
# What follows the options is the picture's own address, whole or below the same host.
RESIZING_PATHS = (
    re.compile(r"/cdn-cgi/image/[^/]{1,200}/(?P<rest>.+)"),
    re.compile(r"/image/fetch/(?:[\w,:.$-]{1,200}/){0,5}?(?P<rest>https?:/.+)"),
)
# Pages that only send a reader on, whatever their site shows besides.
SENDING_ON = re.compile(
    r"https?://(?:www\.google\.[a-z.]{2,6}/url|www\.oschina\.net/action/GoToLink|link\.(?:zhihu|juejin|csdn)\.(?:com|cn|net)/"
    r"|www\.jianshu\.com/go-wild|l\.facebook\.com/l\.php|steamcommunity\.com/linkfilter/|out\.reddit\.com/)[^?]{0,20}\?",
    re.I,
)
TARGET_KEYS = ("q", "url", "target", "u")
NEXT_IMAGE = "/_next/image"
TRACKERS = names(
    "google-analytics.com googletagmanager.com doubleclick.net scorecardresearch.com quantserve.com pixel.wp.com"
    " stats.wordpress.com hm.baidu.com cnzz.com 51.la bat.bing.com sensic.net vgwort.de statcounter.com"
    " busuanzi.ibruce.info hits.dwyl.com counter.yadro.ru chartbeat.net mc.yandex.ru histats.com"
)
TRACKING_PATHS = (
    ("facebook.com", "/tr"),
    ("feeds.feedburner.com", "/~r/"),
    ("feeds.feedburner.com", "/~ff/"),
)
STAND_INS = names(
    "picsum.photos source.unsplash.com unsplash.it placehold.co placehold.it placehold.jp placeholder.com"
    " placekitten.com placeimg.com placedog.net placebear.com loremflickr.com lorempixel.com dummyimage.com"
    " fakeimg.pl api.ixiaowai.cn img.xjh.me api.mtyqx.cn acg.toubiec.cn www.dmoe.cc"
)
RANDOM_PATH = re.compile(r"/(?:random|rand|sj)(?:[/.?_-]|$)", re.I)


def original(address: str) -> str:
    """Return the address a picture has without the proxy in front of it, where that is plain to see."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    host = parts.hostname or ""
    if PROXY_HOSTS.fullmatch(host) or parts.path.rstrip("/").endswith(NEXT_IMAGE):
        return _whole(_in_query(parts.query, PROXY_KEYS), address, is_own_host=NEXT_IMAGE in parts.path)
    if PHOTON.fullmatch(host) and "." in parts.path.split("/")[1]:
        return f"https:/{parts.path}"
    if AMP.fullmatch(host) and (kept := AMP_PATH.fullmatch(parts.path)):
        return f"https://{kept['rest']}"
    if "/image/" not in parts.path:
        return address
    resized = next(filter(None, (pattern.search(parts.path) for pattern in RESIZING_PATHS)), None)
    return _whole(resized["rest"], address, is_own_host=True) if resized else address


def target(link: str) -> str:
    """Return where a link leads that only passes through a site which sends its readers on."""
    if not SENDING_ON.match(link):
        return link
    wanted = _in_query(link.partition("?")[2], TARGET_KEYS)
    return wanted if WEB.fullmatch(wanted) else link


def is_tracker(address: str) -> bool:
    """Whether an address only counts who reads."""
    host, path = _host_and_path(address)
    is_path = any(host.endswith(tracker) and path.startswith(start) for tracker, start in TRACKING_PATHS)
    return is_path or _is_of(host, TRACKERS)


def is_stand_in(address: str) -> bool:
    """Whether an address shows another picture each time, or a grey box with its size."""
    host, path = _host_and_path(address)
    return _is_of(host, STAND_INS) or bool(host and RANDOM_PATH.search(path))


def _is_of(host: str, domains: frozenset[str]) -> bool:
    """Whether a host is one of ``domains`` or below one."""
    labels = host.split(".")[-4:]
    return any(".".join(labels[place:]) in domains for place in range(len(labels)))


def _host_and_path(address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address)
        return parts.hostname or "", parts.path
    except ValueError:
        return "", ""


def _in_query(query: str, keys: tuple[str, ...]) -> str:
    try:
        stated = parse_qs(query, max_num_fields=50)
    except ValueError:
        return ""
    return next((stated[key][0] for key in keys if key in stated), "")


BARE = re.compile(r"(?:ssl:)?(?P<bare>[\w-]+(?:\.[\w-]+)+/.+)")
WEB = re.compile(r"(?P<scheme>https?):/{1,2}(?P<rest>[^/].*)", re.I)


def _whole(found: str, address: str, *, is_own_host: bool) -> str:
    """Return what a proxy was asked for as an address, else the proxy's own."""
    if web := WEB.fullmatch(found) or WEB.fullmatch(unquote(found)):
        return f"{web['scheme'].lower()}://{web['rest']}"
    if is_own_host and found:
        before = address[: address.find("/", address.find("//") + 2)] if "//" in address else ""
        return f"{before}/{found.lstrip('/')}"
    bare = BARE.fullmatch(found.removeprefix("//"))
    return f"https://{bare['bare']}" if bare else address
