"""A copy of an SQLite database while others write to it, and whether a file is a whole database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

_PAGES = 1000  # at a time
_PAUSE = 0.002  # seconds in between, for whoever else needs the disk
_WAIT = 20.0  # seconds


class NotWhole(Exception):
    """The file is no whole database of Jiayin; the message says what is wrong with it."""


def copy(source: Path, target: Path) -> None:
    """Copy as of this moment. Raises NotWhole when what was copied is damaged, sqlite3.Error, OSError.

    One look is held open meanwhile: in WAL mode it keeps no writer waiting, and without it every write would make
    the copying begin anew.
    """
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True, timeout=_WAIT)) as looking,
        closing(sqlite3.connect(target)) as writing,
    ):
        looking.isolation_level = None
        looking.execute("BEGIN")
        looking.execute("SELECT count(*) FROM sqlite_master").fetchone()
        looking.backup(writing, pages=_PAGES, sleep=_PAUSE)
        looking.execute("COMMIT")
        writing.execute("PRAGMA journal_mode=DELETE")  # so that it is one file
    check(target)


def check(path: Path) -> str:
    """The version of the schema in a whole database. Raises NotWhole."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=_WAIT)) as opened:
            found = opened.execute("PRAGMA integrity_check").fetchone()[0]
            if found != "ok":
                raise NotWhole(str(found).splitlines()[0])
            if opened.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise NotWhole("a row refers to another one that is not there")
            return str(opened.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    except (sqlite3.Error, TypeError) as error:
        raise NotWhole(str(error)) from error


def folded(path: Path) -> None:
    """Everything in one file, without a log of writes beside it. Raises sqlite3.Error."""
    with closing(sqlite3.connect(path, timeout=_WAIT)) as opened:
        opened.execute("PRAGMA journal_mode=DELETE")
