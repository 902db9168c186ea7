"""Whisper's token table: text pieces, special tokens, timestamps, and what is never written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from edge.errors import WeightsError
from edge.language import Language

TIMESTAMP_STEP_S = 0.02
"""Seconds between two timestamp tokens."""

_LANGUAGES = 99
# Brackets, notes and mark-up: what subtitles hold beside speech. ♪, ♫ and 「」 are given as the table spells their bytes.
_NEVER_WRITTEN = ("[", "]", "(", ")", "{", "}", "<", ">", "|", "*", "#", "@", "^", "_", "\\", "=", "âĻª", "âĻ«", "ãĢĮ", "ãĢį")

# The first byte of full-width marks: quantised weights often complete it to a wrong character; the ASCII comma is safe.
_FULL_WIDTH = "ï"


class WhisperTokens:
    """The table of a multilingual Whisper model."""

    def __init__(self, path: Path) -> None:
        """Raises WeightsError when the file is no Whisper tokenizer."""
        try:
            self._table = Tokenizer.from_file(str(path))
        except Exception as error:
            raise WeightsError(path, "not a tokenizer") from error
        self.start = self._id("<|startoftranscript|>", path)
        self.end = self._id("<|endoftext|>", path)
        self.transcribe = self._id("<|transcribe|>", path)
        self.previous = self._id("<|startofprev|>", path)
        self.no_speech = self._id("<|nocaptions|>", path)
        self.first_timestamp = self._id("<|notimestamps|>", path) + 1
        self.languages: dict[Language, int] = {"en": self._id("<|en|>", path), "zh": self._id("<|zh|>", path)}
        self.all_languages = slice(self.start + 1, self.start + 1 + _LANGUAGES)

    def encode(self, text: str) -> list[int]:
        """Tokens of a text, no special ones."""
        return list(self._table.encode(text, add_special_tokens=False).ids)

    def encode_all(self, texts: list[str]) -> list[list[int]]:
        """Tokens of many texts."""
        return [list(encoding.ids) for encoding in self._table.encode_batch_fast(texts, add_special_tokens=False)]

    def decode(self, tokens: list[int]) -> str:
        """The text of tokens; special ones and timestamps are skipped."""
        return str(self._table.decode([token for token in tokens if token < self.end])).strip()

    def mask(self, size: int) -> NDArray[np.float32]:
        """What is added to the logits, shape (size,): minus infinity for what must never be written."""
        mask = np.zeros(size, np.float32)
        for piece, token in self._table.get_vocab().items():
            if token < self.end and (piece == _FULL_WIDTH or any(mark in piece for mark in _NEVER_WRITTEN)):
                mask[token] = -np.inf
        mask[self.end + 1 : self.first_timestamp] = -np.inf
        return mask

    def _id(self, name: str, path: Path) -> int:
        token: int | None = self._table.token_to_id(name)
        if token is None:
            raise WeightsError(path, f"not a Whisper tokenizer: it has no {name}")
        return token
