"""How many tokens a text costs, without any tokenizer."""

from __future__ import annotations

import math
import re

_PIECE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[A-Za-z]+|\d|[^\sA-Za-z\d]")
_LETTERS_A_TOKEN = 6


def estimate_tokens(text: str) -> int:
    """An upper estimate for byte-pair vocabularies of the size used by large models.

    Every Han character, digit and mark counts as one token and every word as one per six letters begun. Common
    vocabularies merge more than that (a Han character is about 0.7 token), so the estimate errs on the safe side.
    """
    count = 0
    for piece in _PIECE.findall(text):
        count += math.ceil(len(piece) / _LETTERS_A_TOKEN) if piece.isascii() and piece.isalpha() else 1
    return count
