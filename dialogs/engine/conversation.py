"""Where a person stands: the open dialogs as frames of steps, saved as JSON and read back by any later version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from dialogs.engine.step import Step

Frame = tuple[Step, ...]
MOST_STEPS = 30


@dataclass(frozen=True)
class Conversation:
    """`frames` are dialogs, the last one open, the others paused beneath it; each frame is its steps so far.

    turn: counts every change, the optimistic lock. asked: the turn in which the open question was put, carried by
    its buttons. misses: how often in a row we did not understand.
    """

    frames: tuple[Frame, ...] = ()
    turn: int = 0
    asked: int = 0
    misses: int = 0

    @property
    def step(self) -> Step | None:
        """The open question."""
        return self.frames[-1][-1] if self.frames else None

    def with_frame(self, step: Step) -> Conversation:
        return replace(self, frames=(*self.frames, (step,)))

    def with_step(self, step: Step) -> Conversation:
        """One question on; a frame remembers as many steps back as anybody would want to go."""
        return replace(self, frames=(*self.frames[:-1], (*self.frames[-1], step)[-MOST_STEPS:]))

    def with_step_replaced(self, step: Step) -> Conversation:
        return replace(self, frames=(*self.frames[:-1], (*self.frames[-1][:-1], step)))

    def without_frame(self) -> Conversation:
        return replace(self, frames=self.frames[:-1])

    def back(self) -> Conversation:
        """One question back; from a dialog's first question, out of the dialog."""
        if not self.frames or len(self.frames[-1]) == 1:
            return self.without_frame()
        return replace(self, frames=(*self.frames[:-1], self.frames[-1][:-1]))


@cache
def _adapter(step: type[Step]) -> TypeAdapter[Step]:
    return TypeAdapter(step)


def saved_step(step: Step) -> dict[str, Any]:
    kind = type(step)
    return {"step": kind.__name__, "v": kind.version, "data": _adapter(kind).dump_python(step, mode="json")}


def saved(conversation: Conversation) -> dict[str, Any]:
    """The conversation as plain JSON values."""
    return {
        "frames": [[saved_step(step) for step in frame] for frame in conversation.frames],
        "turn": conversation.turn,
        "asked": conversation.asked,
        "misses": conversation.misses,
    }


def loaded_step(record: Mapping[str, Any], steps: Mapping[str, type[Step]]) -> Step | None:
    """The saved step, upgraded where it is older; None when this version no longer knows it."""
    kind = steps.get(record["step"])
    if kind is None:
        return None
    data = record["data"] if record["v"] == kind.version else kind.upgrade(record["v"], record["data"])
    try:
        return None if data is None else _adapter(kind).validate_python(data)
    except ValidationError:
        return None


def loaded(record: Mapping[str, Any], steps: Mapping[str, type[Step]]) -> tuple[Conversation, bool]:
    """The conversation read back, and whether all of it was still known; what is not starts again, kindly."""
    frames: list[Frame] = []
    whole = True
    for frame in record["frames"]:
        read = [loaded_step(step, steps) for step in frame]
        known = tuple(step for step in read if step is not None)
        whole = whole and len(known) == len(frame)
        if len(known) == len(frame):
            frames.append(known)
    return Conversation(tuple(frames), record["turn"], record["asked"], record["misses"]), whole
