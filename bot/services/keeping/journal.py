"""The journal outside the database: an append-only file that a lost disk or a dropped database does not take along."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from bot.services.scene import Clock
from bot.store import erasures
from bot.store.database import Database
from bot.store.erasures import Entry, Wish

log = structlog.get_logger()

TAIL = 1_000_000  # bytes: some 12,000 lines, more than any quarter of an hour brings
LOOK_BACK = timedelta(minutes=15)  # what was committed late, or by a clock that is behind
PAGE = 1000
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


class JournalFile:
    """One line of JSON for each wish: an instant, a code, a word."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> list[Entry]:
        """Every line that can be read; a torn one was never finished. Raises OSError."""
        return list(self._lines(0)) if self.path.exists() else []

    def tail(self) -> list[Entry]:
        """The newest lines. Raises OSError."""
        return list(self._lines(max(0, self.path.stat().st_size - TAIL))) if self.path.exists() else []

    def append(self, entries: Iterable[Entry]) -> None:
        """Write these at the end, and wait until they lie on the disk. Raises OSError."""
        lines = "".join(_line(one) for one in entries)
        if not lines:
            return
        is_new = not self.path.exists()
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+b") as file:
            file.write((b"" if _ends_well(file.fileno()) else b"\n") + lines.encode())
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            sync_folder(self.path.parent)

    def prune(self, before: datetime) -> None:
        """Leave out what is older; the file is replaced whole or not at all. Raises OSError."""
        first = next(self._lines(0), None) if self.path.exists() else None
        if first is None or first.at >= before:
            return
        draft = self.path.with_name(f".{self.path.name}.draft")
        draft.unlink(missing_ok=True)
        JournalFile(draft).append(one for one in self._lines(0) if one.at >= before)
        draft.touch(mode=0o600)
        draft.replace(self.path)
        sync_folder(self.path.parent)

    @contextmanager
    def mine(self) -> Iterator[bool]:
        """Whether no other process of this machine writes here now; several may keep the same file."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.path.with_name(f"{self.path.name}.lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                yield False
                return
            yield True

    def _lines(self, start: int) -> Iterator[Entry]:
        with self.path.open("rb") as file:
            file.seek(start)
            for line in file:
                with suppress(ValueError, KeyError, TypeError):
                    read = json.loads(line)
                    yield Entry(datetime.fromisoformat(read["at"]), str(read["code"]), Wish(read["wish"]))


def _line(entry: Entry) -> str:
    return json.dumps({"at": entry.at.astimezone(UTC).isoformat(), "code": entry.code, "wish": entry.wish}) + "\n"


def _ends_well(file: int) -> bool:
    """Whether the last line is whole: a power cut can tear one."""
    size = os.fstat(file).st_size
    return size == 0 or os.pread(file, 1, size - 1) == b"\n"


def sync_folder(folder: Path) -> None:
    """What was made, renamed or removed there stays so, also through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Journal:
    """Copies the journal of the database, which every wish enters with its own transaction, into the file."""

    def __init__(self, database: Database, clock: Clock, path: Path, kept: timedelta) -> None:
        self._database = database
        self._clock = clock
        self._file = JournalFile(path)
        self._kept = kept
        self._known: set[Entry] = set()
        self._size = -1  # of the file as we know it

    async def catch_up(self) -> int:
        """Append what the file does not hold yet; how many lines that were. A file that cannot be written is told."""
        try:
            with self._file.mine() as mine:
                return await self._append_new() if mine else 0
        except OSError as error:
            log.error("erasure_journal_not_written", path=str(self._file.path), reason=error.strerror)
            return 0

    async def prune(self) -> None:
        """Forget what is older than any backup may be, here and in the database."""
        before = self._clock() - self._kept
        async with self._database.writing() as connection:
            await erasures.prune(connection, before, PAGE)
        try:
            with self._file.mine() as mine:
                if mine:
                    await asyncio.to_thread(self._file.prune, before)
        except OSError as error:
            log.error("erasure_journal_not_written", path=str(self._file.path), reason=error.strerror)

    async def _append_new(self) -> int:
        if self._size != self._length():  # at the start, after a pruning, or somebody else wrote here
            self._known = set(await asyncio.to_thread(self._file.tail))
            self._size = self._length()
        last = max((one.at for one in self._known), default=_EPOCH)
        self._known = {one for one in self._known if one.at >= last - LOOK_BACK}
        after, count = Entry(last - LOOK_BACK, "", Wish.ERASED), 0
        while page := await self._page(after):
            if fresh := [one for one in page if one not in self._known]:
                await asyncio.to_thread(self._file.append, fresh)
                self._size = self._length()
                self._known.update(fresh)
                count += len(fresh)
            after = page[-1]
        return count

    async def _page(self, after: Entry) -> list[Entry]:
        async with self._database.reading() as connection:
            return await erasures.since(connection, after, PAGE)

    def _length(self) -> int:
        return self._file.path.stat().st_size if self._file.path.exists() else 0
