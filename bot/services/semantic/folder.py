"""What an exported sentence-transformers model keeps where in its folder."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.services.errors import CannotStart

GRAPHS = ("model.onnx", "onnx/model.onnx")
# A wording has some twenty tokens; what is longer costs time and says no more.
MOST_TOKENS = 128
# Rows are brought to length 1 in any case, so that a Normalize part changes nothing.
_PARTS = frozenset({"Transformer", "Pooling", "Normalize"})


class Pooling(StrEnum):
    """How one vector is made of those of all tokens."""

    MEAN = "mean"
    CLS = "cls"


@dataclass(frozen=True)
class ModelFolder:
    """The files of one model, and how it wants to be used."""

    path: Path
    graph: Path
    tokenizer: Path
    pooling: Pooling
    most_tokens: int

    def digest(self) -> str:
        """Changes with everything that changes the vectors."""
        found = hashlib.sha256(f"{self.pooling} {self.most_tokens}".encode())
        for file in (*sorted(self.graph.parent.glob(f"{self.graph.name}*")), self.tokenizer):
            with file.open("rb") as opened:
                found.update(hashlib.file_digest(opened, "sha256").digest())
        return found.hexdigest()


def model_folder(path: Path) -> ModelFolder:
    """Find the parts of a model. Raises CannotStart where one is missing or not of a kind that is known here."""
    if not path.is_dir():
        raise unusable(path, "there is no such folder", "Give the folder of an exported model")
    graph = next((path / name for name in GRAPHS if (path / name).is_file()), None)
    if graph is None:
        raise unusable(path, f"it holds neither {' nor '.join(GRAPHS)}", "Export the model to ONNX")
    tokenizer = path / "tokenizer.json"
    if not tokenizer.is_file():
        raise unusable(path, "it holds no tokenizer.json", "Copy the one that belongs to the model there")
    _check_parts(path)
    limit = _described(path, "sentence_bert_config.json", {}).get("max_seq_length")
    most = min(limit, MOST_TOKENS) if isinstance(limit, int) and limit > 0 else MOST_TOKENS
    return ModelFolder(path, graph, tokenizer, _pooling(path), most)


def unusable(path: Path, reason: str, remedy: str) -> CannotStart:
    return CannotStart(f"JIAYIN_EMBEDDING_MODEL: {path}: {reason}. {remedy}, or unset the variable.")


def _check_parts(path: Path) -> None:
    parts = _described(path, "modules.json", [])
    kinds = {str(part.get("type", "")).rpartition(".")[2] for part in parts}
    if strange := sorted(kinds - _PARTS):
        raise unusable(path, f"the model has a part {strange[0]}, which is not known here", "Take another model")


def _pooling(path: Path) -> Pooling:
    """Mean where nothing is said, as sentence-transformers does."""
    described = _described(path, "1_Pooling/config.json", {})
    prefix = "pooling_mode_"
    flags = {name.removeprefix(prefix) for name, on in described.items() if name.startswith(prefix) and on is True}
    chosen = flags or {str(described.get("pooling_mode", "mean"))}
    if chosen in ({"cls_token"}, {"cls"}):
        return Pooling.CLS
    if chosen in ({"mean_tokens"}, {"mean"}):
        return Pooling.MEAN
    raise unusable(path, f"its pooling {', '.join(sorted(chosen))} is not mean or CLS", "Take another model")


def _described(path: Path, name: str, otherwise: Any) -> Any:
    """An optional JSON file, which has to be of the same type as what stands for it."""
    try:
        found = json.loads((path / name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return otherwise
    except (OSError, ValueError) as error:
        raise unusable(path, f"{name} cannot be read", "Copy it there once more") from error
    if not isinstance(found, type(otherwise)):
        raise unusable(path, f"{name} is not what it should be", "Copy it there once more")
    return found
