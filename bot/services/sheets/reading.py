"""Reads an uploaded file: what it really is, whatever it is called, and the rows of its sheet."""

from __future__ import annotations

from typing import Final

from bot.services.sheets.reading_csv import read_csv
from bot.services.sheets.reading_xlsx import read_xlsx
from bot.services.sheets.sheet import Refused, Sheet
from dialogs.text import Text, _

LARGEST: Final = 8 * 1024 * 1024
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_MACROS: Final = (".xlsm", ".xltm", ".xlam", ".xlsb")


def read_sheet(kind: str, name: str, content: bytes) -> Sheet:
    """The sheet of a kind in a file of this name. Raises Refused."""
    if (wrong := _wrong(name, content)) is not None:
        raise Refused(wrong)
    if content.startswith(b"PK"):
        return read_xlsx(kind, content)
    return read_csv(kind, content)


def _wrong(name: str, content: bytes) -> Text | None:
    """Why a file is not even opened."""
    if not content.strip():
        return _("The file is empty. Choose another one.")
    if len(content) > LARGEST:
        return _("The file is larger than {most} MB. Please split it.")(most=LARGEST // 1024 // 1024)
    if name.casefold().endswith(_MACROS):
        return _("Files with macros are not taken, they can do harm. Save it as .xlsx, then choose that one.")
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            return _("The file is locked with a password. Take the password away, save it, and try again.")
        return _("This is the old format .xls. Open it, save it as .xlsx, then choose that one.")
    if content.startswith(b"%PDF"):
        return _("This is a PDF, not a spreadsheet. Choose a file that ends in .xlsx or .csv.")
    if content.startswith(_PICTURES):
        return _("This is a picture or a recording, not a spreadsheet. Choose a file that ends in .xlsx or .csv.")
    return None
