"""A sentence-embedding model that ONNX Runtime runs on this machine: texts to vectors, nothing sent anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from bot.services.semantic.folder import ModelFolder, Pooling, model_folder, unusable

Vectors = NDArray[np.float32]  # one row of length 1 a text

_BATCH = 64
_LONGEST = 512  # characters of a text that are looked at, long before its tokens are cut
_PADDING = ("[PAD]", "<pad>")
_WHOLE = "sentence_embedding"  # an output that the model has pooled itself
_NUMBERS = {"tensor(int64)": np.int64, "tensor(int32)": np.int32}
_ERRORS_ONLY = 3
_TINY = np.float32(1e-12)
_TRIAL = ("孩子", "孩子不接电话怎么办")


@dataclass(frozen=True, eq=False)
class EmbeddingModel:
    """A loaded model; may be used from several threads at once."""

    folder: ModelFolder
    dimensions: int
    _tokenizer: Tokenizer
    _session: onnxruntime.InferenceSession

    @classmethod
    def load(cls, path: Path) -> EmbeddingModel:
        """Load the folder and try it on two texts. Raises CannotStart with what to do."""
        folder = model_folder(path)
        try:
            tokenizer, session = _tokenizer(folder), _session(folder)
            found = cls(folder, 0, tokenizer, session)._run(_TRIAL)
        except Exception as error:  # both libraries raise classes of their own, without a common one
            reason = (str(error).splitlines() or [type(error).__name__])[0].rstrip(". ")
            raise unusable(path, f"the model does not fit ({reason})", "Take another export of it") from error
        if not np.isfinite(found).all() or not found.any(axis=1).all():
            raise unusable(path, "model and tokenizer make nothing of Chinese", "Take a model that knows Chinese")
        return cls(folder, found.shape[1], tokenizer, session)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text, in their order; a text without any known token is a row of zeros."""
        rows = np.zeros((len(texts), self.dimensions), np.float32)
        alike = sorted(range(len(texts)), key=lambda n: len(texts[n]))  # little padding where lengths are alike
        for start in range(0, len(alike), _BATCH):
            batch = alike[start : start + _BATCH]
            rows[batch] = self._run([texts[n] for n in batch])
        return rows

    def _run(self, texts: Sequence[str]) -> Vectors:
        tokens = self._tokenizer.encode_batch([text[:_LONGEST] for text in texts])
        if not len(tokens[0]):
            return np.zeros((len(texts), self.dimensions), np.float32)
        mask = np.array([each.attention_mask for each in tokens], np.float32)
        (found,) = self._session.run([_output(self._session)], self._inputs(tokens))
        pooled = _pooled(np.asarray(found, np.float32), mask, self.folder.pooling)
        pooled[mask.sum(axis=1) == 0] = 0  # a text without a token means nothing
        lengths: Vectors = np.maximum(np.linalg.norm(pooled, axis=1, keepdims=True), _TINY)
        return np.divide(pooled, lengths)

    def _inputs(self, tokens: Sequence[Encoding]) -> dict[str, NDArray[Any]]:
        known = {
            "input_ids": [each.ids for each in tokens],
            "attention_mask": [each.attention_mask for each in tokens],
            "token_type_ids": [each.type_ids for each in tokens],
        }
        wanted = {each.name: _NUMBERS.get(each.type) for each in self._session.get_inputs()}
        if strange := [name for name, number in wanted.items() if name not in known or number is None]:
            raise ValueError(f"it wants an input {strange[0]} that is not known here")
        return {name: np.array(known[name], number) for name, number in wanted.items()}


def _tokenizer(folder: ModelFolder) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(folder.tokenizer))
    most = min(folder.most_tokens, (tokenizer.truncation or {}).get("max_length", folder.most_tokens))
    tokenizer.enable_truncation(most)
    # Some models count places by the padding they were trained with.
    padding = {name: n for name in _PADDING if (n := tokenizer.token_to_id(name)) is not None}
    name, number = next(iter(padding.items()), ("[PAD]", 0))
    tokenizer.enable_padding(pad_id=number, pad_token=name)
    return tokenizer


def _session(folder: ModelFolder) -> onnxruntime.InferenceSession:
    """One thread, so that the rest of Jiayin keeps the other cores."""
    onnxruntime.disable_telemetry_events()  # some builds of it would report that they are used
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY
    options.enable_cpu_mem_arena = False  # it would keep the memory of the largest batch for ever
    return onnxruntime.InferenceSession(str(folder.graph), options, providers=["CPUExecutionProvider"])


def _output(session: onnxruntime.InferenceSession) -> str:
    names = [str(each.name) for each in session.get_outputs()]
    return _WHOLE if _WHOLE in names else names[0]


def _pooled(found: Vectors, mask: Vectors, pooling: Pooling) -> Vectors:
    if found.ndim == 2 and len(found) == len(mask):
        return found
    if found.ndim != 3 or found.shape[:2] != mask.shape:
        raise ValueError(f"its output has the shape {found.shape}, not one vector a token or a text")
    if pooling is Pooling.CLS:
        return found[:, 0]
    summed: Vectors = np.einsum("ntd,nt->nd", found, mask)
    mean: Vectors = np.divide(summed, np.maximum(mask.sum(axis=1, keepdims=True), 1))
    return mean
