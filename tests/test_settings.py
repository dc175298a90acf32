"""Settings are read once; one that cannot be used stops the start with a line that names it."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import time
from pathlib import Path

import pytest

from bot.settings import PREFIX, Settings, WrongSetting, read_settings

TOKEN = "123:token"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting comes from where the tests run."""
    for name in os.environ:
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def given(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"{PREFIX}{name.upper()}", value)


def complaint() -> str:
    with pytest.raises(WrongSetting) as raised:
        read_settings()
    return str(raised.value)


def test_without_any_setting_everything_is_at_home() -> None:
    settings = read_settings()
    assert settings.database == "sqlite:///data/jiayin.sqlite3"
    assert settings.timezone.key == "Asia/Shanghai"
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert settings.duty_times == (time(0), time(0))
    assert settings.factory_codes == {}


BAD = {
    "timezone": ["Asia/Shangai", "../etc/passwd", "8"],
    "port": ["0", "65536", "web", "80.5"],
    "public_url": ["jiayin.example.org", "ftp://jiayin.example.org"],
    "telegram_api_url": ["localhost:8081"],
    "telegram_proxy": ["socks5://localhost"],
    "duty_webhook": ["mailto:duty@example.org"],
    "database_url": ["mysql://localhost/jiayin", "jiayin.sqlite3"],
    "duty_hours": ["8-22", "08:00", "25:00-26:00", "08:00-22:60", "always"],
    "log_level": ["LOUD", "20"],
    "tick_seconds": ["0", "-1", "61", "often"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values])
def test_a_value_that_cannot_be_used_is_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    given(monkeypatch, **{name: value})
    said = complaint()
    assert said.startswith(f"JIAYIN_{name.upper()}: ")
    assert "\n" not in said
    assert said.endswith(".")


def test_what_a_person_types_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    given(
        monkeypatch,
        public_url="https://jiayin.example.org/",
        log_level="debug",
        duty_hours="8:00 - 22:30",
        factories="gfdg01=Golden Field, Dongguan; GFDG02 = 惠州 ;;",
        database_url="postgres://bot@db/jiayin",
        secret_key="a key",
    )
    settings = read_settings()
    assert settings.public_url == "https://jiayin.example.org"
    assert settings.log_level == "DEBUG"
    assert settings.duty_times == (time(8), time(22, 30))
    assert settings.factory_codes == {"GFDG01": "Golden Field, Dongguan", "GFDG02": "惠州"}
    assert settings.database == "postgresql://bot@db/jiayin"


def test_settings_may_stand_in_a_file_beside_the_programme(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("JIAYIN_OPERATOR_NAME=安心社工\nJIAYIN_PORT=8099\nOTHER=1\n", encoding="utf-8")
    settings = read_settings()
    assert (settings.operator_name, settings.port) == ("安心社工", 8099)


def test_the_environment_counts_more_than_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("JIAYIN_PORT=8099\n", encoding="utf-8")
    given(monkeypatch, port="8100")
    assert read_settings().port == 8100


def test_settings_are_not_changed_afterwards() -> None:
    with pytest.raises(ValueError, match="frozen"):
        read_settings().port = 1


# -- secrets ----------------------------------------------------------------------------------------------------------


def test_secrets_may_come_in_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text(f"{TOKEN}\n", encoding="utf-8")
    monkeypatch.setenv("JIAYIN_TELEGRAM_TOKEN_FILE", str(path))
    settings = read_settings()
    assert settings.telegram_token.get_secret_value() == TOKEN
    assert settings.telegram_bot_id == "123"


def test_a_database_address_from_a_file_needs_the_key_as_well(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "url"
    path.write_text("postgresql://bot@db/jiayin", encoding="utf-8")
    monkeypatch.setenv("JIAYIN_DATABASE_URL_FILE", str(path))
    assert "JIAYIN_SECRET_KEY" in complaint()


def test_a_secret_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JIAYIN_SECRET_KEY_FILE", str(tmp_path / "missing"))
    said = complaint()
    assert said.startswith("JIAYIN_SECRET_KEY_FILE: ")
    assert str(tmp_path / "missing") in said
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    monkeypatch.setenv("JIAYIN_SECRET_KEY_FILE", str(tmp_path / "binary"))
    assert "it is not text" in complaint()


def test_secrets_do_not_show_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, telegram_token=TOKEN, secret_key="the key", telegram_webhook_secret="hush")
    shown = repr(read_settings())
    assert not any(secret in shown for secret in (TOKEN, "the key", "hush"))


def test_with_postgresql_the_key_must_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, database_url="postgresql://bot@db/jiayin")
    assert "JIAYIN_SECRET_KEY" in complaint()
    given(monkeypatch, secret_key="the same for all")
    assert read_settings().signing_key() == b"the same for all"


def test_a_duty_officer_on_telegram_needs_telegram(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, duty_telegram="4711")
    assert "JIAYIN_TELEGRAM_TOKEN" in complaint()
    given(monkeypatch, telegram_token=TOKEN)
    assert read_settings().duty_telegram == "4711"


def test_the_signing_key_is_made_once_and_for_this_user_alone(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new" / "data")
    key = settings.signing_key()
    path = tmp_path / "new" / "data" / "secret"
    assert len(key) == 64
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Settings(data_dir=tmp_path / "new" / "data").signing_key() == key
    assert [one.name for one in path.parent.iterdir()] == ["secret"]


def test_two_starts_at_once_sign_alike(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: Settings(data_dir=tmp_path).signing_key(), range(8)))
    assert len(set(keys)) == 1


def test_nothing_is_signed_with_an_empty_key(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"\n")
    key = Settings(data_dir=tmp_path).signing_key()
    assert len(key) == 64
    assert Settings(data_dir=tmp_path).signing_key() == key
