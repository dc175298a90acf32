"""All settings in one frozen value: from the environment, from .env, secrets also from the file named by NAME_FILE."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import time
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.roles import ProcessRole, roles_from, spelled

PREFIX = "JIAYIN_"
SECRETS = ("telegram_token", "database_url", "secret_key", "telegram_webhook_secret", "smtp_url", "sentry_dsn")
_MAIL_SERVER = re.compile(r"smtps?://(?:[^\s:@/]+:[^\s@/]*@)?[\w.-]+(?::\d{1,5})?/?")
_HOURS = re.compile(r"(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})")


class WrongSetting(Exception):
    """A setting that cannot be used; the message is one line that names it and says what to do."""


class Settings(BaseSettings):
    """Every field is an environment variable JIAYIN_<FIELD>; docs/operations.md explains them."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    data_dir: Path = Path("data")
    database_url: str = ""
    database_pool: int = Field(default=5, ge=1, le=100)
    roles: str = ""
    timezone: ZoneInfo = Field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)
    public_url: str = ""
    secret_key: SecretStr = SecretStr("")
    telegram_token: SecretStr = SecretStr("")
    telegram_api_url: str = "https://api.telegram.org"
    telegram_proxy: str = ""
    telegram_webhook_secret: SecretStr = SecretStr("")
    telegram_pace: float = Field(default=30.0, ge=0, le=10_000, allow_inf_nan=False)
    operator_name: str = ""
    operator_phone: str = ""
    factories: str = ""
    duty_telegram: str = ""
    duty_webhook: str = ""
    duty_webhook_style: str = "wecom"
    duty_hours: str = ""
    smtp_url: SecretStr = SecretStr("")
    mail_from: str = ""
    embedding_model: Path | None = None
    erasure_journal: Path | None = None
    backup_days: int = Field(default=90, ge=1, le=3650)
    pg_bin: Path | None = None
    log_level: str = "INFO"
    log_format: Literal["", "json", "console"] = ""
    sentry_dsn: SecretStr = SecretStr("")
    tick_seconds: float = Field(default=5.0, gt=0, le=60)

    @field_validator("timezone", mode="before")
    @classmethod
    def known_zone(cls, value: Any) -> Any:
        if isinstance(value, ZoneInfo):
            return value
        try:
            return ZoneInfo(str(value))
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("is no time zone; an example is Asia/Shanghai") from error

    @field_validator("public_url", "telegram_api_url", "telegram_proxy", "duty_webhook")
    @classmethod
    def whole_address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must begin with https:// (or http:// on this machine)")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def known_database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite", "postgresql", "postgres")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return value.replace("postgres://", "postgresql://", 1) if value.startswith("postgres://") else value

    @field_validator("roles")
    @classmethod
    def known_roles(cls, value: str) -> str:
        return spelled(roles_from(value))

    @field_validator("log_level")
    @classmethod
    def known_level(cls, value: str) -> str:
        if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
        return value.upper()

    @field_validator("embedding_model", "erasure_journal", "pg_bin", mode="before")
    @classmethod
    def none_where_empty(cls, value: Any) -> Any:
        return value or None  # an empty path would mean this folder

    @field_validator("duty_webhook_style")
    @classmethod
    def known_style(cls, value: str) -> str:
        if value not in ("plain", "wecom", "dingtalk"):
            raise ValueError("must be plain, wecom or dingtalk")
        return value

    @field_validator("smtp_url")
    @classmethod
    def mail_server(cls, value: SecretStr) -> SecretStr:
        url = value.get_secret_value()
        if url and not _MAIL_SERVER.fullmatch(url):
            raise ValueError("must look like smtps://user:password@mail.example.org:465 (or smtp://…:587)")
        return value

    @field_validator("duty_hours")
    @classmethod
    def two_clock_times(cls, value: str) -> str:
        if value:
            _clock_times(value)
        return value

    @field_validator("duty_telegram")
    @classmethod
    def chat_numbers(cls, value: str) -> str:
        if any(not chat.strip().isdecimal() for chat in value.split(",") if chat.strip()):
            raise ValueError("must be numbers of private chats with the bot, joined by commas")
        return value

    @model_validator(mode="after")
    def key_where_shared(self) -> Settings:
        if self.database_url.startswith("postgresql") and not self.secret_key.get_secret_value():
            raise ValueError("JIAYIN_SECRET_KEY is needed with PostgreSQL, so that all processes sign alike")
        return self

    @model_validator(mode="after")
    def way_to_the_duty_officer(self) -> Settings:
        if self.duty_telegram and not self.telegram_token.get_secret_value():
            raise ValueError("JIAYIN_DUTY_TELEGRAM needs JIAYIN_TELEGRAM_TOKEN, or no alert could reach anybody")
        return self

    @model_validator(mode="after")
    def sender_of_mail(self) -> Settings:
        if self.smtp_url.get_secret_value() and "@" not in self.mail_from:
            raise ValueError("JIAYIN_SMTP_URL needs JIAYIN_MAIL_FROM, the address that mail comes from")
        return self

    @property
    def role_set(self) -> frozenset[ProcessRole]:
        """What this process does."""
        return roles_from(self.roles)

    @property
    def telegram_bot_id(self) -> str:
        """The number of the bot account, which begins its token."""
        return self.telegram_token.get_secret_value().partition(":")[0].strip()

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'jiayin.sqlite3'}"

    @property
    def journal(self) -> Path:
        """The file of wishes that no backup may undo."""
        return self.erasure_journal or self.data_dir / "erasures.jsonl"

    @property
    def address(self) -> str:
        """Where a browser finds Jiayin."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def duty_times(self) -> tuple[time, time]:
        """The local hours of duty; equal times mean always."""
        return _clock_times(self.duty_hours) if self.duty_hours else (time(0), time(0))

    @property
    def factory_codes(self) -> dict[str, str]:
        """Join codes with the factories' names: `GFDG01=Golden Field, Dongguan; GFDG02=…`."""
        pairs = (part.partition("=") for part in self.factories.split(";") if part.strip())
        return {code.strip().upper(): name.strip() for code, _equals, name in pairs}

    def signing_key(self) -> bytes:
        """The key that signs cookies: given, or made once and kept in data/secret for this user alone."""
        if given := self.secret_key.get_secret_value():
            return given.encode()
        path = self.data_dir / "secret"
        if path.exists() and not path.read_bytes().strip():
            path.unlink()  # anybody could sign with an empty key
        if not path.exists():
            self._make_secret(path)
        return path.read_bytes().strip()

    def _make_secret(self, path: Path) -> None:
        """Written whole or not at all, also when two processes start at once or one dies in the middle."""
        self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_suffix(f".{secrets.token_hex(8)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(secrets.token_hex(32).encode())
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()


def _clock_times(value: str) -> tuple[time, time]:
    found = _HOURS.fullmatch(value.strip())
    try:
        if found:
            return time.fromisoformat(found[1].zfill(5)), time.fromisoformat(found[2].zfill(5))
    except ValueError:
        pass
    raise ValueError("must be two clock times such as 08:00-22:00")


def read_settings() -> Settings:
    """The settings of this process. Raises WrongSetting with one line that names the variable."""
    given = _from_files(os.environ)
    try:
        return Settings(**given)
    except ValidationError as error:
        raise WrongSetting(_one_line(error)) from error


def _from_files(environment: Mapping[str, str]) -> dict[str, Any]:
    """Secrets that are kept in files, as container platforms hand them over."""
    given: dict[str, Any] = {}
    for name in SECRETS:
        variable = f"{PREFIX}{name.upper()}_FILE"
        if path := environment.get(variable):
            try:
                given[name] = Path(path).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                reason = getattr(error, "strerror", None) or "it is not text"
                raise WrongSetting(f"{variable}: the file {path} cannot be read ({reason}).") from error
    return given


def _one_line(error: ValidationError) -> str:
    first = error.errors()[0]
    message = first["msg"].removeprefix("Value error, ")
    if not first["loc"]:
        return f"{message}."
    return f"{PREFIX}{str(first['loc'][0]).upper()}: {message}."
