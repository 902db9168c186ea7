"""Which of the voice's timbres speaks a language, and how, by the voice a session names.

A session names a voice in one line, which the protocol carries as any other name:

    zf_xiaoxiao                                   a timbre
    af_heart:0.7|bf_emma:0.3                      a blend
    bm_lewis;pace=0.95;pitch=-1;energy=2          with pace (factor), pitch (semitones) and energy (dB)
    af_heart;pace=0.95+zf_xiaobei                 one for each language
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from edge.language import Language

if TYPE_CHECKING:
    from edge.model.voice.style import VoiceStyle

_LANGUAGE_OF = {"a": "en", "b": "en", "z": "zh"}
"""First letter of a Kokoro voice to its language; the voices of other languages are not used."""

FAST_VOICES: Mapping[str, Language] = {"piper_joe": "en"}
"""Names of the fast voices, which cannot be blended."""

_MALE: Mapping[Language, str] = {"en": "am_michael", "zh": "zm_yunjian"}
_MALE_NAME = re.compile(r"(?<!fe)male|nan|boy|shushu|shuai|qingnian|gentleman|uncle|echo|onyx|ash|cedar|verse|ballad", re.I)
_TIMBRE = re.compile(r"[a-z][fm]_[a-z]+")
_RANGES = {"pace": (0.6, 1.6), "pitch": (-4.0, 4.0), "energy": (-9.0, 6.0)}
_MOST_TIMBRES = 4


def style_for(voice: str | None, language: Language, available: Collection[str] = ()) -> VoiceStyle:
    """The style for a session's `voice`: ours as above, or a name of another endpoint's voice.

    Of several each counts for its own language. A name that is not known gives the default of the language, male
    where the name says so; values out of range are brought into it. available: the timbres at hand; empty when that is
    not known.
    """
    from edge.model.voice.style import DEFAULT_VOICES, VoiceStyle

    for one in (voice or "").split("+"):
        name, *settings = (part.strip() for part in one.split(";"))
        numbers = _numbers(settings)
        blend = _blend(name, language, available)
        if blend:
            return _styled(VoiceStyle(next(iter(blend)) if len(blend) == 1 else blend), numbers)
        strange = not _TIMBRE.match(name) and name not in FAST_VOICES
        if strange and _MALE_NAME.search(name) and (not available or _MALE[language] in available):
            return _styled(VoiceStyle(_MALE[language]), numbers)
    same_sex = _MALE[language] if voice and re.search(r"\b[a-z]m_", voice) and "+" not in voice else DEFAULT_VOICES[language]
    return VoiceStyle(same_sex if not available or same_sex in available else DEFAULT_VOICES[language])


def fast_voice(language: Language, available: Collection[str]) -> str:
    """The fast voice of a language, or nothing where there is none at hand."""
    return next((name for name, spoken in FAST_VOICES.items() if spoken == language and name in available), "")


def voice_line(
    voice: str, blend: Mapping[str, float] | None = None, pace: float = 1.0, pitch: float = 0.0, energy: float = 0.0
) -> str:
    """The line that names a voice. blend: shares of other timbres mixed into it, below 1 in sum."""
    shares = dict(blend or {})
    name = voice
    if shares:
        name = "|".join([f"{voice}:{1 - sum(shares.values()):.3g}", *(f"{other}:{share:.3g}" for other, share in shares.items())])
    given = {"pace": (pace, 1.0), "pitch": (pitch, 0.0), "energy": (energy, 0.0)}
    return ";".join([name, *(f"{key}={value:.3g}" for key, (value, usual) in given.items() if value != usual)])


def _blend(name: str, language: Language, available: Collection[str]) -> dict[str, float]:
    """Timbres of this language and their weights; empty when there is none."""
    if FAST_VOICES.get(name) == language and (not available or name in available):
        return {name: 1.0}
    found: dict[str, float] = {}
    for part in name.split("|")[:_MOST_TIMBRES]:
        timbre, _, weight = part.strip().partition(":")
        known = _TIMBRE.fullmatch(timbre) and (not available or timbre in available)
        if known and _LANGUAGE_OF.get(timbre[0]) == language and (number := _number(weight or "1")) is not None and number > 0:
            found[timbre] = number
    return found


def _numbers(settings: list[str]) -> dict[str, float]:
    numbers: dict[str, float] = {}
    for setting in settings:
        key, _, value = setting.partition("=")
        number = _number(value)
        if key in _RANGES and number is not None:
            low, high = _RANGES[key]
            numbers[key] = min(high, max(low, number))
    return numbers


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"[-+]?\d{1,3}(?:\.\d{1,6})?", text) else None


def _styled(style: VoiceStyle, numbers: Mapping[str, float]) -> VoiceStyle:
    from dataclasses import replace

    return replace(
        style,
        speed=numbers.get("pace", 1.0),
        pitch_semitones=numbers.get("pitch", 0.0),
        gain_db=numbers.get("energy", 0.0),
    )
