"""Greedy decoding guided by timestamps, with guards against loops.

A window cut to the length of the speech is several times cheaper than the 30 s Whisper was trained on, but beyond the end
of speech the model repeats itself. The timestamps say where that is: decoding stops at the one that closes the speech.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from edge.model.recogniser.tokens import TIMESTAMP_STEP_S, WhisperTokens

Step = Callable[[Sequence[int]], NDArray[np.float32]]
"""Feed tokens, get the logits of the next one, shape (vocabulary,)."""

END_TOLERANCE_S = 0.5
"""A segment with no more speech after it than this is the last: timestamps come a little early in a short window."""

_MAX_PERIOD = 12


@dataclass(frozen=True, slots=True)
class Decoded:
    """tokens: text only. log_probability: mean over the tokens. ended: why decoding stopped."""

    tokens: list[int]
    log_probability: float
    ended: Literal["end", "timestamp", "cap", "loop"]


def decode(
    step: Step,
    prefix: Sequence[int],
    tokens: WhisperTokens,
    mask: NDArray[np.float32],
    *,
    remaining: Callable[[float], float],
    max_tokens: int,
) -> Decoded:
    """Decode one window.

    prefix: everything up to the transcribe token. mask: added to the logits. remaining: seconds of speech after a moment.
    max_tokens: no window has more text tokens.
    """
    zero = tokens.first_timestamp
    text: list[int] = []
    total = 0.0
    count = 0
    opened, latest = True, 0  # inside a segment; the last timestamp, in steps
    logits = step([*prefix, zero])
    ended: Literal["end", "timestamp", "cap", "loop"] = "cap"
    while len(text) < max_tokens:
        token, probability = _choose(logits + mask, tokens, opened, bool(text), latest)
        total += probability
        count += 1
        if token == tokens.end:
            ended = "end"
            break
        if token >= zero:
            opened, latest = not opened, token - zero
            if not opened and remaining(latest * TIMESTAMP_STEP_S) <= END_TOLERANCE_S:
                ended = "timestamp"
                break
        else:
            text.append(token)
            repeated = repetition(text)
            if repeated:
                del text[len(text) - repeated :]
                ended = "loop"
                break
        logits = step([token])
    return Decoded(text, total / max(1, count), ended)


def repetition(text: Sequence[int]) -> int:
    """How many tokens at the end only repeat what was there before: 0 unless it is clearly a loop.

    One token six times, two tokens four times, three to twelve tokens three times, or the whole text twice.
    """
    for period in range(1, _MAX_PERIOD + 1):
        times = 6 if period == 1 else 4 if period == 2 else 3
        tail = text[-period * times :]
        if len(tail) == period * times and all(tail[i] == tail[i % period] for i in range(len(tail))):
            return period * (times - 1)
    half = len(text) // 2
    return half if len(text) >= 10 and len(text) % 2 == 0 and text[:half] == text[half:] else 0


def _choose(logits: NDArray[np.float32], tokens: WhisperTokens, opened: bool, has_text: bool, latest: int) -> tuple[int, float]:
    """The next token under Whisper's grammar of timestamps, and its log-probability among all."""
    zero = tokens.first_timestamp
    peak = float(logits.max())
    everything = peak + float(np.log(np.exp(logits - peak).sum()))
    stamps = logits[zero + latest :]
    token = int(logits[: tokens.end + 1].argmax())
    if opened:
        if has_text and stamps.size:
            top = float(stamps.max())
            if top + float(np.log(np.exp(stamps - top).sum())) > logits[token]:
                token = zero + latest + int(stamps.argmax())
    elif stamps.size and float(stamps.max()) > logits[tokens.end]:
        token = zero + latest + int(stamps.argmax())
    else:
        token = tokens.end
    return token, float(logits[token]) - everything
