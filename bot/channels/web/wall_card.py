"""The card for the wall of the child's home: large numbers, and blanks to fill in by hand, on one sheet of A4."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from html import escape
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.web.pages import Page, read
from dialogs.hotlines import PLACEHOLDER
from dialogs.library import CardLine, Library

PATH: Final = "/wall-card"
_BLANK: Final = '<i class="blank"></i>'


def wall_card_route(library: Callable[[], Library]) -> Route:
    """The card, for everybody; it asks nothing and remembers nothing."""

    async def show(request: Request) -> Response:
        return _page(card_of(library())).answer(request)

    return Route(PATH, show)


@lru_cache(maxsize=1)
def _page(card: str) -> Page:
    return Page(read("wall_card.html").replace("{{card}}", card), read("wall_card.css"))


def card_of(library: Library) -> str:
    """The lines of the card as HTML, in the order of the file; a line whose hotline is gone is left out."""
    return "\n".join(line for said in library.wall_card for line in _line(said, library))


def _line(line: CardLine, library: Library) -> Iterator[str]:
    words, number = _filled(line.text, library), _number(line.hotline, library)
    match line.part:
        case "title":
            yield f"<h1>{words}</h1>"
        case "number" if number:
            yield f'<p class="number"><b>{number}</b> <span>{words}</span></p>'
        case "away" if number:
            dialled = f'<span class="dial">{escape(line.beside)}{_BLANK}＋ <b>{number}</b></span>'
            yield f'<p class="away"><span>{words}</span> {dialled}</p>'
        case "blank":
            halves = (words, escape(line.beside)) if line.beside else (words,)
            yield f'<p class="fill">{"".join(f"<span>{half}{_BLANK}</span>" for half in halves)}</p>'
        case "first" | "note" | "hint":
            yield f'<p class="{line.part}">{words}</p>'


def _number(hotline: str, library: Library) -> str:
    found = library.hotlines.get(hotline)
    return escape(found.number) if found else ""


def _filled(text: str, library: Library) -> str:
    return PLACEHOLDER.sub(lambda name: _number(name[1], library), escape(text))
