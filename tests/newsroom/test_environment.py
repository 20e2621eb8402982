import stat

import pytest

from newsroom import environment


@pytest.mark.parametrize(
    ("name", "value", "parse"),
    [
        ("TIME_ZONE", "Asia/Nowhere", environment.zone_name),
        ("DATABASE_URL", "mysql://root:secret@host/news", environment.database),
        ("BASE_URL", "news.example", environment.web_address),
        ("BASE_URL", "http://", environment.web_address),
        ("BASE_URL", "http://[", environment.web_address),
        ("BASE_URL", "https://news.example/below", environment.web_address),
        ("DATABASE_URL", "postgres://", environment.database),
        ("DATABASE_URL", "nonsense", environment.database),
        ("ALLOWED_HOSTS", "news.example other.example", environment.host_list),
        ("FETCH_PRIVATE_HOSTS", "media.intranet", environment.host_ports),
        ("FETCH_PRIVATE_HOSTS", "http://media.intranet:80", environment.host_ports),
        ("DEBUG", "perhaps", environment.boolean),
        ("VERSIONS_KEPT", "0", environment.days_or_all),
        ("VERSIONS_KEPT", "30 days", environment.days_or_all),
        ("LANGUAGE_CODE", "xx", environment.one_of("en", "ar")),
        ("DATA_DIR", "/proc/nowhere", environment.folder),
    ],
)
def test_wrong_value_stops_the_start_in_one_line_without_showing_it(monkeypatch, name, value, parse):
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as stopped:
        environment.read(name, "something else", parse, default="")
    assert stopped.value.code == f"{name} is wrong: it takes something else."


def test_empty_value_is_the_default(monkeypatch):
    monkeypatch.setenv("TIME_ZONE", "")
    assert (
        environment.read("TIME_ZONE", "a zone", environment.zone_name, default="Asia/Shanghai")
        == "Asia/Shanghai"
    )


def test_secret_key_is_made_once_and_read_by_its_owner_alone(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    first = environment.secret_key(tmp_path)
    assert len(first) >= 50
    assert environment.secret_key(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]


def test_given_secret_key_is_not_written_down(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "given by the operator, and long enough")
    assert environment.secret_key(tmp_path) == "given by the operator, and long enough"
    assert list(tmp_path.iterdir()) == []


def test_short_secret_key_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "short")
    with pytest.raises(SystemExit, match="SECRET_KEY is wrong"):
        environment.secret_key(tmp_path)


def test_secret_key_that_is_not_ours_to_read_is_told_in_one_line(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    (tmp_path / "secret_key").mkdir()
    with pytest.raises(SystemExit, match="DATA_DIR is wrong"):
        environment.secret_key(tmp_path)
