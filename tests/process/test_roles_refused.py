"""Roles that nobody knows, and roles where only one process can work: one clear line says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.process.running import House, jiayin


@pytest.mark.parametrize(("words", "settings"), [(("--roles", "send,cook"), {}), ((), {"JIAYIN_ROLES": "cook"})])
def test_a_role_that_nobody_knows_is_named_with_those_there_are(
    tmp_path: Path, words: tuple[str, ...], settings: dict[str, str]
) -> None:
    ended = jiayin(tmp_path, "run", *words, settings=settings)
    assert ended.code == 1
    assert ended.said.count("\n") == 1
    assert "'cook'" in ended.said
    assert "receive,plan,send,web,console" in ended.said


def test_on_sqlite_roles_are_not_shared_out(tmp_path: Path) -> None:
    with House(tmp_path, {"JIAYIN_ROLES": "web,send"}).open() as page:
        assert "WARNING: nobody does the rest (receive,plan,console)" in page.said
        assert (page.answers("/"), page.answers("/console")) == (200, 404)
        second = House(tmp_path, {"JIAYIN_ROLES": "plan"})
        second.start()
        assert second.ends() == 1
        refusal = page.said.splitlines()[-1]
        assert "one process at a time can work on SQLite" in refusal
        assert "Roles (plan) are shared out on PostgreSQL only" in refusal
        assert "JIAYIN_DATABASE_URL" in refusal
        assert page.stop() == 0
