"""Turn the frame of a known player into the address where a reader can watch or listen."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Card:
    """A link that stands for an embed: ``label`` names the site and address, so it needs no language."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class _Player:
    name: str
    frame: re.Pattern[str]
    watch: str


def _player(name: str, frame: str, watch: str) -> _Player:
    return _Player(name, re.compile(r"https?://(?:www\.)?" + frame), watch)


_PLAYERS = (
    _player(
        "YouTube",
        r"youtube(?:-nocookie)?\.com/embed/(?:videoseries)?\?(?:.*&)?list=([\w-]+)",
        "www.youtube.com/playlist?list={}",
    ),
    _player(
        "YouTube",
        r"youtube(?:-nocookie)?\.com/(?:(?:embed|v|shorts|live)/|watch\?(?:.*&)?v=)([\w-]+)",
        "www.youtube.com/watch?v={}",
    ),
    _player("YouTube", r"youtu\.be/([\w-]+)", "www.youtube.com/watch?v={}"),
    _player("Vimeo", r"player\.vimeo\.com/video/(\d+)", "vimeo.com/{}"),
    _player("Bilibili", r"player\.bilibili\.com/.*?[?&]bvid=(BV\w+)", "www.bilibili.com/video/{}"),
    _player("Bilibili", r"player\.bilibili\.com/.*?[?&]aid=(\d+)", "www.bilibili.com/video/av{}"),
    _player("腾讯视频", r"v\.qq\.com/.*?[?&]vid=(\w+)", "v.qq.com/x/page/{}.html"),
    _player("Dailymotion", r"dailymotion\.com/embed/video/(\w+)", "www.dailymotion.com/video/{}"),
    _player("Dailymotion", r"geo\.dailymotion\.com/.*?[?&]video=(\w+)", "www.dailymotion.com/video/{}"),
    _player("Spotify", r"open\.spotify\.com/embed(?:-podcast)?/(\w+/\w+)", "open.spotify.com/{}"),
    # The page of a track cannot be told from its number, but its player is a page of its own.
    _player("SoundCloud", r"w\.soundcloud\.com/(player/?\?.+)", "w.soundcloud.com/{}"),
    _player("X", r"platform\.(?:twitter|x)\.com/embed/.*?[?&]id=(\d+)", "x.com/i/status/{}"),
)
_LONGEST_LABEL = 60


def player_card(address: str) -> Card | None:
    """Return the card for a known player's frame at ``address`` (absolute, http or https), else None."""
    for player in _PLAYERS:
        found = player.frame.match(address)
        if found:
            watch = player.watch.format(found[1])
            return Card(f"{player.name} · {_short(watch)}", f"https://{watch}")
    return None


def file_card(address: str) -> Card:
    """Return the card for a film or recording that is a file at ``address`` (absolute or relative)."""
    _, _, place = address.rpartition("://")
    return Card(_short(place), address)


def _short(place: str) -> str:
    plain = place.removeprefix("www.")
    return plain if len(plain) <= _LONGEST_LABEL else plain.split("/")[0]
