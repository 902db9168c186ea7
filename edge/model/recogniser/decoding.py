"""Beam search guided by timestamps, with guards against loops.

A window cut to the length of the speech is several times cheaper than the 30 s Whisper was trained on, but beyond the end
of speech the model repeats itself. The timestamps say where that is: decoding stops at the one that closes the speech.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from edge.model.recogniser.tokens import TIMESTAMP_STEP_S, WhisperTokens

Ended = Literal["end", "timestamp", "early", "cap", "loop"]
Step = Callable[[Sequence[Sequence[int]], Sequence[int]], NDArray[np.float32]]
"""Feed every hypothesis its tokens, get the logits of the next ones, shape (hypotheses, vocabulary).

The second argument tells which hypothesis of the call before each of them goes on from."""

Bias = Callable[[Sequence[int]], NDArray[np.float32]]
"""From the text so far to what is added to the logits of the next text token, and to that of the end for what closes a text."""

END_TOLERANCE_S = 0.5
"""A segment with no more speech after it than this is the last: timestamps come a little early in a short window."""

HOPELESS = 3.0
"""A hypothesis so much less likely than the best one beside it, as natural logarithms, is not followed. On 120 runs, half of them
in noise, this halved what the decoder is run for; 5 saved a sixth."""

HOPELESS_BIASED = 6.0
"""The same where a bias may still speak for it at a later token: "End guidance" begins as "And"."""

_MAX_PERIOD = 12


@dataclass(frozen=True, slots=True)
class Decoded:
    """tokens: text only. log_probability: mean over the tokens. ended: why decoding stopped. favour: the mean of the bias.

    unbiased: log_probability of the likeliest text of the same audio, where a bias has chosen another; how sure it is that
    somebody spoke does not hang on which words are taken.
    """

    tokens: list[int]
    log_probability: float
    ended: Ended
    favour: float = 0.0
    unbiased: float = -math.inf

    @property
    def speech(self) -> float:
        """The log-probability by which speech is told from noise."""
        return max(self.log_probability, self.unbiased)

    @property
    def rank(self) -> tuple[bool, bool, float]:
        """Sorts the best first: whole texts, then those that leave speech out, then what had to be cut off."""
        return self.broken, self.ended == "early", -self.score

    @property
    def score(self) -> float:
        """What texts of one search are compared by: the likelihood, and what speaks for it besides."""
        return self.log_probability + self.favour

    @property
    def broken(self) -> bool:
        """Whether it had to be cut off."""
        return self.ended in ("loop", "cap")


@dataclass(frozen=True, slots=True)
class _Hypothesis:
    """text: so far. total, count: sum of log-probabilities and how many. opened: inside a segment. latest: timestamp, in steps.

    favour: what the bias has added to the total. parent: place in the beam before, last: the token to feed.
    """

    text: tuple[int, ...] = ()
    total: float = 0.0
    favour: float = 0.0
    count: int = 0
    opened: bool = True
    latest: int = 0
    parent: int = 0
    last: int = 0

    @property
    def favoured(self) -> float:
        return self.total + self.favour

    def done(self, ended: Ended, dropped: int) -> Decoded:
        """The hypothesis as a result, without so many tokens at its end."""
        count = max(1, self.count)
        text = list(self.text[: len(self.text) - dropped])
        return Decoded(text, self.total / count, ended, self.favour / count)


def decode(
    step: Step,
    prefix: Sequence[int],
    tokens: WhisperTokens,
    mask: NDArray[np.float32],
    *,
    remaining: Callable[[float], float],
    max_tokens: int,
    width: int = 1,
    bias: Bias | None = None,
) -> list[Decoded]:
    """Decode one window: at most `width` texts, the most likely first, and never none.

    prefix: everything up to the transcribe token. mask: added to the logits. remaining: seconds of speech after a moment.
    max_tokens: no window has more text tokens. width: hypotheses followed beside each other; 1 is greedy.
    bias: what else makes a token likely; it chooses, and is not part of `log_probability`.
    """
    finished: list[Decoded] = []
    beam = [_Hypothesis()]
    logits = step([[*prefix, tokens.first_timestamp]], [0])
    while True:
        grown = [
            following
            for place, hypothesis in enumerate(beam)
            for following in _continuations(hypothesis, place, logits[place] + mask, tokens, width, bias)
        ]
        grown.sort(key=lambda hypothesis: -hypothesis.favoured)
        hopeless = grown[0].favoured - (HOPELESS if bias is None else HOPELESS_BIASED)
        beam = []
        for hypothesis in grown[: 2 * width]:
            if hypothesis.favoured < hopeless:
                break
            ended, dropped = _end(hypothesis, tokens, remaining, max_tokens)
            if ended is not None:
                finished.append(hypothesis.done(ended, dropped))
            elif len(beam) < width:
                beam.append(hypothesis)
        whole = [done for done in finished if done.ended != "early"]
        enough = len(whole) >= width and max(done.score for done in whole) >= max(
            (h.favoured / h.count for h in beam), default=-np.inf
        )
        if not beam or enough or len(finished) >= 2 * width:
            return sorted(finished, key=lambda done: done.rank)[:width]
        logits = step([[hypothesis.last] for hypothesis in beam], [hypothesis.parent for hypothesis in beam])


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


def _end(
    hypothesis: _Hypothesis, tokens: WhisperTokens, remaining: Callable[[float], float], max_tokens: int
) -> tuple[Ended | None, int]:
    """Why a hypothesis goes no further, if so, and how many tokens at its end are to be dropped."""
    over = remaining(hypothesis.latest * TIMESTAMP_STEP_S) <= END_TOLERANCE_S
    if hypothesis.last == tokens.end:
        return ("end" if over or not hypothesis.text else "early"), 0
    if hypothesis.last >= tokens.first_timestamp:
        return ("timestamp" if over and not hypothesis.opened else None), 0
    if repeated := repetition(hypothesis.text):
        return "loop", repeated
    return ("cap" if len(hypothesis.text) >= max_tokens else None), 0


def _continuations(
    before: _Hypothesis, place: int, logits: NDArray[np.float32], tokens: WhisperTokens, width: int, bias: Bias | None
) -> list[_Hypothesis]:
    """A hypothesis with each of its likeliest next tokens under Whisper's grammar of timestamps."""
    zero = tokens.first_timestamp
    peak = float(logits.max())
    everything = peak + float(np.log(np.exp(logits - peak).sum()))
    stamps = logits[zero + before.latest :]
    stamp = zero + before.latest + int(stamps.argmax()) if stamps.size else tokens.end
    if not before.opened:
        token = stamp if logits[stamp] > logits[tokens.end] else tokens.end
        return [_followed(before, place, token, float(logits[token]) - everything, 0.0, tokens)]
    favours = bias(before.text) if bias is not None else np.zeros(tokens.end + 1, np.float32)
    written = logits[: tokens.end + 1] + favours
    closing = -np.inf
    if before.text and stamps.size:
        # The end of a text is where it is closed: the timestamp tells how far it goes.
        top = float(logits[stamp])
        closing = top + float(np.log(np.exp(stamps - top).sum())) + float(favours[tokens.end])
        closing = float(np.logaddexp(closing, written[tokens.end]))
        written[tokens.end] = -np.inf
    chosen = [int(written.argmax())] if width == 1 else np.argpartition(written, -width)[-width:].tolist()
    grown = [_followed(before, place, t, float(logits[t]) - everything, float(favours[t]), tokens) for t in chosen]
    if closing <= min(float(written[t]) for t in chosen):
        return grown
    favour = float(favours[tokens.end])
    closed = _followed(before, place, stamp, closing - favour - everything, favour, tokens)
    return [closed] if closing > float(written[chosen].max()) else [closed, *grown]


def _followed(
    before: _Hypothesis, place: int, token: int, log_probability: float, favour: float, tokens: WhisperTokens
) -> _Hypothesis:
    is_text, is_stamp = token < tokens.end, token >= tokens.first_timestamp
    return _Hypothesis(
        text=(*before.text, token) if is_text else before.text,
        total=before.total + log_probability,
        favour=before.favour + favour,
        count=before.count + 1,
        opened=before.opened != is_stamp,
        latest=token - tokens.first_timestamp if is_stamp else before.latest,
        parent=place,
        last=token,
    )
