"""Accounts: made, given other roles, disabled; only administrators do this, and never with their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.i18n import gettext
from starlette_admin.i18n import lazy_gettext as _
from starlette_admin.routing import route

from bot.console import faults
from bot.console.page import Page, signed
from bot.console.roles import ROLES
from bot.services.staff.accounts import Account, Post, Refusal
from bot.services.staff.rights import Right, Role, needs_second_factor

_NOBODY = Post(frozenset())


class AccountsPage(Page):
    """Everybody who works with the console."""

    menu_label = _("Accounts")
    path = "/accounts"
    needed = frozenset({Right.ACCOUNTS})

    @route("")
    async def index(self, request: Request) -> Response:
        values = {
            "accounts": await self.doors.accounts.everybody(),
            "roles": ROLES,
            "factories": await self.doors.accounts.factories(),
            "needs_factor": lambda post: needs_second_factor(post.roles),
        }
        return self.show(request, "staff/accounts.html", values)

    @route("/new")
    async def new(self, request: Request) -> Response:
        return await self._form(request, None, _NOBODY, {})

    @route("/new/make", methods=["POST"])
    async def make(self, request: Request) -> Response:
        form = await request.form()
        name, post = str(form.get("name", "")), _post(form)
        made = await self.doors.accounts.make(signed(request), name, post)
        if made.link:
            return self._link(request, name, made.link)
        wrong: dict[str, Any] = {}
        if made.name_fault:
            wrong["name"] = faults.NAME[made.name_fault]
        return await self._form(request, None, post, wrong | _wrong(made.refusal), name=name)

    @route("/{number:row}")
    async def one(self, request: Request) -> Response:
        account = await self._account(request)
        return await self._form(request, account, account.post, {})

    @route("/{number:row}/roles", methods=["POST"])
    async def change_post(self, request: Request) -> Response:
        account, post = await self._account(request), _post(await request.form())
        refusal = await self.doors.accounts.change_post(signed(request), account.id, post)
        if refusal:
            return await self._form(request, account, post, _wrong(refusal))
        return self.back(request, gettext("Kept. It holds at once, also where %(name)s is signed in.") % _who(account))

    @route("/{number:row}/link", methods=["POST"])
    async def invite(self, request: Request) -> Response:
        account = await self._account(request)
        link = await self.doors.accounts.invite(signed(request), account.id)
        if isinstance(link, Refusal):
            return self.back(request, str(faults.REFUSED[link]), wrong=True)
        return self._link(request, account.name, link)

    @route("/{number:row}/disable", methods=["POST"])
    async def disable(self, request: Request) -> Response:
        account = await self._account(request)
        refusal = await self.doors.accounts.disable(signed(request), account.id)
        return self._told(request, refusal, gettext("%(name)s is signed out, and cannot sign in.") % _who(account))

    @route("/{number:row}/enable", methods=["POST"])
    async def enable(self, request: Request) -> Response:
        account = await self._account(request)
        refusal = await self.doors.accounts.enable(signed(request), account.id)
        return self._told(request, refusal, gettext("%(name)s can sign in again.") % _who(account))

    @route("/{number:row}/second-factor", methods=["POST"])
    async def reset_factor(self, request: Request) -> Response:
        account = await self._account(request)
        refusal = await self.doors.accounts.reset_factor(signed(request), account.id)
        told = gettext("%(name)s connects a new phone when signing in next.") % _who(account)
        return self._told(request, refusal, told)

    def _told(self, request: Request, refusal: Refusal | None, done: str) -> Response:
        return self.back(request, str(faults.REFUSED[refusal]) if refusal else done, wrong=refusal is not None)

    def _link(self, request: Request, name: str, link: str) -> Response:
        """Shown in this answer alone: it is kept nowhere, so it cannot be shown again."""
        start = self.doors.settings.public_url or f"{request.url.scheme}://{request.url.netloc}"
        return self.show(request, "staff/link.html", {"name": name, "link": f"{start}{link}"})

    async def _account(self, request: Request) -> Account:
        """Raises HTTPException 404 where there is no such account."""
        account = await self.doors.accounts.find(int(request.path_params["number"]))
        if account is None:
            raise HTTPException(404, gettext("This account does not exist any more."))
        return account

    async def _form(
        self, request: Request, account: Account | None, post: Post, wrong: Mapping[str, Any], *, name: str = ""
    ) -> Response:
        values = {
            "account": account,
            "own": account is not None and account.id == signed(request).account_id,
            "post": post,
            "name": name,
            "wrong": wrong,
            "roles": ROLES,
            "factories": await self.doors.accounts.factories(),
        }
        return self.show(request, "staff/account.html", values, status=400 if wrong else 200)


def _post(form: FormData) -> Post:
    """What was ticked; roles that there are not are no roles."""
    ticked = {str(value) for value in form.getlist("roles")}
    roles = frozenset(role for role in Role if role.value in ticked)
    return Post(roles, "factory_employed" in form, str(form.get("factory", "")))


def _wrong(refusal: Refusal | None) -> dict[str, Any]:
    """The refusal beside the field that it is about."""
    field = {Refusal.FACTORY: "factory", Refusal.WALL: "factory_employed"}
    return {} if refusal is None else {field.get(refusal, "roles"): faults.REFUSED[refusal]}


def _who(account: Account) -> dict[str, str]:
    return {"name": account.name}
