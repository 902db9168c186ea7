"""Mandarin syllables in the phoneme alphabet of Kokoro.

The alphabet is IPA (Lin 2007, Duanmu 2007) with the affricates as single letters and the tones as arrows:
→ high, ↗ rising, ↓ low, ↘ falling, nothing for the neutral tone. It is the one the voice was trained on.
"""

from __future__ import annotations

_INITIALS = {
    "b": "p",
    "p": "pʰ",
    "m": "m",
    "f": "f",
    "d": "t",
    "t": "tʰ",
    "n": "n",
    "l": "l",
    "g": "k",
    "k": "kʰ",
    "h": "x",
    "j": "ʨ",
    "q": "ʨʰ",
    "x": "ɕ",
    "zh": "ꭧ",
    "ch": "ꭧʰ",
    "sh": "ʂ",
    "r": "ɻ",
    "z": "ʦ",
    "c": "ʦʰ",
    "s": "s",
}

# The 0 is where the tone goes: after the vowel that carries it.
_FINALS = {
    "a": "a0",
    "ai": "ai0",
    "an": "a0n",
    "ang": "a0ŋ",
    "ao": "au0",
    "e": "ɤ0",
    "ei": "ei0",
    "en": "ə0n",
    "eng": "ə0ŋ",
    "i": "i0",
    "ia": "ja0",
    "ian": "jɛ0n",
    "iang": "ja0ŋ",
    "iao": "jau0",
    "ie": "je0",
    "in": "i0n",
    "ing": "i0ŋ",
    "iong": "jʊ0ŋ",
    "iu": "jou0",
    "o": "wo0",
    "ong": "ʊ0ŋ",
    "ou": "ou0",
    "u": "u0",
    "ua": "wa0",
    "uai": "wai0",
    "uan": "wa0n",
    "uang": "wa0ŋ",
    "ueng": "wə0ŋ",
    "ui": "wei0",
    "un": "wə0n",
    "uo": "wo0",
    "v": "y0",
    "ve": "ɥe0",
    "van": "ɥɛ0n",
    "vn": "y0n",
}

# Syllables without an initial, whose spelling hides their final.
_WHOLE = {
    "yi": "i",
    "ya": "ia",
    "ye": "ie",
    "yao": "iao",
    "you": "iu",
    "yan": "ian",
    "yin": "in",
    "yang": "iang",
    "ying": "ing",
    "yong": "iong",
    "wu": "u",
    "wa": "ua",
    "wo": "uo",
    "wai": "uai",
    "wei": "ui",
    "wan": "uan",
    "wen": "un",
    "wang": "uang",
    "weng": "ueng",
    "yu": "v",
    "yue": "ve",
    "yuan": "van",
    "yun": "vn",
}

# Interjections and syllabic nasals.
_SPECIAL = {"er": "ɚ0", "o": "ɔ0", "yo": "jɔ0", "ê": "ɛ0", "m": "m0", "n": "n0", "ng": "ŋ0", "hm": "hm0", "hng": "hŋ0"}

_TONES = {"1": "→", "2": "↗", "3": "↓", "4": "↘", "5": ""}


def syllable_phonemes(syllable: str) -> str | None:
    """The phonemes of one pinyin syllable with its tone as a digit ("hao3"), or None when it is no syllable."""
    tone = _TONES.get(syllable[-1:])
    if tone is None:
        return None
    body = syllable[:-1].replace("ü", "v")
    if body in _SPECIAL:
        return _SPECIAL[body].replace("0", tone)
    if body in _WHOLE:
        return _FINALS[_WHOLE[body]].replace("0", tone)
    initial = body[:2] if body[:2] in _INITIALS else body[:1] if body[:1] in _INITIALS else ""
    final = body[len(initial) :]
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = "v" + final[1:]
    if final == "i" and initial in ("zh", "ch", "sh", "r", "z", "c", "s"):
        return f"{_INITIALS[initial]}ɨ{tone}"
    if final not in _FINALS:
        return None
    return _INITIALS.get(initial, "") + _FINALS[final].replace("0", tone)
