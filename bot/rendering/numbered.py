"""A message as plain lines, for channels without buttons: its choices stand numbered under it."""

from __future__ import annotations

from bot.rendering.message import Message


def choice_lines(message: Message) -> list[str]:
    """One line for each choice; without a number where a bare number would be an answer of its own."""
    return [
        f"{number}  {button.label}" if message.numbered else f"· {button.label}"
        for number, button in enumerate(message.buttons, start=1)
        if button.label != str(number)  # it stands numbered in the text already
    ]
