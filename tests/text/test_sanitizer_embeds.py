"""Players, films and recordings become links to them."""

import pytest

from articles.text import sanitizer

from .cleaning import cleaned


@pytest.mark.parametrize(
    ("frame", "address", "label"),
    [
        (
            "https://www.youtube.com/embed/dQw4w9WgXcQ?rel=0",
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
            "YouTube · youtube.com/watch?v=dQw4w9WgXcQ",
        ),
        (
            "//www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
            "YouTube · youtube.com/watch?v=dQw4w9WgXcQ",
        ),
        (
            "https://www.youtube.com/embed/videoseries?list=PL123",
            "https://www.youtube.com/playlist?list=PL123",
            "YouTube · youtube.com/playlist?list=PL123",
        ),
        (
            "https://player.vimeo.com/video/76979871",
            "https://vimeo.com/76979871",
            "Vimeo · vimeo.com/76979871",
        ),
        (
            "//player.bilibili.com/player.html?aid=1&bvid=BV1xx411c7mD&page=1",
            "https://www.bilibili.com/video/BV1xx411c7mD",
            "Bilibili · bilibili.com/video/BV1xx411c7mD",
        ),
        (
            "https://v.qq.com/txp/iframe/player.html?vid=x3243s",
            "https://v.qq.com/x/page/x3243s.html",
            "腾讯视频 · v.qq.com/x/page/x3243s.html",
        ),
        (
            "https://www.dailymotion.com/embed/video/x7tgad0",
            "https://www.dailymotion.com/video/x7tgad0",
            "Dailymotion · dailymotion.com/video/x7tgad0",
        ),
        (
            "https://open.spotify.com/embed/episode/4rOoJ6Egrf8K2IrywzwOMk",
            "https://open.spotify.com/episode/4rOoJ6Egrf8K2IrywzwOMk",
            "Spotify · open.spotify.com/episode/4rOoJ6Egrf8K2IrywzwOMk",
        ),
        (
            "https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/293&color=ff5500",
            "https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/293&amp;color=ff5500",
            "SoundCloud · w.soundcloud.com",
        ),
        (
            "https://platform.twitter.com/embed/Tweet.html?dnt=false&id=1486",
            "https://x.com/i/status/1486",
            "X · x.com/i/status/1486",
        ),
    ],
)
def test_frame_of_a_known_player_becomes_a_link_card(frame, address, label):
    assert sanitizer.clean(f'<iframe src="{frame}"></iframe>') == sanitizer.Cleaned(
        f'<p class="embed-card"><a href="{address}">{label}</a></p>', {}
    )


def test_card_inside_a_paragraph_does_not_break_it():
    html = '<p>Watch <iframe src="https://youtu.be/abc"></iframe> now</p>'
    assert cleaned(html) == (
        '<p>Watch <a class="embed-card" href="https://www.youtube.com/watch?v=abc">'
        "YouTube · youtube.com/watch?v=abc</a> now</p>"
    )


@pytest.mark.parametrize(
    "html",
    [
        '<iframe src="about:blank" data-src="https://youtu.be/abc"></iframe>',
        '<object><param name="movie" value="https://www.youtube.com/v/abc"></object>',
        '<object><embed src="https://www.youtube.com/v/abc"></object>',
        '<embed src="https://www.youtube.com/v/abc">',
    ],
)
def test_player_is_found_where_old_and_lazy_pages_name_it(html):
    assert 'href="https://www.youtube.com/watch?v=abc"' in cleaned(html)


@pytest.mark.parametrize(
    "html",
    [
        '<video src="https://example.org/films/report.mp4" controls></video>',
        '<video><source src="https://example.org/films/report.mp4"><p>Your browser is old.</p></video>',
        '<audio src="https://example.org/films/report.mp4"></audio>',
    ],
)
def test_film_or_recording_becomes_a_link_to_its_file(html):
    assert cleaned(html) == (
        '<p class="embed-card"><a href="https://example.org/films/report.mp4">'
        "example.org/films/report.mp4</a></p>"
    )


@pytest.mark.parametrize(
    "frame",
    [
        "https://youtube.com.evil.example/embed/abc",
        "https://evil.example/youtube.com/embed/abc",
        "https://user@evil.example/?https://www.youtube.com/embed/abc",
    ],
)
def test_frame_that_only_looks_like_a_known_player_is_removed(frame):
    assert sanitizer.clean(f'<iframe src="{frame}"></iframe>').html == ""
