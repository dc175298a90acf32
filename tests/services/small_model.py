"""A sentence-embedding model of a few signs: made in a moment, laid out like one that somebody exported."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Regex, Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split

SPECIAL = ("[PAD]", "[UNK]")
INPUTS = ("input_ids", "attention_mask")


@dataclass(frozen=True)
class SmallModel:
    """Each string of `matters` is a direction of its own: all its signs mean the same, and signs in none mean nothing.

    `whole`: the model makes one vector of a text by itself, instead of one for each sign.
    """

    matters: Sequence[str]
    whole: bool = False
    inputs: Sequence[str] = INPUTS
    graph: str = "model.onnx"

    def write(self, folder: Path) -> Path:
        (folder / self.graph).parent.mkdir(parents=True, exist_ok=True)
        onnx.save(self._model(), folder / self.graph)
        self._tokenizer().save(str(folder / "tokenizer.json"))
        return folder

    def _signs(self) -> list[str]:
        return [*SPECIAL, *(sign for matter in self.matters for sign in matter)]

    def _tokenizer(self) -> Tokenizer:
        words = {sign: number for number, sign in enumerate(self._signs())}
        tokenizer = Tokenizer(WordLevel(words, unk_token="[UNK]"))
        tokenizer.pre_tokenizer = Split(Regex(r"\s+|."), behavior="isolated")
        return tokenizer

    def _table(self) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        table = np.zeros((len(self._signs()), len(self.matters)), np.float32)
        number = len(SPECIAL)
        for axis, matter in enumerate(self.matters):
            table[number : number + len(matter), axis] = 1
            number += len(matter)
        return table

    def _model(self) -> onnx.ModelProto:
        inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"]) for name in self.inputs]
        name = "last_hidden_state"
        shape: list[str | int | None] = ["texts", "tokens", len(self.matters)]
        nodes = [helper.make_node("Gather", ["table", "input_ids"], [name])]
        if self.whole:
            # Padding is all zeros: it makes the mean shorter and turns it nowhere.
            nodes.append(helper.make_node("ReduceMean", [name], ["sentence_embedding"], axes=[1], keepdims=0))
            name, shape = "sentence_embedding", ["texts", len(self.matters)]
        output = helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
        table = numpy_helper.from_array(self._table(), "table")
        graph = helper.make_graph(nodes, "small", inputs, [output], [table])
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)


def pooled_by(folder: Path, *modes: str) -> Path:
    """Say how the model wants its vectors pooled: cls_token, mean_tokens, max_tokens."""
    known = ("cls_token", "mean_tokens", "max_tokens")
    describe(folder, "1_Pooling/config.json", {f"pooling_mode_{mode}": mode in modes for mode in known})
    return folder


def describe(folder: Path, name: str, words: object) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(json.dumps(words), encoding="utf-8")
