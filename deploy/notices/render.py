"""Render the spoken notices that ship with the product: `python deploy/notices/render.py`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile

from device.espeak import EspeakPronouncer
from device.service.fault_news import SENTENCES
from device.weights_fetch import default_store
from edge.audio.frame import VOICE_RATE
from edge.language import Language
from edge.model.voice import KokoroVoice, VoiceStyle

VOICES: dict[Language, str] = {"en": "af_heart", "zh": "zf_xiaoxiao"}
APOLOGY: dict[Language, str] = {
    "en": "Sorry, I can't get an answer right now. Please try again in a moment.",
    "zh": "抱歉，我现在没有得到回答，请稍后再试一次。",
}


def main() -> None:
    """Write one FLAC a notice and language beside this file."""
    voice = KokoroVoice.load(default_store(), pronounce=EspeakPronouncer())
    for name, texts in {"apology": APOLOGY, **SENTENCES}.items():
        for language, text in texts.items():
            clauses = [clause.samples for clause in voice.speak(text, language, VoiceStyle(voice=VOICES[language]))]
            file = Path(__file__).with_name(f"{name}_{language}.flac")
            soundfile.write(file, np.concatenate(clauses), VOICE_RATE, subtype="PCM_16")
            print(file, f"{sum(map(len, clauses)) / VOICE_RATE:.1f} s")


if __name__ == "__main__":
    main()
