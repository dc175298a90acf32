"""For trainers and duty officers until they have the console: questions, cases, people."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

import typer

from bot.commands.errors import Trouble, settings_or_trouble
from bot.services.errors import CannotStart, Unreachable

questions = typer.Typer(no_args_is_help=True, help="Questions that parents passed on to trainers.")
cases = typer.Typer(no_args_is_help=True, help="Safeguarding cases, for duty officers only.")
people = typer.Typer(no_args_is_help=True, help="A person's data, by her code: take it out, or erase it.")

ResultT = TypeVar("ResultT")


def _with_office(do: Callable[[Any], Awaitable[ResultT]]) -> ResultT:
    """Run something against the database, as an office."""
    from bot.services.office import Office

    return _assembled(lambda jiayin: do(Office(jiayin.database, jiayin.setting, jiayin.receiver)))


def _assembled(do: Callable[[Any], Awaitable[ResultT]]) -> ResultT:
    from bot.assembly import assembled

    settings = settings_or_trouble()

    async def work() -> ResultT:
        async with assembled(settings) as jiayin:
            return await do(jiayin)

    try:
        return asyncio.run(work())
    except CannotStart as error:
        raise Trouble(str(error)) from error


def _local(at: datetime | None) -> str:
    zone: ZoneInfo = settings_or_trouble().timezone
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else ""


def _with_cases(do: Callable[[Any, Any], Awaitable[ResultT]]) -> ResultT:
    """Run something against the database, with the files of cases and the desk that works on them."""
    from bot.services.cases.desk import CaseDesk
    from bot.services.cases.files import CaseFiles
    from bot.services.staff.audit import Audit

    async def work(jiayin: Any) -> ResultT:
        parts = (jiayin.database, jiayin.setting, Audit(jiayin.database, jiayin.setting.clock))
        return await do(CaseFiles(*parts), CaseDesk(*parts))

    return _assembled(work)


@questions.command("list")
def list_questions(answered: Annotated[bool, typer.Option("--all", help="Answered ones too.")] = False) -> None:
    """The questions that wait for an answer, oldest first."""
    rows = _with_office(lambda office: office.questions(answered=answered))
    for row in rows:
        state = f"answered {_local(row.answered_at)}" if row.answered_at else "open"
        voice = " (a voice message or picture)" if row.file else ""
        typer.echo(f"{row.id}  {_local(row.asked_at)}  {row.code or '(a group)'}  {state}{voice}\n    {row.words}")
    if not rows:
        typer.echo("No open questions.")


@questions.command("answer")
def answer_question(
    number: Annotated[int, typer.Argument(help="The number of the question, from `list`.")],
    words: Annotated[str, typer.Argument(help="The answer, as the parent will read it.")],
) -> None:
    """Send an answer to the parent who asked."""
    if not words.strip():
        raise Trouble("The answer is empty; write it in quotation marks.")
    try:
        known = _with_office(lambda office: office.answer(number, words.strip()))
    except Unreachable as error:
        raise Trouble(
            f"The parent cannot be reached now: she blocked us or is gone. Nothing was sent, and question {number} "
            "stays open; answer it again once she is back."
        ) from error
    if not known:
        raise Trouble(f"There is no open question {number}; see `jiayin questions list`.")
    typer.echo("The answer is on its way.")


@questions.command("listen")
def listen(
    number: Annotated[int, typer.Argument(help="The number of the question, from `list`.")],
    to: Annotated[Path, typer.Argument(help="The file to write.")],
) -> None:
    """Fetch the voice message or picture of a question from Telegram into a file; delete the file after the answer."""
    rows = _with_office(lambda office: office.questions(answered=True))
    handle = next((row.file for row in rows if row.id == number and row.file), None)
    if handle is None:
        raise Trouble(f"Question {number} has no voice message or picture; see `jiayin questions list`.")
    to.write_bytes(asyncio.run(fetched(handle)))
    typer.echo(f"Written to {to}.")


async def fetched(handle: str) -> bytes:
    """A file that somebody sent in Telegram, by Telegram's name for it. Raises Trouble."""
    from bot.channels.telegram.channel import TelegramChannel, WrongToken
    from bot.channels.telegram.request import AiohttpRequest
    from bot.services.ports import ChannelError

    settings = settings_or_trouble()
    try:
        token = settings.telegram_token.get_secret_value()
        request = AiohttpRequest(proxy=settings.telegram_proxy or None)
        channel = TelegramChannel(token, group_words="", api=settings.telegram_api_url, request=request)
        return await channel.fetch(handle)
    except (WrongToken, ChannelError) as error:
        raise Trouble(f"Telegram did not give the file: {error}") from error


