"""webrtcvad's detector of voices, as the gate before Silero."""

from __future__ import annotations

import _webrtcvad  # the module of webrtcvad that does the work; the one around it reads the package's metadata at every start


class WebRtcGate:
    """One detector and its state."""

    def __init__(self, mode: int) -> None:
        """mode: aggressiveness, 0 to 3. Raises ValueError for another one."""
        self._detector = _webrtcvad.create()
        _webrtcvad.init(self._detector)
        _webrtcvad.set_mode(self._detector, mode)

    def is_speech(self, pcm: bytes, rate: int) -> bool:
        """Whether 10, 20 or 30 ms of 16-bit samples hold a voice. Raises `_webrtcvad.Error` for other lengths or rates."""
        return bool(_webrtcvad.process(self._detector, rate, pcm, len(pcm) // 2))
