"""An operator puts a model into a folder: it is loaded and used as it wants to be, or she learns what is wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.services.errors import CannotStart
from bot.services.semantic.folder import model_folder
from bot.services.semantic.kept import FILE, vectors_of
from bot.services.semantic.model import EmbeddingModel
from tests.services.small_model import SmallModel, describe, pooled_by

MATTERS = ("孩子他", "欺负霸凌", "电话接打")
SMALL = SmallModel(MATTERS)


def _rows(folder: Path, *texts: str) -> list[list[float]]:
    return [[round(float(number), 3) for number in row] for row in EmbeddingModel.load(folder).encode(texts)]


def test_a_text_is_the_mean_of_its_signs(tmp_path: Path) -> None:
    folder = SMALL.write(tmp_path)
    assert _rows(folder, "孩欺", "霸凌", "孩孩孩欺") == [[0.707, 0.707, 0], [0, 1, 0], [0.949, 0.316, 0]]
    assert _rows(pooled_by(folder, "mean_tokens"), "孩欺") == [[0.707, 0.707, 0]]


def test_a_text_is_its_first_sign_where_the_model_says_so(tmp_path: Path) -> None:
    folder = pooled_by(SMALL.write(tmp_path), "cls_token")
    assert _rows(folder, "孩欺负", "欺孩子电话") == [[1, 0, 0], [0, 1, 0]]


def test_a_newer_way_of_saying_the_pooling_is_read(tmp_path: Path) -> None:
    folder = SMALL.write(tmp_path)
    describe(folder, "1_Pooling/config.json", {"pooling_mode": "cls"})
    assert _rows(folder, "孩欺负") == [[1, 0, 0]]


def test_a_model_that_pools_by_itself_is_left_to_it(tmp_path: Path) -> None:
    folder = pooled_by(SmallModel(MATTERS, whole=True).write(tmp_path), "cls_token")
    assert _rows(folder, "孩欺", "霸") == [[0.707, 0.707, 0], [0, 1, 0]]


def test_the_usual_layout_of_an_export_is_found(tmp_path: Path) -> None:
    inputs = ("input_ids", "attention_mask", "token_type_ids")
    folder = SmallModel(MATTERS, graph="onnx/model.onnx", inputs=inputs).write(tmp_path)
    kinds = ("Transformer", "Pooling", "Normalize")
    describe(folder, "modules.json", [{"type": f"sentence_transformers.models.{kind}"} for kind in kinds])
    assert _rows(folder, "霸凌") == [[0, 1, 0]]


def test_many_texts_at_once_give_what_each_gives_alone(tmp_path: Path) -> None:
    signs = "".join(MATTERS) + "不"
    texts = [signs[n % 7 :][: 1 + n % 5] * (1 + n % 3) for n in range(150)]
    model = EmbeddingModel.load(SMALL.write(tmp_path))
    together = model.encode(texts)
    assert together.dtype == np.float32
    assert together.shape == (150, 3)
    np.testing.assert_allclose(together, np.vstack([model.encode([text]) for text in texts]), atol=1e-6)


def test_a_text_that_the_model_knows_nothing_of_is_near_to_nothing(tmp_path: Path) -> None:
    assert _rows(SMALL.write(tmp_path), "", "天气", "霸") == [[0, 0, 0], [0, 0, 0], [0, 1, 0]]
    assert _rows(tmp_path, "") == [[0, 0, 0]]
    assert EmbeddingModel.load(tmp_path).encode([]).shape == (0, 3)


def test_a_whole_letter_is_read_as_far_as_the_model_can(tmp_path: Path) -> None:
    folder = SMALL.write(tmp_path)
    assert _rows(folder, "霸" * 128 + "孩" * 5000) == [[0, 1, 0]]
    describe(folder, "sentence_bert_config.json", {"max_seq_length": 2})
    assert model_folder(folder).most_tokens == 2
    assert _rows(folder, "霸凌孩子") == [[0, 1, 0]]


def _refusal(folder: Path) -> str:
    with pytest.raises(CannotStart) as refused:
        EmbeddingModel.load(folder)
    words = str(refused.value)
    assert words.startswith(f"JIAYIN_EMBEDDING_MODEL: {folder}")
    assert words.endswith("or unset the variable.")
    assert len(words.splitlines()) == 1
    return words


@pytest.mark.parametrize(
    ("missing", "named"), [("model.onnx", "onnx/model.onnx"), ("tokenizer.json", "tokenizer.json")]
)
def test_a_missing_file_is_named(tmp_path: Path, missing: str, named: str) -> None:
    (SMALL.write(tmp_path) / missing).unlink()
    assert named in _refusal(tmp_path)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    assert "no such folder" in _refusal(tmp_path / "nowhere")


@pytest.mark.parametrize("damaged", ["model.onnx", "tokenizer.json"])
def test_a_damaged_file_does_not_fit(tmp_path: Path, damaged: str) -> None:
    (SMALL.write(tmp_path) / damaged).write_bytes(b"<html>not found</html>")
    assert "does not fit" in _refusal(tmp_path)


@pytest.mark.parametrize("words", ["{", "[1]"])
def test_a_damaged_description_is_named(tmp_path: Path, words: str) -> None:
    (SMALL.write(tmp_path) / "sentence_bert_config.json").write_text(words, encoding="utf-8")
    assert "sentence_bert_config.json" in _refusal(tmp_path)


def test_a_pooling_that_is_not_known_is_refused(tmp_path: Path) -> None:
    assert "max_tokens" in _refusal(pooled_by(SMALL.write(tmp_path), "max_tokens"))
    assert "mean_tokens" in _refusal(pooled_by(tmp_path, "cls_token", "mean_tokens"))


def test_a_model_with_a_part_that_is_not_known_is_refused(tmp_path: Path) -> None:
    describe(SMALL.write(tmp_path), "modules.json", [{"type": "sentence_transformers.models.Dense"}])
    assert "Dense" in _refusal(tmp_path)


def test_a_model_that_wants_more_than_a_text_is_refused(tmp_path: Path) -> None:
    assert "pixel_values" in _refusal(SmallModel(MATTERS, inputs=("input_ids", "pixel_values")).write(tmp_path))


def test_a_model_whose_tokenizer_belongs_to_another_is_refused(tmp_path: Path) -> None:
    SmallModel(("孩子不接电话怎么办",)).write(tmp_path / "larger")
    folder = SmallModel(("a",)).write(tmp_path / "smaller")
    (tmp_path / "larger" / "tokenizer.json").replace(folder / "tokenizer.json")
    assert "does not fit" in _refusal(folder)


def test_a_model_that_knows_no_chinese_is_refused(tmp_path: Path) -> None:
    assert "knows Chinese" in _refusal(SmallModel(("abc", "def")).write(tmp_path))


def test_the_vectors_are_kept_until_the_texts_or_the_model_change(tmp_path: Path) -> None:
    data, texts = tmp_path / "data", ("霸凌", "电话")
    first = EmbeddingModel.load(SMALL.write(tmp_path / "one"))
    made = vectors_of(texts, first, data)
    written = (data / FILE).stat().st_mtime_ns
    assert np.array_equal(vectors_of(texts, first, data), made)
    assert (data / FILE).stat().st_mtime_ns == written
    assert vectors_of(("接",), first, data).tolist() == [[0, 0, 1]]
    other = EmbeddingModel.load(SmallModel(tuple(reversed(MATTERS))).write(tmp_path / "two"))
    assert vectors_of(texts, other, data).tolist() == [[0, 1, 0], [1, 0, 0]]
    assert [file.name for file in data.iterdir()] == [FILE]
    assert (data / FILE).stat().st_mode & 0o777 == 0o600


def test_without_a_place_to_keep_them_or_with_a_damaged_one_they_are_made_anew(tmp_path: Path) -> None:
    model = EmbeddingModel.load(SMALL.write(tmp_path / "one"))
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    assert vectors_of(("接",), model, tmp_path / "file").tolist() == [[0, 0, 1]]
    (tmp_path / FILE).write_bytes(b"PK damaged")
    assert vectors_of(("接",), model, tmp_path).tolist() == [[0, 0, 1]]
    assert vectors_of(("接",), model, tmp_path).tolist() == [[0, 0, 1]]
