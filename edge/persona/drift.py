"""Whether the persona still sounds like itself: a score for every reply, and when to bring it back.

Language models drift from a persona within a few rounds, because its instructions lose weight as the talk grows (Li et
al., "Measuring and Controlling Instruction (In)Stability in Language Model Dialogs", 2024). Saying them again at the
tail helps. All checks are local and cheap, and the same for every endpoint.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter, deque
from dataclasses import dataclass
from typing import Literal

from edge.language import Language
from edge.persona.drift_rules import WEIGHTS, Hit, findings
from edge.persona.persona import Persona

Action = Literal["none", "anchor", "roll"]

_ALPHA = 0.3  # of the moving average
_ANCHOR_BELOW = 60.0
_AFTER_ANCHOR = 85.0
_ANCHOR_EVERY = 8  # turns
_ROLL_HITS, _ROLL_TURNS = 2, 5
_STYLE_FLOOR = 0.01
_STYLE_LEAST = 250  # letters of example lines without which there is no style to compare with
_STYLE_TURNS = 6  # replies before the style counts: one short reply shares few letters with anything
_WINDOW = 10


@dataclass(frozen=True, slots=True)
class DriftReport:
    """One reply. score: 100 is wholly in character; average: moving average of the scores."""

    score: float
    average: float
    hits: tuple[Hit, ...]
    action: Action
    why: str = ""


class DriftMonitor:
    """Follows one conversation of one persona."""

    def __init__(self, persona: Persona) -> None:
        self.persona = persona
        self._average = 100.0
        self._style: dict[Language, float] = {}
        self._style_seen: Counter[Language] = Counter()
        corpora = {language: _corpus(persona, language) for language in persona.languages}
        self._reference = {language: _vector(text) for language, text in corpora.items() if len(text) >= _STYLE_LEAST}
        self._phrases: deque[bool] = deque(maxlen=_WINDOW)
        self._hard: deque[bool] = deque(maxlen=_ROLL_TURNS)
        self._since_anchor = 0

    def check(
        self,
        reply: str,
        *,
        language: Language,
        user: str = "",
        moving: bool = True,
        supported: bool = True,
    ) -> DriftReport:
        """Judge one reply and say what to do.

        language: what the driver speaks; user: what the driver said; supported: a tool was called in this turn or the
        state block holds the numbers.
        """
        language = language if language in self.persona.languages else self.persona.languages[0]
        hits = list(findings(reply, self.persona, language, user=user, moving=moving, supported=supported))
        hits += self._over_time(reply, language)
        score = max(0.0, 100.0 - sum(WEIGHTS[hit.rule] for hit in hits))
        self._average += _ALPHA * (score - self._average)
        average = round(self._average, 1)
        hard = any(hit.hard for hit in hits)
        self._hard.append(hard)
        self._since_anchor += 1
        action, why = self._decide(hard)
        if action != "none":
            # What comes after is judged afresh, or one bad stretch would anchor every turn.
            self._since_anchor, self._average = 0, max(self._average, _AFTER_ANCHOR)
        if action == "roll":
            self._hard.clear()
        return DriftReport(score, average, tuple(hits), action, why)

    def _decide(self, hard: bool) -> tuple[Action, str]:
        if sum(self._hard) >= _ROLL_HITS:
            return "roll", "out of character again"
        if hard:
            return "anchor", "out of character"
        if self._average < _ANCHOR_BELOW:
            return "anchor", "drifting"
        if self._since_anchor >= _ANCHOR_EVERY:
            return "anchor", "routine"
        return "none", ""

    def _over_time(self, reply: str, language: Language) -> list[Hit]:
        hits = []
        speech = self.persona.wording(language).speech
        said = [phrase for phrase in speech.catchphrases if phrase.rstrip(".!。！").lower() in reply.lower()]
        self._phrases.append(bool(said))
        if said and sum(self._phrases) > max(1, speech.catchphrase_max_per_10):
            hits.append(Hit("catchphrase", said[0]))
        if language not in self._reference:
            return hits
        likeness = _cosine(_vector(reply), self._reference[language])
        before = self._style.get(language, likeness)
        self._style[language] = before + _ALPHA * (likeness - before)
        self._style_seen[language] += 1
        if self._style_seen[language] >= _STYLE_TURNS and self._style[language] < _STYLE_FLOOR:
            hits.append(Hit("style", f"likeness {self._style[language]:.3f}"))
        return hits


def _corpus(persona: Persona, language: Language) -> str:
    words = persona.wording(language)
    lines = [*words.greetings, *(example.assistant for example in words.examples), words.description, words.anchor]
    return " ".join(lines)


def _vector(text: str) -> Counter[str]:
    """Counts of three-letter pieces (two characters in Chinese) and of whole words."""
    plain = re.sub(r"\s+", " ", re.sub(r"[^\w\s]", " ", text.lower()))
    pieces = Counter(plain[i : i + 3] for i in range(len(plain) - 2))
    han = re.findall(r"[\u4e00-\u9fff]", plain)
    pieces.update(a + b for a, b in itertools.pairwise(han))
    pieces.update(han)
    pieces.update(plain.split())
    return pieces


def _cosine(a: Counter[str], b: Counter[str]) -> float:
    shared = sum(count * b[piece] for piece, count in a.items() if piece in b)
    size = math.sqrt(sum(c * c for c in a.values()) * sum(c * c for c in b.values()))
    return shared / size if size else 1.0
