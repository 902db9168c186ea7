"""Which of the voice's timbres speaks a language, by the voice a session names."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from edge.language import Language

if TYPE_CHECKING:
    from edge.model.voice.style import VoiceStyle

_LANGUAGE_OF = {"a": "en", "b": "en", "z": "zh"}
"""First letter of a Kokoro voice to its language; the voices of other languages are not used."""

_MALE: Mapping[Language, str] = {"en": "am_michael", "zh": "zm_yunjian"}
_MALE_NAME = re.compile(r"(?<!fe)male|nan|boy|shushu|shuai|qingnian|gentleman|uncle|echo|onyx|ash|cedar|verse|ballad", re.I)


def style_for(voice: str | None, language: Language, available: Collection[str] = ()) -> VoiceStyle:
    """The style for a session's `voice`: one Kokoro name, several joined by "+", or a name of another endpoint's voice.

    Of several names each counts for its own language. A name that is not known gives the default of the language, male
    where the name says so. available: the voices at hand; empty when that is not known.
    """
    from edge.model.voice.style import DEFAULT_VOICES, VoiceStyle

    for name in (voice or "").split("+"):
        name = name.strip()
        if re.fullmatch(r"[a-z][fm]_[a-z]+", name):
            if _LANGUAGE_OF.get(name[0]) == language and (not available or name in available):
                return VoiceStyle(name)
        elif name and _MALE_NAME.search(name) and (not available or _MALE[language] in available):
            return VoiceStyle(_MALE[language])
    same_sex = _MALE[language] if voice and re.search(r"\b[a-z]m_", voice) and "+" not in voice else DEFAULT_VOICES[language]
    return VoiceStyle(same_sex if not available or same_sex in available else DEFAULT_VOICES[language])
