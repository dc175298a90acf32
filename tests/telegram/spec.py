"""Checks what is sent to Telegram, and what the fake answers, against the description of the Bot API."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.telegram import markup

API: Final = json.loads((Path(__file__).parent / "data" / "api.json").read_text("utf-8"))

LENGTH: Final = re.compile(r"(?P<least>\d+)-(?P<most>\d+) (?P<unit>characters|bytes)")
RANGE: Final = re.compile(r"between (?P<least>\d+)-(?P<most>\d+)")
SECRET: Final = re.compile(r"[A-Za-z0-9_-]+")
COMMAND: Final = re.compile(r"[a-z0-9_]+")

SIMPLE: Final[dict[str, tuple[type, ...]]] = {
    "String": (str,),
    "Integer": (int,),
    "Float": (int, float),
    "Boolean": (bool,),
}


@dataclass(frozen=True)
class Upload:
    """A file that came with a form."""

    name: str
    media_type: str
    content: bytes


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def decoded(method: str, form: dict[str, str | Upload]) -> dict[str, Any]:
    """The values of a form or query, where all is text, as JSON would have them."""
    return {name: decode(value, field_types(method, name)) for name, value in form.items()}


def decode(value: str | Upload, types: list[str]) -> Any:
    if isinstance(value, Upload) or types == ["String"]:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def field_types(method: str, name: str) -> list[str]:
    field = API["methods"].get(method, {}).get("fields", {}).get(name)
    return list(field["types"]) if field else ["String"]


def request_problems(method: str, parameters: dict[str, Any]) -> list[str]:
    """What the real server would refuse, or silently not understand."""
    if method not in API["methods"]:
        return [f"{method} is not used by us"]
    found = list(object_problems(API["methods"][method], parameters, method))
    found += [f"{method}: {problem}" for problem in html_problems(parameters)]
    return found + [f"{method}: {problem}" for problem in special_problems(parameters)]


def answer_problems(type_name: str, value: Any) -> list[str]:
    return list(value_problems(value, [type_name], type_name, {}))


def object_problems(entry: dict[str, Any], value: dict[str, Any], where: str) -> Iterator[str]:
    fields = entry["fields"]
    for name, field in fields.items():
        if field["required"] and name not in value:
            yield f"{where}: {name} is missing"
    for name, part in value.items():
        if name in fields:
            plain = {**fields[name], "html": value.get("parse_mode") == "HTML"}
            yield from value_problems(part, fields[name]["types"], f"{where}.{name}", plain)
        else:
            yield f"{where}: {name} is unknown"


def value_problems(value: Any, types: list[str], where: str, field: dict[str, Any]) -> Iterator[str]:
    """Of the types a value may have, the one it fits best decides."""
    candidates = [list(one_type_problems(value, name, where)) for name in types]
    yield from min(candidates, key=len)
    yield from limit_problems(value, where, field)


def one_type_problems(value: Any, name: str, where: str) -> Iterator[str]:
    if name in SIMPLE:
        fits = isinstance(value, SIMPLE[name]) and (name == "Boolean" or not isinstance(value, bool))
        yield from [] if fits else [f"{where}: {value!r} is no {name}"]
    elif name.startswith("Array of "):
        yield from array_problems(value, name.removeprefix("Array of "), where)
    elif name == "InputFile":
        yield from [] if isinstance(value, Upload) else [f"{where}: no file"]
    elif name in API["types"]:
        yield from type_problems(value, API["types"][name], f"{where}:{name}")


def array_problems(value: Any, name: str, where: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{where}: {value!r} is no list"
        return
    for place, item in enumerate(value):
        yield from value_problems(item, [name], f"{where}[{place}]", {})


def type_problems(value: Any, entry: dict[str, Any], where: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{where}: {value!r} is no object"
    elif subtypes := entry.get("subtypes"):
        yield from value_problems(value, subtypes, where, {})
    else:
        yield from object_problems(entry, value, where)
        if where.endswith("InlineKeyboardButton"):
            yield from button_problems(value, where)


def button_problems(button: dict[str, Any], where: str) -> Iterator[str]:
    if len(button.keys() - {"text", "icon_custom_emoji_id", "style"}) != 1:
        yield f"{where}: a button does exactly one thing"
    if not str(button.get("text", "")).strip():
        yield f"{where}: a button without a label"


def limit_problems(value: Any, where: str, field: dict[str, Any]) -> Iterator[str]:
    description = field.get("description", "")
    if isinstance(value, str) and (limit := LENGTH.search(description)):
        words = markup.visible(value) if field["html"] and "entities" in description else value
        size = len(words.encode()) if limit["unit"] == "bytes" else units(words)
        if not within(limit, size):
            yield f"{where}: {size} {limit['unit']}, not {limit[0]}"
    if isinstance(value, int) and (limit := RANGE.search(description)) and not within(limit, value):
        yield f"{where}: {value}, not {limit[0]}"


def within(limit: re.Match[str], number: int) -> bool:
    return int(limit["least"]) <= number <= int(limit["most"])


def html_problems(parameters: dict[str, Any]) -> Iterator[str]:
    mode = parameters.get("parse_mode")
    if mode == "HTML":
        for name in ("text", "caption"):
            yield from markup.problems(parameters.get(name, ""))
        if "text" in parameters and not markup.visible(parameters["text"]).strip():
            yield "message text is empty"
    elif mode is not None:
        yield f"parse mode {mode}"


def special_problems(parameters: dict[str, Any]) -> Iterator[str]:
    """Rules that stand in the descriptions in words."""
    secret = parameters.get("secret_token")
    if secret is not None and not SECRET.fullmatch(secret):
        yield "secret_token with other signs than A-Z a-z 0-9 _ -"
    for command in parameters.get("commands", ()):
        if not COMMAND.fullmatch(command["command"]):
            yield f"command {command['command']!r} with other signs than a-z 0-9 _"
    rows = (parameters.get("reply_markup") or {}).get("inline_keyboard", ())
    if sum(map(len, rows)) > 100 or any(len(row) > 8 for row in rows):
        yield "more buttons than Telegram shows"
