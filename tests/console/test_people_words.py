"""Whatever the code writes down as the reason why a message was not sent is said in plain Chinese."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from bot.console.views.people.fates import ANSWERS, CAUSES, KINDS, REASONS, fate
from bot.services.keeping.replaying import REASON as RESTORED
from bot.services.kinds import UNASKED
from bot.services.persons.looking import QUIET
from dialogs.catalogue import CATALOGUE
from tests.house.tree import ROOT, tree_of

PLACES = ("dialogs", "bot/services", "bot/channels/telegram", "bot/channels/web", "bot/store")
MADE = {"Skipped": 0, "Unsent": 2, "ChannelError": 0}
TO_DUTY = "the webhook"  # what goes there goes to people on duty, never to a parent


def _reasons() -> dict[str, str]:
    """Every written reason, with the place it comes from."""
    found: dict[str, str] = {}
    for folder in PLACES:
        for path in sorted((ROOT / folder).rglob("*.py")):
            found |= dict.fromkeys(_of(path), path.name)
    return found


def _of(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        match node:
            case ast.Call(func=ast.Name(id=name), args=args) if name in MADE and len(args) > MADE[name]:
                yield from _literal(args[MADE[name]])
            case ast.keyword(arg="reason", value=value) if path.name.startswith("outbox"):
                yield from _literal(value)
            case ast.FunctionDef(name="_too_many" | "_unwanted"):
                yield from (
                    words
                    for inner in ast.walk(node)
                    if isinstance(inner, ast.Return) and inner.value
                    for part in ast.walk(inner.value)
                    for words in _literal(part)
                )


def _literal(node: ast.expr | ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def test_the_reasons_of_the_code_are_found() -> None:
    assert {"too late", "one a day", "enough for a week", "a case is open", "no tip fits", "left out today"} <= set(
        _reasons()
    )


def test_every_reason_of_the_code_is_said_in_words() -> None:
    unsaid = {reason: place for reason, place in _reasons().items() if reason not in {**CAUSES, **REASONS}}
    assert {reason: place for reason, place in unsaid.items() if not reason.startswith(TO_DUTY)} == {}


def test_no_words_are_kept_for_a_reason_that_is_gone() -> None:
    assert {*CAUSES, *REASONS} - set(_reasons()) - {QUIET, RESTORED} == set()


def test_every_kind_that_comes_by_itself_has_a_name() -> None:
    assert {*CATALOGUE.pushes, *UNASKED} <= set(KINDS)


def test_what_a_message_service_answered_is_said_in_words() -> None:
    assert fate("failed", "Forbidden: bot was blocked by the user") == ANSWERS["blocked"]
    assert fate("failed", "Bad Request: chat not found") == ANSWERS["not found"]
    assert "sent" not in str(fate("failed", "Something nobody has seen before"))
