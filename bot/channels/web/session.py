"""The session: whose phone this is, kept nowhere but in a signed cookie."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from itsdangerous import BadData, URLSafeSerializer
from starlette.responses import Response

COOKIE: Final = "jiayin"
LIFETIME: Final = timedelta(days=400)  # browsers cut anything longer
OPEN_FOR: Final = timedelta(minutes=30)
MOST_PROFILES: Final = 6


def new_token() -> str:
    """128 random bits; as an external id nobody can guess it."""
    return secrets.token_urlsafe(16)


@dataclass(frozen=True)
class Session:
    """The people who share one phone's browser, and which of them holds it now.

    `open_until` (seconds since 1970): until then the active one's history needs no PIN.
    `fresh`: the active one has not written a word yet.
    """

    id: str
    profiles: tuple[str, ...]
    active: int = 0
    open_until: int = 0
    fresh: bool = False

    @classmethod
    def new(cls) -> Session:
        return cls(id=new_token(), profiles=(new_token(),), fresh=True)

    @property
    def token(self) -> str:
        return self.profiles[self.active]

    @property
    def who(self) -> str:
        """A sign of the active profile that opens nothing; the page notices by it that somebody else took over."""
        return sha256(self.token.encode()).hexdigest()[:12]

    @property
    def is_full(self) -> bool:
        return len(self.profiles) >= MOST_PROFILES

    def using(self, place: int) -> Session:
        return replace(self, active=place, open_until=0, fresh=False)

    def joined_by(self, token: str) -> Session:
        """The session with `token` active; a profile nobody has used yet makes room for it."""
        kept = tuple(profile for profile in self.profiles if not (self.fresh and profile == self.token))
        profiles = kept if token in kept else (*kept, token)
        return replace(self, profiles=profiles).using(profiles.index(token))

    def with_newcomer(self) -> Session:
        profiles = (*self.profiles, new_token())
        return replace(self.using(0), profiles=profiles, active=len(profiles) - 1, fresh=True)

    def opened(self, now: datetime) -> Session:
        return replace(self, open_until=int((now + OPEN_FOR).timestamp()))

    def closed(self) -> Session:
        return replace(self, open_until=0)

    def is_open(self, now: datetime) -> bool:
        return now.timestamp() < self.open_until


class Cookies:
    """Reads a session from a request's cookies and writes it into a response."""

    def __init__(self, key: bytes, *, secure: bool) -> None:
        self._signer = URLSafeSerializer(key, salt="jiayin.web.session", signer_kwargs={"digest_method": sha256})
        self._secure = secure

    def read(self, cookies: Mapping[str, str]) -> Session | None:
        try:
            body: dict[str, Any] = self._signer.loads(cookies.get(COOKIE, ""))
            session = Session(body["i"], tuple(body["p"]), body["a"], body["o"], body["f"])
        except (BadData, KeyError, TypeError):
            return None
        return session if 0 <= session.active < len(session.profiles) else None

    def write(self, response: Response, session: Session) -> None:
        body = {
            "i": session.id,
            "p": session.profiles,
            "a": session.active,
            "o": session.open_until,
            "f": session.fresh,
        }
        response.set_cookie(
            COOKIE,
            str(self._signer.dumps(body)),
            max_age=int(LIFETIME.total_seconds()),
            secure=self._secure,
            httponly=True,
            samesite="lax",
        )
