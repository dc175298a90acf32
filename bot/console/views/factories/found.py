"""What all pages about one factory begin with: the factory of their address."""

from __future__ import annotations

from typing import ClassVar

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.console.page import Page
from bot.services.factories.register import Factory
from bot.services.staff.rights import Right


class PageOfFactory(Page):
    """Below /factories/<code>."""

    path = "/factories"
    needed: ClassVar[frozenset[Right]] = frozenset({Right.FACTORIES})

    async def factory(self, request: Request) -> Factory:
        """The factory of the address. Raises HTTPException 404 where there is none."""
        found = await self.doors.factories.found(request.path_params["code"])
        if found is None:
            raise HTTPException(404)
        return found
