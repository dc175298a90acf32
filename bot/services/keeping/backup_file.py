"""A backup as one file: a header that can be read with `head -c`, then the database, with a digest of both."""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from bot.services.keeping.journal import sync_folder

HEADER = 1024  # bytes: JSON, padded with spaces, ending in a line feed
CHUNK = 1 << 20
SUFFIX = ".backup"
_FORMAT = 1


class Damaged(Exception):
    """The file is no backup, or not as it was written; the message is for the operator."""


@dataclass(frozen=True)
class Header:
    """What has to be known of a backup before it is opened. key: the sign of the signing key of that time."""

    version: str  # of Jiayin
    schema: str
    database: str  # sqlite, or postgresql
    taken_at: datetime
    key: str
    size: int = 0
    digest: str = ""


def name_at(moment: datetime) -> str:
    return f"jiayin-{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}{SUFFIX}"


def write(folder: Path, header: Header, chunks: Iterable[bytes]) -> Path:
    """Write a backup under its name, whole or not at all, readable by this user alone. Raises OSError."""
    path = folder / name_at(header.taken_at)
    draft = folder / f".{path.name}.part"
    draft.unlink(missing_ok=True)
    try:
        with _created(draft) as file:
            file.write(b" " * HEADER)
            digest, size = hashlib.sha256(), 0
            for chunk in chunks:
                file.write(chunk)
                digest.update(chunk)
                size += len(chunk)
            file.seek(0)
            file.write(_sealed(replace(header, size=size), digest.copy()))
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)  # unlike renaming, never over another one
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(folder)
    return path


def _created(path: Path) -> BinaryIO:
    """A new file that this user alone can read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _sealed(header: Header, payload: Any) -> bytes:
    payload.update(_bare(header))
    text = json.dumps({**json.loads(_bare(header)), "digest": payload.hexdigest()})
    return text.ljust(HEADER - 1).encode() + b"\n"


def _bare(header: Header) -> bytes:
    """The header without its digest, in the one way in which it is digested."""
    values = {**asdict(header), "taken_at": header.taken_at.astimezone(UTC).isoformat()}
    del values["digest"]
    return json.dumps({"jiayin_backup": _FORMAT, **values}, sort_keys=True).encode()


def read_header(path: Path) -> Header:
    """Raises Damaged, OSError."""
    with path.open("rb") as file:
        begin = file.read(HEADER)
    try:
        values = json.loads(begin)
        kind = values.pop("jiayin_backup")
        header = Header(**{**values, "taken_at": datetime.fromisoformat(values["taken_at"])})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(f"{path} is no backup of Jiayin, or its beginning is damaged.") from error
    if kind != _FORMAT:
        raise Damaged(f"{path} was written by a newer Jiayin. Install that version again.")
    return header


def unpack(path: Path, header: Header, into: Path) -> None:
    """Write the database out of a backup, once the digest has been found right. Raises Damaged, OSError."""
    draft = into.with_name(f"{into.name}.part")
    draft.unlink(missing_ok=True)
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file, _created(draft) as out:
            file.seek(HEADER)
            unzip = zlib.decompressobj(wbits=31) if header.database == "sqlite" else None
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                out.write(unzip.decompress(chunk) if unzip else chunk)
            out.flush()
            os.fsync(out.fileno())
        digest.update(_bare(header))
        if size != header.size or digest.hexdigest() != header.digest:
            raise Damaged(f"{path} is damaged: it is not as it was written. Take another backup.")
        draft.replace(into)
    except zlib.error as error:
        raise Damaged(f"{path} is damaged: it cannot be unpacked. Take another backup.") from error
    finally:
        draft.unlink(missing_ok=True)


def zipped(path: Path) -> Iterator[bytes]:
    """A file in gzip's format, piece by piece."""
    pack = zlib.compressobj(6, wbits=31)
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield pack.compress(chunk)
    yield pack.flush()


def all_in(folder: Path) -> list[Path]:
    """The backups in a folder, newest first, by the moments in their names."""
    return sorted(folder.glob(f"jiayin-*Z{SUFFIX}"), key=lambda path: path.name, reverse=True)


def signed_by(key: bytes) -> str:
    """A sign by which one key is told from another, and too short and too slow to make to find the key by."""
    return hashlib.scrypt(key, salt=b"jiayin backup", n=1 << 14, r=8, p=1, dklen=4).hex()
