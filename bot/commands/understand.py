"""Try Jiayin's understanding from the terminal: times, questions, danger; one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bot.commands.errors import Trouble, settings_or_trouble

Words = Annotated[str | None, typer.Argument(help="The text, in quotation marks.")]
Lines = Annotated[Path | None, typer.Option("--file", help="A file with one text a line, instead of TEXT.")]


def when(
    words: Words = None,
    now: Annotated[str | None, typer.Option(help="Local time to count from: 2026-11-23T10:00. Default: now.")] = None,
    count: Annotated[int, typer.Option(min=1, max=100, help="How many occurrences to show.")] = 3,
    file: Lines = None,
) -> None:
    """What a time phrase means: {"understood", "next": local times, "say", "ask"}."""
    zone = settings_or_trouble().timezone
    start = _moment(now, zone)
    _each(words, file, lambda text: when_answer(text, start, zone, count))


def when_answer(text: str, start: datetime, zone: ZoneInfo, count: int) -> dict[str, Any]:
    from bot.i18n import Words as Sayings
    from dialogs.calendar.recurrence import occurrences
    from dialogs.calendar.windows import usual_call_windows
    from dialogs.call_home.prompts import OPEN_QUESTIONS, REASONS
    from dialogs.language.when import AskBack, Refused, Understood, WhenContext, read_when
    from dialogs.reminder_words import timing_words

    sayings = Sayings()
    found = read_when(text, start, zone, WhenContext(windows=usual_call_windows()))
    answer: dict[str, Any] = {"understood": False, "next": [], "say": None, "ask": None}
    if isinstance(found, Understood):
        instants = occurrences(found.timing, zone, None, start, count)
        local = [at.astimezone(zone).replace(tzinfo=None).isoformat(timespec="minutes") for at in instants]
        words = timing_words(found.timing, start.astimezone(zone).date())
        return {"understood": True, "next": local, "say": sayings.say(words, "zh_Hans"), "ask": None}
    if isinstance(found, AskBack):
        answer["ask"] = sayings.say(OPEN_QUESTIONS[found.missing], "zh_Hans")
    if isinstance(found, Refused):
        answer["say"] = sayings.say(REASONS[found.reason], "zh_Hans")
    return answer


def ask(words: Words = None, file: Lines = None) -> None:
    """Which answers fit a question: {"decision": answer|choose|none, "matches": [{"id", "score"}, …]}, best first."""
    from bot.i18n import Words as Sayings
    from bot.logs import configure_logs
    from bot.services.content.loading import library_of_files
    from bot.services.errors import CannotStart
    from bot.services.semantic.opening import meaning_of

    configure_logs("WARNING")
    try:
        questions = library_of_files(Sayings(), meaning_of(settings_or_trouble())).questions
    except CannotStart as error:
        raise Trouble(str(error)) from error

    def answer(text: str) -> dict[str, Any]:
        found = questions.match(text)
        matches = [{"id": match.id, "score": round(match.score, 3)} for match in found.matches]
        return {"decision": found.decision, "matches": matches}

    _each(words, file, answer)


def screen(words: Words = None, file: Lines = None) -> None:
    """Whether a text speaks of danger: {"trigger", "level", "ask_back"}."""
    from dialogs.language.danger import Aspect
    from dialogs.language.danger import screen as look

    def answer(text: str) -> dict[str, Any]:
        found = look(text)
        acute = found.aspect is Aspect.PRESENT or found.ask_back
        return {
            "trigger": found.trigger if acute else None,
            "level": found.level if acute else None,
            "ask_back": found.ask_back,
        }

    _each(words, file, answer)


def _each(words: str | None, file: Path | None, answer: Callable[[str], dict[str, Any]]) -> None:
    for text in _texts(words, file):
        typer.echo(json.dumps(answer(text), ensure_ascii=False))


def _texts(words: str | None, file: Path | None) -> Iterator[str]:
    if (words is None) == (file is None):
        raise Trouble("Give one text in quotation marks, or --file with one text a line.")
    if words is not None:
        yield words
    elif file is not None:
        try:
            with file.open(encoding="utf-8-sig") as lines:  # splitlines() would split at other signs too
                yield from (line.removesuffix("\n") for line in lines)
        except (OSError, UnicodeDecodeError) as error:
            raise Trouble(f"The file {file} cannot be read as UTF-8 text: {error}") from error


def _moment(text: str | None, zone: ZoneInfo) -> datetime:
    if text is None:
        return datetime.now(zone)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Trouble(f"--now must be a local time such as 2026-11-23T10:00, not {text}.") from error
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
