"""How parts of a reply are to be said: a small subset of SSML (W3C, 1.1) that a text may carry.

    <emphasis>word</emphasis>   <break time="400ms"/> or <break/>
    <prosody rate="slow">…</prosody>   <prosody volume="soft">…</prosody>, also together
    <express-as style="calm">…</express-as>, around the whole answer

Anything else in angle brackets is text. A mark that is not closed ends with the text, one that was not opened is
dropped: a reply is spoken whatever became of its marks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from edge.model.voice.style import VoiceStyle

BREAK_S: Final = 0.35
"""A pause whose length is not given."""

_LONGEST_BREAK_S = 3.0


@dataclass(frozen=True, slots=True)
class Manner:
    """What a mark does to a style: factors of speed and of pauses; decibels and semitones that are added."""

    speed: float = 1.0
    pause: float = 1.0
    gain_db: float = 0.0
    pitch_semitones: float = 0.0

    def applied(self, style: VoiceStyle) -> VoiceStyle:
        """The style, said in this manner."""
        return replace(
            style,
            speed=style.speed * self.speed,
            pause=style.pause * self.pause,
            gain_db=style.gain_db + self.gain_db,
            pitch_semitones=style.pitch_semitones + self.pitch_semitones,
        )


TONES: Final[Mapping[str, Manner]] = {
    "calm": Manner(speed=0.92, pause=1.3, gain_db=-1.5, pitch_semitones=-0.3),
    "gentle": Manner(speed=0.95, pause=1.15, gain_db=-2.5),
    "cheerful": Manner(speed=1.04, pause=0.9, gain_db=0.5, pitch_semitones=0.6),
    "urgent": Manner(speed=1.08, pause=0.7, gain_db=2.0, pitch_semitones=0.4),
}
"""Scene tones. The voice itself knows no emotions; what it is given is pace, pauses, loudness and height."""

_EMPHASIS = Manner(speed=0.88, gain_db=2.0, pitch_semitones=0.5)
_RATES = {"slow": 0.85, "x-slow": 0.72, "fast": 1.15, "medium": 1.0}
_VOLUMES = {"soft": -5.0, "x-soft": -9.0, "loud": 3.0, "medium": 0.0}

_MARK = re.compile(r"<(/?)(emphasis|break|prosody|express-as)\b([^<>]*?)(/?)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r'([a-z-]+)\s*=\s*["\']([^"\']*)["\']', re.IGNORECASE)
_TIME = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s)")


@dataclass(frozen=True, slots=True)
class Span:
    """Words with one manner. manners: from the outermost mark to the innermost. break_s: silence before the words."""

    text: str
    manners: tuple[Manner, ...] = ()
    break_s: float = 0.0

    def style(self, style: VoiceStyle) -> VoiceStyle:
        """The style these words are said in."""
        for manner in self.manners:
            style = manner.applied(style)
        return style


def spans(text: str) -> list[Span]:
    """The text without marks, cut where the manner changes; the texts of the spans together are `plain(text)`."""
    found: list[Span] = []
    opened: list[tuple[str, Manner]] = []
    place, silent = 0, 0.0
    for mark in (*_MARK.finditer(text), None):
        words = text[place : mark.start() if mark is not None else len(text)]
        if words:
            found.append(Span(words, tuple(manner for _, manner in opened), silent))
            silent = 0.0
        if mark is None:
            break
        place = mark.end()
        name = mark[2].lower()
        if name == "break":
            silent += _break(mark[3]) if not mark[1] else 0.0
        elif mark[1]:
            depth = next((k for k in range(len(opened) - 1, -1, -1) if opened[k][0] == name), None)
            del opened[depth if depth is not None else len(opened) :]
        elif not mark[4]:
            opened.append((name, _manner(name, dict(_ATTRIBUTE.findall(mark[3])))))
    return found


def plain(text: str) -> str:
    """The text without marks."""
    return _MARK.sub("", text) if "<" in text else text


def with_tone(text: str, tone: str) -> str:
    """The text in a scene tone; unchanged where there is no such tone."""
    return f'<express-as style="{tone}">{text}</express-as>' if tone in TONES else text


def _manner(name: str, attributes: Mapping[str, str]) -> Manner:
    if name == "emphasis":
        return Manner() if attributes.get("level") in ("none", "reduced") else _EMPHASIS
    if name == "express-as":
        return TONES.get(attributes.get("style", ""), Manner())
    return Manner(speed=_RATES.get(attributes.get("rate", ""), 1.0), gain_db=_VOLUMES.get(attributes.get("volume", ""), 0.0))


def _break(attributes: str) -> float:
    time = _TIME.search(attributes)
    if time is None:
        return BREAK_S
    return min(_LONGEST_BREAK_S, float(time[1]) / (1000 if time[2] == "ms" else 1))
