"""How far the echo is under control decides how the assistant may be interrupted."""

from __future__ import annotations

from typing import Final, Literal

Duplex = Literal["full", "wake_word", "half"]
"""full: any speech interrupts an answer. wake_word: only the wake word does. half: nothing does; the microphone waits."""

_FULL: Final = 0.35
_WAKE_WORD: Final = 0.15
_HYSTERESIS: Final = 0.1
_UPGRADE_FRAMES: Final = 30
# After so much playback without an echo that can be found there is either none, or a reference that does not fit it.
_UNKNOWN_FRAMES: Final = 200


class DuplexJudge:
    """Follows the trust frame by frame. It falls at once and rises only after 0.3 s of more trust, and begins with half duplex."""

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Another device: warm up anew."""
        self.mode: Duplex = "half"
        self._better_for = 0
        self._played = 0

    def process(self, trust: float, delay_known: bool) -> None:
        """One frame while the far end is active. trust: 0 to 1. delay_known: whether the echo was found."""
        self._played += 1
        wanted: Duplex
        held = self.mode
        if trust >= _FULL - (_HYSTERESIS if held == "full" else 0):
            wanted = "full"
        elif trust >= _WAKE_WORD - (_HYSTERESIS if held == "wake_word" else 0):
            wanted = "wake_word"
        else:
            wanted = "half" if delay_known or self._played < _UNKNOWN_FRAMES else "wake_word"
        order = ("half", "wake_word", "full")
        if order.index(wanted) <= order.index(held):
            self.mode, self._better_for = wanted, 0
            return
        self._better_for += 1
        if self._better_for >= _UPGRADE_FRAMES:
            self.mode, self._better_for = wanted, 0
