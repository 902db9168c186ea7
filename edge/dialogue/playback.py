"""Answers and notices on their way to the loudspeaker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from edge.audio.frame import Samples
from edge.audio.playout import Finished, Playout, Started, Underrun
from edge.dialogue.answer import Answer
from edge.dialogue.turn_audio import from_pcm16
from edge.realtime.events import AudioDelta, AudioDone, TextDelta, TextDone

NOTICE = "notice-"
_END = 240
_QUIET = 0.01
"""10 ms below -40 dBFS: a pause. A word that is cut off is louder."""
CHIME = "chime-"


@dataclass(frozen=True, slots=True)
class PlaybackStarted:
    """The first sample was handed to the loudspeaker. answer: None for a notice."""

    answer: Answer | None


@dataclass(frozen=True, slots=True)
class PlaybackEnded:
    """The last sample was. heard: samples by item."""

    answer: Answer | None
    heard: dict[str, int]


@dataclass(frozen=True, slots=True)
class PlaybackDry:
    """An answer ran dry before it was complete."""


PlaybackEvent = PlaybackStarted | PlaybackEnded | PlaybackDry


class Playback:
    """What is to be heard, and what was."""

    def __init__(self, speaker: Playout) -> None:
        self._speaker = speaker
        self._answers: dict[str, Answer] = {}
        """By key, oldest first."""
        self._sounds = 0
        self._paused = False
        self.held = False
        """The road needs the driver's attention: nothing is spoken."""
        self.stale_samples = 0
        """Samples that arrived for answers which are dead or done, and were dropped."""

    def __iter__(self) -> Iterator[Answer]:
        return iter(list(self._answers.values()))

    @property
    def pending(self) -> bool:
        """Some answer is still being generated or played."""
        return bool(self._answers)

    @property
    def filled(self) -> bool:
        """Audio of an answer has arrived and is not over."""
        return any(answer.samples for answer in self._answers.values())

    @property
    def active(self) -> bool:
        """The loudspeaker has something to play."""
        return self._speaker.active

    def begin(self, endpoint: str, response_id: str) -> Answer:
        """An endpoint has begun a response."""
        self._sounds += 1
        answer = Answer(endpoint, response_id, f"{endpoint}-{self._sounds}-{response_id}")
        self._answers[answer.key] = answer
        return answer

    def answer(self, endpoint: str, response_id: str) -> Answer | None:
        """A response that is generated or played; None when it is dead or done."""
        for answer in self._answers.values():
            if answer.endpoint == endpoint and answer.response_id == response_id:
                return answer
        return None

    def forget(self, answer: Answer) -> None:
        """Nothing more will be heard of this answer."""
        self._answers.pop(answer.key, None)

    def add(self, endpoint: str, event: AudioDelta | AudioDone | TextDelta | TextDone) -> None:
        """A piece of an answer has arrived; pieces of dead answers are dropped."""
        answer = self.answer(endpoint, event.response_id)
        if answer is None or answer.generated:
            if isinstance(event, AudioDelta):
                self.stale_samples += len(event.pcm) // 2
            return
        spoken = answer.item(event.item_id)
        match event:
            case AudioDelta():
                samples = from_pcm16(event.pcm)
                spoken.add_samples(len(samples))
                answer.all_spoken = False
                answer.quiet_end = float(np.abs(samples[-_END:]).max(initial=0.0)) < _QUIET
                self._speaker.push(answer.key, event.item_id, samples)
            case AudioDone():
                answer.all_spoken = True
            case TextDelta():
                spoken.add_text(event.text)
            case TextDone():
                spoken.replace(event.text)

    def complete(self, answer: Answer) -> None:
        """No more of this answer will arrive."""
        answer.generated = True
        if answer.samples:
            self._speaker.finish(answer.key)

    def drop(self, endpoint: str) -> None:
        """Refuse whatever still arrives for the answers of an endpoint that have not begun to play."""
        for answer in self:
            if answer.endpoint == endpoint and not answer.started:
                self._speaker.kill(answer.key)
                del self._answers[answer.key]

    def play(self, prefix: str, samples: Samples) -> None:
        """Queue a sound of our own at 24 kHz; prefix: NOTICE or CHIME."""
        self._sounds += 1
        sound = f"{prefix}{self._sounds}"
        self._speaker.push(sound, sound, samples)
        self._speaker.finish(sound)

    def pause(self) -> None:
        """Be silent, keep what is queued."""
        self._paused = True
        self._speaker.pause()

    def resume(self) -> None:
        """Go on after a pause, unless speech is held."""
        self._paused = False
        if not self.held:
            self._speaker.resume()

    def hold(self, held: bool) -> None:
        """Hold speech, or let it go on unless it is paused."""
        self.held = held
        if held:
            self._speaker.pause()
        elif not self._paused:
            self._speaker.resume()

    def cut(self) -> list[tuple[Answer, dict[str, int]]]:
        """Stop everything at once and refuse what still arrives. Returns the answers with what was heard of them."""
        heard = dict(self._speaker.flush().items)
        answers = list(self._answers.values())
        self.kill()
        self.resume()
        return [(answer, heard) for answer in answers]

    def kill(self) -> None:
        """Refuse whatever still arrives for the present answers."""
        for key in self._answers:
            self._speaker.kill(key)
        self._answers.clear()

    def take_events(self) -> list[PlaybackEvent]:
        """What has happened at the loudspeaker since the last call; chimes are nobody's business."""
        events: list[PlaybackEvent] = []
        for event in self._speaker.take_events():
            answer = self._answers.get(event.response_id)
            if answer is None and not event.response_id.startswith(NOTICE):
                continue
            match event:
                case Started():
                    events.append(PlaybackStarted(answer))
                case Finished():
                    events.append(PlaybackEnded(answer, dict(event.heard)))
                case Underrun():
                    events.append(PlaybackDry())
        return events
