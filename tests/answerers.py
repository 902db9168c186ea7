"""An endpoint that answers every turn with a tone: for tests of what stands around a conversation."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator

import numpy as np

from device.link.server import Caller
from edge.audio.frame import VOICE_RATE
from edge.realtime.commands import AudioCommitted, ResponseRequested
from edge.realtime.session_server import ServerSession

_PIECE_BYTES = 9600


class ToneAnswerer:
    """One session: every turn is the same question and gets the same answer, sent piece by piece."""

    question = "Is the boot open?"
    answer = "The boot is closed, and so are all the doors."
    seconds = 1.0
    """Of the tone."""

    def __init__(self, caller: Caller) -> None:
        self.session = ServerSession(caller.dialect, session_id=caller.session_id)
        self._interrupted = threading.Event()

    def open(self) -> Iterable[str]:
        self.session.open()
        return self.session.take_outgoing()

    def interrupt(self) -> None:
        self._interrupted.set()

    def receive(self, text: str, now_ns: int) -> Iterator[str]:
        tone = (3000 * np.sin(np.arange(round(VOICE_RATE * self.seconds)) * 0.1)).astype("<i2").tobytes()
        for command in self.session.receive(text):
            match command:
                case AudioCommitted():
                    self.session.input_transcript(command.item_id, self.question, "en")
                case ResponseRequested():
                    self.session.begin_response()
                    self.session.text_delta((command.instructions or self.answer).rpartition(": ")[2])
                    for place in range(0, len(tone), _PIECE_BYTES):
                        self.session.audio_delta(tone[place : place + _PIECE_BYTES])
                        yield from self.session.take_outgoing()
                    self.session.end_response()
        yield from self.session.take_outgoing()
