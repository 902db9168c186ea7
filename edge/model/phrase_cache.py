"""Speech rendered before, by style and words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from edge.audio.frame import VOICE_RATE, Samples

if TYPE_CHECKING:
    from edge.model.voice.style import VoiceStyle

_CACHED_SECONDS = 120.0
"""Seconds of speech that are kept; at 24 kHz a second is 96 kB."""

_LASTING_LENGTH = 90


class PhraseKeeper(Protocol):
    """Where phrases outlive the process."""

    def get(self, key: str) -> Samples | None:
        """The sound of a phrase at VOICE_RATE, or None."""
        ...

    def put(self, key: str, samples: Samples) -> None:
        """Keep a phrase."""
        ...


@dataclass
class PhraseCache:
    """Rendered phrases by style and text. Bounded in seconds of speech; what was not wanted for longest falls out.

    kept: where phrases are looked for that are not in memory, and where they go.
    """

    limit_seconds: float = _CACHED_SECONDS
    kept: PhraseKeeper | None = None
    _held: dict[tuple[str, str], Samples] = field(default_factory=dict)
    _samples: int = 0

    def get(self, text: str, style: VoiceStyle) -> Samples | None:
        held = self._held.pop((repr(style), text), None)
        if held is not None:
            self._held[repr(style), text] = held  # the latest again
        if held is None and self.kept is not None and (found := self.kept.get(f"{style!r}\n{text}")) is not None:
            self._hold((repr(style), text), found, VOICE_RATE)
            return found
        return held

    def put(self, text: str, style: VoiceStyle, samples: Samples, rate: int) -> None:
        key = (repr(style), text)
        if key in self._held:
            return
        if self.kept is not None:
            self.kept.put(f"{style!r}\n{text}", samples)
        self._hold(key, samples, rate)

    def clear(self) -> None:
        """Forget what is held in memory."""
        self._held.clear()
        self._samples = 0

    def _hold(self, key: tuple[str, str], samples: Samples, rate: int) -> None:
        self._held[key] = samples
        self._samples += len(samples)
        while self._samples > self.limit_seconds * rate and len(self._held) > 1:
            oldest = next(iter(self._held))
            self._samples -= len(self._held.pop(oldest))

    def __len__(self) -> int:
        return len(self._held)


def lasting(text: str) -> bool:
    """Whether a phrase is likely to be said again as it is: short, and without a value of the moment."""
    return len(text) <= _LASTING_LENGTH and not any(character.isdigit() for character in text)
