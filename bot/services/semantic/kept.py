"""The vectors of the content, kept in a file between starts, so that only the first start after a change is slow."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from zipfile import BadZipFile

import numpy as np
import structlog

from bot.services.semantic.model import EmbeddingModel, Vectors

FILE = "embeddings.npz"
log = structlog.get_logger()


def vectors_of(texts: Sequence[str], model: EmbeddingModel, folder: Path) -> Vectors:
    """One row a text: those of the last start where neither model nor texts changed, otherwise new ones."""
    key = _key(texts, model)
    if (found := _read(folder / FILE, key)) is not None and found.shape == (len(texts), model.dimensions):
        return found
    made = model.encode(texts)
    try:
        _write(folder / FILE, key, made)
    except OSError as error:
        log.warning("embeddings_not_kept", error=type(error).__name__)
    return made


def _key(texts: Sequence[str], model: EmbeddingModel) -> str:
    found = hashlib.sha256(model.folder.digest().encode())
    for text in texts:
        found.update(text.encode() + b"\0")
    return found.hexdigest()


def _read(path: Path, key: str) -> Vectors | None:
    try:
        with np.load(path, allow_pickle=False) as kept:
            return np.asarray(kept["vectors"], np.float32) if str(kept["key"]) == key else None
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None


def _write(path: Path, key: str, vectors: Vectors) -> None:
    """Whole or not at all, also when two processes start at once."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(f".{token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            np.savez(file, key=np.array(key), vectors=vectors)
        draft.replace(path)
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()
