"""Nobody comes into the console who is not signed in, and nothing is sent to it without its token."""

from __future__ import annotations

from bot.console.protection import LARGEST_BODY
from bot.services.staff.rights import Role
from tests.console.desk import Desk


async def test_a_stranger_is_led_to_the_door(desk: Desk) -> None:
    response = await desk.stranger().http.get("/console/")
    assert response.status_code == 303
    assert "/console/login" in response.headers["location"]


async def test_nothing_is_loaded_from_elsewhere(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    response = await trainer.http.get("/console/")
    assert "default-src 'self'" in response.headers["content-security-policy"]
    assert response.headers["cache-control"] == "no-store"


async def test_a_form_without_its_token_is_refused(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    response = await trainer.http.post("/console/logout", data={})
    assert response.status_code == 403


async def test_a_body_that_is_too_large_is_refused_before_it_is_read(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    response = await trainer.http.post("/console/logout", content=b"x" * (LARGEST_BODY + 1))
    assert response.status_code == 413
    assert "12 MB" in response.text
