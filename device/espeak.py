"""How English words outside the lexicons are pronounced: the espeak-ng program, where it is installed.

The program is called, not linked: it is under the GPL, this project is not.
"""

from __future__ import annotations

import shutil
import subprocess
from functools import lru_cache

_TIMEOUT_S = 2.0
_MAX_LETTERS = 64
_MAX_PHRASE = 400


class EspeakPronouncer:
    """A word to IPA, or None when the program is absent or has nothing to say. Words are remembered."""

    def __init__(self, voice: str = "en-us") -> None:
        """voice: the espeak-ng voice whose IPA is wanted."""
        self._program = shutil.which("espeak-ng")
        self._voice = voice
        self._ask = lru_cache(maxsize=4096)(self._run)

    @property
    def available(self) -> bool:
        """Whether the program is installed."""
        return self._program is not None

    def __call__(self, word: str) -> str | None:
        """IPA of one word, diphthongs and affricates tied with ^."""
        return self._ask(word, "--tie=^") if self._program and word.isalpha() and len(word) <= _MAX_LETTERS else None

    def phrase(self, text: str) -> str | None:
        """IPA of a phrase as connected speech, words apart, one code point a sound where there is one; None as above."""
        return self._ask(text[:_MAX_PHRASE]) if self._program else None

    def _run(self, word: str, *options: str) -> str | None:
        assert self._program is not None
        command = [self._program, "-q", "--ipa", *options, "-v", self._voice, "--", word]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_TIMEOUT_S, check=False)
        except (subprocess.TimeoutExpired, OSError):
            return None
        return " ".join(done.stdout.decode("utf-8", "replace").split()) or None if done.returncode == 0 else None
