"""Answers and notices on their way to the loudspeaker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from edge.audio.frame import Samples
from edge.audio.playout import Finished, Playout, Started, Underrun
from edge.dialogue.answer import Answer
from edge.dialogue.turn_audio import from_pcm16
from edge.realtime.events import AudioDelta, TextDelta, TextDone

NOTICE = "notice-"
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
        self._sounds = 0

    def __iter__(self) -> Iterator[Answer]:
        return iter(list(self._answers.values()))

    @property
    def pending(self) -> bool:
        """Some answer is still being generated or played."""
        return bool(self._answers)

    def begin(self, endpoint: str, response_id: str) -> None:
        """An endpoint has begun a response."""
        self._answers[response_id] = Answer(endpoint, response_id)

    def answer(self, response_id: str) -> Answer | None:
        """A response that is generated or played; None when it is dead or done."""
        return self._answers.get(response_id)

    def forget(self, answer: Answer) -> None:
        """Nothing more will be heard of this answer."""
        self._answers.pop(answer.response_id, None)

    def add(self, event: AudioDelta | TextDelta | TextDone) -> None:
        """A piece of an answer has arrived; pieces of dead answers are dropped."""
        answer = self._answers.get(event.response_id)
        if answer is None:
            return
        spoken = answer.item(event.item_id)
        match event:
            case AudioDelta():
                samples = from_pcm16(event.pcm)
                spoken.add_samples(len(samples))
                self._speaker.push(event.response_id, event.item_id, samples)
            case TextDelta():
                spoken.add_text(event.text)
            case TextDone():
                spoken.replace(event.text)

    def complete(self, answer: Answer) -> None:
        """No more of this answer will arrive."""
        answer.generated = True
        if answer.samples:
            self._speaker.finish(answer.response_id)

    def play(self, prefix: str, samples: Samples) -> None:
        """Queue a sound of our own at 24 kHz; prefix: NOTICE or CHIME."""
        self._sounds += 1
        sound = f"{prefix}{self._sounds}"
        self._speaker.push(sound, sound, samples)
        self._speaker.finish(sound)

    def pause(self) -> None:
        """Be silent, keep what is queued."""
        self._speaker.pause()

    def resume(self) -> None:
        """Go on after a pause."""
        self._speaker.resume()

    def cut(self) -> list[tuple[Answer, dict[str, int]]]:
        """Stop everything at once and refuse what still arrives. Returns the answers with what was heard of them."""
        heard = dict(self._speaker.flush().items)
        answers = list(self._answers.values())
        self.kill()
        self._speaker.resume()
        return [(answer, heard) for answer in answers]

    def kill(self) -> None:
        """Refuse whatever still arrives for the present answers."""
        for response_id in self._answers:
            self._speaker.kill(response_id)
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
