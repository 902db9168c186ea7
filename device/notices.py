"""Sounds that need no endpoint: three chimes, and sentences rendered beforehand in both languages."""

from __future__ import annotations

from device.resources import shipped
from edge.audio import chime
from edge.audio.frame import VOICE_RATE, Samples
from edge.audio.resample import resample
from edge.audio.wav import read_audio
from edge.language import Language


class ShippedNotices:
    """The notices below `deploy/notices`; a notice that is missing is replaced by a chime."""

    def __init__(self) -> None:
        self._apologies = {language: _load(f"apology_{language}.flac") for language in ("en", "zh")}

    def apology(self, language: Language) -> Samples:
        """That no answer could be had, at 24 kHz."""
        return self._apologies[language]

    def listening(self) -> Samples:
        """The turn is open."""
        return chime.listening()

    def sign_off(self) -> Samples:
        """Listening has ended."""
        return chime.sign_off()

    def change(self) -> Samples:
        """Another endpoint answers from here on."""
        return chime.change()

    def fault(self, key: str, language: Language) -> Samples | None:
        """The recording for an announcement, at 24 kHz; None where there is none. Read when it is needed, which is seldom."""
        name = f"{key}_{language}.flac"
        return _load(name) if key.isidentifier() and shipped("notices", name).is_file() else None


def _load(name: str) -> Samples:
    file = shipped("notices", name)
    if not file.is_file():
        return chime.sign_off()
    samples, rate = read_audio(file)
    return resample(samples[:, 0], rate, VOICE_RATE)
