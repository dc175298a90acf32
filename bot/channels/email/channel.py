"""Alerts as e-mails, through the mail server of the settings."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Final
from urllib.parse import unquote, urlsplit

import aiosmtplib

from bot.rendering.message import Message
from bot.services.ports import Capabilities, ChannelError

NAME: Final = "email"
TIMEOUT: Final = 20.0
FOREVER: Final = 500  # answers from here on say that it will not work another time either


class EmailChannel:
    """url: smtp:// (encrypted where the server offers it) or smtps://, with user and password where it wants them."""

    def __init__(self, url: str, sender: str, subject: str) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or ""
        self._tls = parts.scheme == "smtps"
        self._port = parts.port or (465 if self._tls else 587)
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
        self._sender = sender
        self._subject = subject

    @property
    def name(self) -> str:
        return NAME

    @property
    def bot_id(self) -> str:
        return NAME

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(buttons=False, max_length=4000, reaches_closed_phone=True, documents=False)

    async def send(self, external_id: str, message: Message) -> str | None:
        try:
            mail = self._mail(external_id, message)
        except ValueError as error:  # a line break or the like in an address
            raise ChannelError("this is no e-mail address", permanent=True) from error
        try:
            await aiosmtplib.send(
                mail,
                hostname=self._host,
                port=self._port,
                username=self._user,
                password=self._password,
                use_tls=self._tls,
                timeout=TIMEOUT,
            )
        except aiosmtplib.SMTPException as error:
            raise _failure(error) from error
        except (OSError, ValueError) as error:
            raise ChannelError(f"the mail server was not reached: {type(error).__name__}") from error
        return None

    def _mail(self, external_id: str, message: Message) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = self._sender
        mail["To"] = external_id
        mail["Subject"] = self._subject
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.text)
        return mail


def _failure(error: aiosmtplib.SMTPException) -> ChannelError:
    """What is known after a try: addresses that do not exist are gone, a wrong password may be mended."""
    match error:
        case aiosmtplib.SMTPRecipientsRefused(recipients=refused):
            gone = all(one.code >= FOREVER for one in refused)
            return ChannelError("the mail server does not take this address", permanent=gone)
        case aiosmtplib.SMTPConnectError() | aiosmtplib.SMTPConnectTimeoutError():
            return ChannelError("the mail server was not reached")
        case aiosmtplib.SMTPAuthenticationError():
            return ChannelError("the mail server does not take user and password")
        case aiosmtplib.SMTPDataError(code=code):
            return ChannelError(f"the mail server answered {code}", refused=code >= FOREVER)
        case aiosmtplib.SMTPResponseException(code=code):
            return ChannelError(f"the mail server answered {code}")
        case aiosmtplib.SMTPServerDisconnected() | aiosmtplib.SMTPTimeoutError():
            return ChannelError("the mail server did not answer", unknown=True)
    return ChannelError(type(error).__name__)
