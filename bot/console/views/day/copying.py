"""Words to copy into a factory's group: the text of the week, tips, answers, announcements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.i18n import gettext
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.routing import route

from bot.console.moments import wall
from bot.console.page import Page
from bot.services.staff.rights import Right
from dialogs.library import Library
from dialogs.weekly import weekly_text

MOST = 30


@dataclass(frozen=True)
class Copyable:
    """One text to be copied, under a title that says what it is."""

    title: str
    words: str


class Copying(Page):
    """One tap copies a text; no name and no number of a person is in any of them."""

    needed = frozenset({Right.ANNOUNCE, Right.QUESTIONS, Right.WRITE})
    menu_label = _("Copy for a group")
    icon = "fa-solid fa-copy"
    path = "/copy"
    route_name = "copy"

    @route("")
    async def index(self, request: Request) -> Response:
        looked_for = request.query_params.get("q", "").strip()[:60]
        library = self.doors.shelf.library
        found = list(self._found(library, looked_for)) if looked_for else await self._today(library)
        factory = request.query_params.get("factory", "")
        reader = await self.doors.announcements.reader(factory)
        values = {
            "texts": [Copyable(one.title, reader.plain(one.words)) for one in found[:MOST]],
            "looked_for": looked_for,
            "more": max(len(found) - MOST, 0),
            "factory": factory,
            "factories": await self.doors.announcements.factories(),
        }
        return self.show(request, "day/copy.html", values)

    async def _today(self, library: Library) -> list[Copyable]:
        """The text of this week, what was announced lately, and tips of the day that have a short form."""
        day = wall(self.doors.clock(), self.doors.zone).date()
        found = [Copyable(gettext("The group's text of this week"), weekly_text(library, day))]
        for one in await self.doors.announcements.newest(3):
            found.append(Copyable(gettext("Announcement of %(name)s") % {"name": one.made_name}, one.words))
        tips = [tip for tip in library.tips.values() if tip.share]
        start = day.toordinal() * 5 % max(len(tips), 1)  # others every day, the same for everybody all day
        for tip in (tips + tips)[start : start + 5]:
            found.append(Copyable(gettext("Tip"), tip.share))
        return [one for one in found if one.words]

    def _found(self, library: Library, looked_for: str) -> Iterator[Copyable]:
        """Answers first, as the matcher finds them; then whatever holds all the words."""
        best = [match.id for match in library.questions.match(looked_for).matches][:3]
        words = looked_for.split()
        holding = [faq.id for faq in library.faqs.values() if _holds(words, faq.question, faq.answer)]
        for id in dict.fromkeys([*best, *holding]):
            faq = library.faqs[id]
            yield Copyable(faq.question, faq.share or faq.answer)
        for tip in library.tips.values():
            if _holds(words, tip.text, tip.share):
                yield Copyable(gettext("Tip"), tip.share or tip.text)
        for weekly in library.weekly:
            if _holds(words, weekly.text):
                yield Copyable(gettext("Text for a group"), weekly.text)


def _holds(words: list[str], *texts: str) -> bool:
    return all(any(word in text for text in texts) for word in words)
