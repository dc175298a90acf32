"""Both ways between content and spreadsheets, as the pages of the console see them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.sheets.exports import Exports
from bot.services.sheets.imports import Imports


@dataclass(frozen=True)
class Sheets:
    exports: Exports
    imports: Imports