@cases.command("list")
def list_cases(closed: Annotated[bool, typer.Option("--all", help="Closed ones too.")] = False) -> None:
    """Open cases, the gravest first; no words and no names here."""
    rows = _with_cases(lambda files, _desk: files.listed(None, closed=closed))
    for row in rows:
        state = f"closed {_local(row.closed_at)}" if row.closed_at else "open"
        typer.echo(f"{row.number}  {row.level}  {row.trigger}  opened {_local(row.opened_at)}  {state}")
    if not rows:
        typer.echo("No open cases.")


@cases.command("show")
def show_case(number: Annotated[str, typer.Argument(help="The number of the case.")]) -> None:
    """A case with everything that was written down."""
    found = _with_cases(lambda files, _desk: files.open(None, number))
    if found is None:
        raise Trouble(f"There is no case {number}; see `jiayin cases list --all`.")
    case = found.row
    typer.echo(f"{case.number}  {case.level}  {case.trigger}")
    typer.echo(f"person {case.code or '(erased)'}, by {', '.join(found.channels) or 'no channel'}")
    for note in found.notes:
        typer.echo(f"  {_local(note.at)}  {note.about}: {note.words}")
    if case.closed_at:
        typer.echo(f"closed {_local(case.closed_at)}: {case.closing_note}")


@cases.command("write")
def write_in_case(
    number: Annotated[str, typer.Argument(help="The number of the case.")],
    words: Annotated[str, typer.Argument(help="What the person will read.")],
) -> None:
    """Write to the person of an open case; it is noted there. Only where she asked to be written to."""
    if not words.strip():
        raise Trouble("The message is empty; write it in quotation marks.")
    if _with_cases(lambda _files, desk: desk.write(None, number, words.strip())) != "done":
        raise Trouble(f"There is no open case {number} with a way to its person; see `jiayin cases list`.")
    typer.echo("It is on its way.")


@cases.command("close")
def close_case(
    number: Annotated[str, typer.Argument(help="The number of the case.")],
    note: Annotated[str, typer.Option(help="What was done, for the record.")],
) -> None:
    """Close a case; pushes to the person go on."""
    from bot.services.cases.desk import Closing

    closing = Closing("other", note, lacking=note or "closed on the command line")
    if _with_cases(lambda _files, desk: desk.close(None, number, closing)) != "done":
        raise Trouble(f"There is no open case {number}; see `jiayin cases list`.")
    typer.echo("Closed.")


@people.command("export")
def export_person(code: Annotated[str, typer.Argument(help="The person's code.")]) -> None:
    """What is stored of a person, as JSON; safeguarding cases are kept apart, see `jiayin cases`."""
    found = _with_office(lambda office: office.export(code))
    if found is None:
        raise Trouble(f"Nobody has the code {code}. She finds hers under 我的资料.")
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2, default=str))


@people.command("reset-pin")
def reset_pin(code: Annotated[str, typer.Argument(help="The person's code.")]) -> None:
    """Take away a PIN (暗号) that was forgotten; be sure that it is she who asks."""
    if not _with_office(lambda office: office.reset_pin(code)):
        raise Trouble(f"Nobody has the code {code}. She finds hers under 我的资料.")
    typer.echo("The PIN is gone.")


@people.command("erase")
def erase_person(
    code: Annotated[str, typer.Argument(help="The person's code.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask again.")] = False,
) -> None:
    """Forget a person; records of danger stay, without her."""
    if not yes:
        typer.confirm(f"Erase {code} for good?", abort=True)
    if not _with_office(lambda office: office.erase(code)):
        raise Trouble(f"Nobody has the code {code}. She finds hers under 我的资料.")
    typer.echo("Erased.")
