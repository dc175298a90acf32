"""Everything that is written into the log can be read there in Chinese."""

from __future__ import annotations

import re
from pathlib import Path

from bot.console.deeds import DEEDS

SERVICES = Path(__file__).parents[2] / "bot" / "services"
ACT = re.compile(
    r'Deed\(\s*"([^"]+)"|self\._note\(\s*connection,\s*(?:who|why),\s*"([^"]+)"|_noted\(held, who, \("([^"]+)"'
)


def test_every_act_has_its_sentence() -> None:
    written = "\n".join(path.read_text(encoding="utf-8") for path in SERVICES.rglob("*.py"))
    acts = {next(filter(None, found)) for found in ACT.findall(written)}
    assert len(acts) > 40
    assert acts - set(DEEDS) == set()
