"""The way to the model of the settings, which asks for the libraries of the extra only where a model is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.services.errors import CannotStart
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.services.semantic.meaning import Meaning


def meaning_of(settings: Settings) -> Meaning | None:
    """The model of JIAYIN_EMBEDDING_MODEL, loaded; None where none is set. Raises CannotStart with what to do."""
    if settings.embedding_model is None:
        return None
    try:
        from bot.services.semantic.meaning import Meaning
        from bot.services.semantic.model import EmbeddingModel
    except ImportError as error:
        raise CannotStart(
            f"JIAYIN_EMBEDDING_MODEL needs the extra `semantic` ({error}). "
            "Run `.venv/bin/pip install --no-build-isolation -e '.[semantic]'`, or unset the variable."
        ) from error
    return Meaning(EmbeddingModel.load(settings.embedding_model), settings.data_dir)
